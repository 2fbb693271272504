/** What a data set's layout and tables are called, on the screen and on the command line. */
import type { ReadingReason } from '../contracts/readingReason';
import { OWN_LAYOUT, type TableUse } from '../contracts/dataset';
import { layoutName } from '../core/dataset/layouts/list';
import { t } from '.';

/** @param id of the layout */
export function layoutWords(id: string): string {
  return id === OWN_LAYOUT ? t('dataset.layouts.folder') : layoutName(id);
}

/** "label, lesion, age of 25,331 images" */
export function tableWords({ key, says, images }: TableUse): string {
  if (key === null) return t('dataset.reading.tableUnused');
  const said = says.map((name) => t(`dataset.says.${name}`)).join(', ');
  return t('dataset.reading.tableSays', { says: said || t('dataset.says.nothing'), count: images });
}

/** Why a data set is read as it is, in a sentence or two; what an earlier version said is said again. */
export function reasonWords(why: ReadingReason | string | null): string {
  if (why === null || typeof why === 'string') return why ?? '';
  if (why.kind === 'folders' || why.kind === 'nothing') return t(`dataset.why.${why.kind}`);
  const said = { count: why.tables.length, tables: why.tables.join(', ') };
  if (why.kind === 'column') return t('dataset.why.column', { ...said, columns: why.columns.join(', ') });
  if (why.kind === 'layout')
    return t('dataset.why.layout', { ...said, columns: why.columns.join(', '), like: why.like });
  const words = t('dataset.why.oneHot', { ...said, like: why.like });
  return why.before === null ? words : `${words} ${t('dataset.why.before', { before: why.before })}`;
}

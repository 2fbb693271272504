/** What a data set's layout and tables are called, on the screen and on the command line. */
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

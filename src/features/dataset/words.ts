/** What tones, ages and sources of labels are called on screen. */
import type { LabelSource } from '../../contracts/dataset';
import { baseName } from '../../core/dataset/paths';
import { UNKNOWN, type AGE_GROUPS } from '../../core/dataset/tally';
import { t } from '../../messages';
import { GROUP_WORDS } from '../../messages/likeness';

const SHARE_WORDS = {
  ...GROUP_WORDS,
  '0 to 19': 'dataset.ages.to19',
  '20 to 39': 'dataset.ages.to39',
  '40 to 59': 'dataset.ages.to59',
  '60 to 79': 'dataset.ages.to79',
  '80 and older': 'dataset.ages.from80',
  [UNKNOWN]: 'dataset.unknown',
} as const satisfies Record<keyof typeof GROUP_WORDS | (typeof AGE_GROUPS)[number] | typeof UNKNOWN, string>;

/** A value of the coverage table, an age or a site; sites are called what the data set calls them. */
export function shareWords(name: string): string {
  return Object.hasOwn(SHARE_WORDS, name) ? t(SHARE_WORDS[name as keyof typeof SHARE_WORDS]) : name;
}

export function sourceWords(label: LabelSource): string {
  if (label.kind === 'folder') return t('dataset.reading.folderNames');
  const table = [label.table, ...(label.also ?? [])].map(baseName).join(', ');
  if (label.kind === 'one-hot') return t('dataset.reading.columnAClass', { table });
  const columns = label.columns.reduce((before, column) => t('dataset.reading.either', { before, column }));
  return t('dataset.reading.inColumns', { table, columns });
}

/** What tones, ages and sources of labels are called on screen. */
import type { LabelSource } from '../../contracts/dataset';
import type { Tone } from '../../core/colour/skinTone';
import { UNKNOWN, type AGE_GROUPS } from '../../core/dataset/tally';
import { t } from '../../messages';

const SHARE_WORDS = {
  'very light': 'tones.veryLight',
  light: 'tones.light',
  intermediate: 'tones.intermediate',
  tan: 'tones.tan',
  brown: 'tones.brown',
  dark: 'tones.dark',
  '0 to 19': 'dataset.ages.to19',
  '20 to 39': 'dataset.ages.to39',
  '40 to 59': 'dataset.ages.to59',
  '60 to 79': 'dataset.ages.to79',
  '80 and older': 'dataset.ages.from80',
  [UNKNOWN]: 'dataset.unknown',
} as const satisfies Record<Tone | (typeof AGE_GROUPS)[number] | typeof UNKNOWN, string>;

/** A tone, an age or a site; sites are called what the data set calls them. */
export function shareWords(name: string): string {
  return Object.hasOwn(SHARE_WORDS, name) ? t(SHARE_WORDS[name as keyof typeof SHARE_WORDS]) : name;
}

export function sourceWords(label: LabelSource): string {
  if (label.kind === 'folder') return t('dataset.reading.folderNames');
  const table = label.table.slice(label.table.lastIndexOf('/') + 1);
  if (label.kind === 'one-hot') return t('dataset.reading.columnAClass', { table });
  const columns = label.columns.reduce((before, column) => t('dataset.reading.either', { before, column }));
  return t('dataset.reading.inColumns', { table, columns });
}

/** What skin tones, hair and sizes of lesions are called on screen. */
import { t } from './index';
import type { Tone } from '../core/colour/skinTone';
import { AXIS_NAMES, type CoverageAxis, type Likeness } from '../core/dataset/coverage';
import type { HairGroup, SizeGroup } from '../core/dataset/looks';

export const GROUP_WORDS = {
  'very light': 'tones.veryLight',
  light: 'tones.light',
  intermediate: 'tones.intermediate',
  tan: 'tones.tan',
  brown: 'tones.brown',
  dark: 'tones.dark',
  'no hair': 'coverage.hairs.none',
  hair: 'coverage.hairs.some',
  small: 'queue.sizes.small',
  medium: 'queue.sizes.medium',
  large: 'queue.sizes.large',
} as const satisfies Record<Tone | HairGroup | SizeGroup, string>;

export const AXIS_WORDS = {
  tone: 'dataset.spread.tone',
  hair: 'queue.hair',
  size: 'queue.size',
} as const satisfies Record<CoverageAxis, string>;

/** A value of an axis; what is none stays as it is. */
export function groupWords(value: string): string {
  return Object.hasOwn(GROUP_WORDS, value) ? t(GROUP_WORDS[value as keyof typeof GROUP_WORDS]) : value;
}

/** "Skin tone: tan · with hair": what is chosen of each axis. */
export function likenessWords(likeness: Likeness): string {
  return AXIS_NAMES.filter((axis) => likeness[axis] !== 'all')
    .map((axis) => {
      const value = groupWords(likeness[axis]);
      return axis === 'hair' ? value : t('coverage.chosenValue', { axis: t(AXIS_WORDS[axis]), value });
    })
    .join(' · ');
}

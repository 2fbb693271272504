/** How a piece of skin looks, in numbers, and whether a lesion can well be painted into it. */
import type { RgbaImage } from '../../contracts/image';
import { estimateIta } from '../colour/skinTone';
import { notSkin } from './notSkin';
import { greyOf, quantile, reducedCopy, type ReducedCopy } from './reducedCopy';
import { sharpnessOf } from './sharpness';
import { thinLines } from './thinLines';

export interface SkinAppearance {
  /** Individual typology angle in degrees, of the border, which is half of the picture; null where that shows too little skin. */
  readonly itaDeg: number | null;
  /** Share of pixels on thin dark or light lines: hairs, and the marks of rulers. 0..1 */
  readonly hairShare: number;
  /** Share of spots, ink, stickers, glare and darkness. 0..1 */
  readonly foreignShare: number;
  /** How much of the fine contrast a slight blur takes away: 0 is blurred or flat, 1 is noise (see `sharpnessOf`). */
  readonly sharpness: number;
  /** Range of brightness over an 8 x 8 grid, from the 5th to the 95th percentile, as a share of the median. 0 is even. */
  readonly unevenness: number;
}

export interface SkinGrade {
  readonly grade: 'good' | 'fair' | 'poor';
  /** Why, in one sentence for the person. */
  readonly reason: string;
}

/** The longer side at which skin is looked at: about what a model sees of it. */
export const LOOK_PX = 128;
const CELLS = 8;

/** Describes a piece of skin of any size; what shows a lesion has a large `foreignShare`. */
export function describeSkin(image: RgbaImage): SkinAppearance {
  const copy = reducedCopy(image, LOOK_PX);
  const { width, height } = copy;
  const hairs = hairsOf(copy);
  const foreign = notSkin(copy, new Uint8Array(width * height)).map((value, i) => (hairs[i] === 1 ? 0 : value));
  return {
    itaDeg: estimateIta(image),
    hairShare: share(hairs),
    foreignShare: share(foreign),
    sharpness: sharpnessOf(greyOf(copy), width, height),
    unevenness: unevennessOf(copy),
  };
}

/** 1 on hairs and the marks of rulers, else 0. */
export function hairsOf({ width, height, red, green, blue }: ReducedCopy): Uint8Array {
  // Vessels are dark in green and blue only; pale hairs are bright there.
  const dark = thinLines(red, width, height);
  const pale = thinLines(
    green.map((value, i) => -(value + (blue[i] ?? 0)) / 2),
    width,
    height,
  );
  return dark.map((value, i) => Math.max(value, pale[i] ?? 0));
}

function share(marks: Uint8Array): number {
  return marks.reduce((sum, value) => sum + value, 0) / marks.length;
}

function unevennessOf(copy: ReducedCopy): number {
  const { width, height } = copy;
  const grey = greyOf(copy);
  const [columns, rows] = [Math.min(CELLS, width), Math.min(CELLS, height)];
  const cells = Array.from({ length: columns * rows }, (): number[] => []);
  grey.forEach((value, i) => {
    const column = Math.floor(((i % width) * columns) / width);
    cells[Math.floor((Math.floor(i / width) * rows) / height) * columns + column]?.push(value);
  });
  const medians = cells.map((values) => quantile(values, 0.5)); // hairs hardly move them
  return (quantile(medians, 0.95) - quantile(medians, 0.05)) / Math.max(1, quantile(medians, 0.5));
}

/**
 * From where on skin is fair or poor, chosen by eye on lesion-free patches of ISIC 2018 and regions of HAM10000 (`npm run skins:sheet`
 * prints what share of them each holds back).
 */
export const SKIN_LIMITS = {
  foreignShare: { fair: 0.015, poor: 0.08 },
  hairShare: { fair: 0.015, poor: 0.15 },
  unevenness: { fair: 0.18, poor: 0.3 },
  /** Below, not above. */
  sharpness: { fair: 0.4, poor: 0.2 },
} as const;

/** The worst of what is seen decides, and is said. */
export function gradeSkin(skin: SkinAppearance): SkinGrade {
  const percent = (value: number): string => `${Math.max(1, Math.round(100 * value))} %`;
  if (skin.itaDeg === null) return { grade: 'poor', reason: 'Too little of the picture looks like skin.' };
  const { foreignShare, hairShare, unevenness, sharpness } = SKIN_LIMITS;
  const concerns = [
    [skin.foreignShare, foreignShare, `Spots, ink, glare or darkness cover ${percent(skin.foreignShare)} of it.`],
    [skin.hairShare, hairShare, `Hairs or other lines cover ${percent(skin.hairShare)} of it.`],
    [-skin.sharpness, { fair: -sharpness.fair, poor: -sharpness.poor }, 'It is blurred.'],
    [skin.unevenness, unevenness, `Its brightness varies by ${percent(skin.unevenness)}.`],
  ] as const;
  for (const grade of ['poor', 'fair'] as const)
    for (const [value, limits, reason] of concerns) if (value > limits[grade]) return { grade, reason };
  return { grade: 'good', reason: 'Even, sharp skin with hardly any hairs or spots.' };
}

/** Outlines that were drawn elsewhere, or by the bundle's shape model, as a mask: loaded with the first of them. */
import type { MaskModel } from '../../contracts/bundle';
import type { Mask } from '../../contracts/image';
import type { Rle } from '../../contracts/recipe';
import type { ComposeState } from '../../contracts/storage';
import { sampleOutline } from '../../core/mask/outline';
import { placeMask, type Turn } from '../../core/mask/placeMask';
import { decodeRle } from '../../core/mask/rle';

export type OutlineSettings = Pick<ComposeState, 'class' | 'outlineSize' | 'outlinePlace' | 'outlineOfClass'>;

/** @param where as it was drawn, to the pixel where the sizes are the same, or turned and put somewhere @param randomSeed 32 random bits */
export function placed(
  rle: Rle,
  { width, height }: Mask,
  where: 'as-drawn' | 'anywhere',
  randomSeed: () => number,
): Mask {
  const outline = decodeRle(rle);
  if (where === 'as-drawn' && outline.width === width && outline.height === height) return outline;
  const random = (): number => randomSeed() / 2 ** 32;
  const turn = (where === 'anywhere' ? Math.floor(8 * random()) : 0) as Turn;
  return placeMask(outline, width, height, { turn, u: random(), v: random(), place: where });
}

/** @param isFirst it is as large as lesions usually are, unless a size is asked for */
export function drawn(
  model: MaskModel,
  { width, height }: Mask,
  seed: number,
  { outlineSize, outlinePlace: place, outlineOfClass, class: code }: OutlineSettings,
  isFirst: boolean,
): Mask {
  const size = isFirst && outlineSize === 'any' ? 'medium' : outlineSize;
  return sampleOutline(model, width, height, seed, { size, place, ofClass: outlineOfClass ? code : null });
}

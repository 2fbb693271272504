/** How far a lesion goes beyond the mask that was painted, as the bundle's outliner sees it. */
import type { Mask, RgbaImage, SquareRegion } from '../../contracts/image';
import { regionAround, regionMask, regionTensor } from '../image/region';
import { dilateMask } from '../mask/dilate';
import { centralSquare } from './frame';

/** What the outliner sees: the shorter side of a frame at this many pixels. */
export const OUTLINER_PX = 224;
/** A lesion ends softly: what lies so near to the mask is not outside. Pixels of the frame. */
const SOFT_PX = 6;

/** A square of the image's shorter side with the mask in its middle, as far as the image goes. */
export function frameAround(image: RgbaImage, mask: Mask): SquareRegion {
  return regionAround(mask, 0, Math.min(image.width, image.height)) ?? centralSquare(image);
}

/** The frame as the outliner sees it. [3,224,224] in [-1,1] */
export function outlinerPixels(image: RgbaImage, mask: Mask): Float32Array<ArrayBuffer> {
  return regionTensor(image, frameAround(image, mask), OUTLINER_PX);
}

/**
 * The area of what is more likely lesion than not outside the mask, over the area of the mask.
 * @param lesion probabilities of lesion in the frame, [224,224]
 */
export function outsideShare(lesion: ArrayLike<number>, image: RgbaImage, mask: Mask): number {
  const covered = regionMask(mask, frameAround(image, mask), OUTLINER_PX);
  const data = Uint8Array.from(covered);
  const near = dilateMask({ width: OUTLINER_PX, height: OUTLINER_PX, data }, SOFT_PX);
  let [outside, area] = [0, 0];
  for (let i = 0; i < near.data.length; i += 1) {
    area += data[i] ?? 0;
    if (near.data[i] === 0 && (lesion[i] ?? 0) > 0.5) outside += 1;
  }
  return outside / Math.max(1, area);
}

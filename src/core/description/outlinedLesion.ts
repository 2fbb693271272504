/** The lesion that a bundle's outliner sees in an image, as a mask. */
import type { Mask, RgbaImage, SquareRegion } from '../../contracts/image';
import { LIKELY } from '../mask/findLesion';
import { fillHoles, weightiestPart } from '../mask/parts';
import { centralSquare } from './frame';
import { OUTLINER_PX } from './outside';

/** Where the outliner looks for a lesion: the square in the middle, as training images were cut. */
export const lookedAt = (image: RgbaImage): SquareRegion => centralSquare(image);

/**
 * The largest part that is more likely lesion than not, its holes filled, at the size of the image.
 * Null where it is a speck or the whole picture, as with `findLesion`.
 * @param lesion probabilities in the square that was looked at, [224,224]
 */
export function outlinedLesion(lesion: ArrayLike<number>, image: RgbaImage): Mask | null {
  const over = Uint8Array.from({ length: OUTLINER_PX ** 2 }, (_, i) => ((lesion[i] ?? 0) > 0.5 ? 1 : 0));
  const part = weightiestPart(over, lesion, OUTLINER_PX, OUTLINER_PX);
  if (!part) return null;
  fillHoles(part, OUTLINER_PX, OUTLINER_PX);
  const share = part.reduce((sum, value) => sum + value, 0) / part.length;
  if (share < LIKELY[0] || share > LIKELY[1]) return null;
  const { width, height } = image;
  const { x: left, y: top, sidePx } = lookedAt(image);
  const data = new Uint8Array(width * height);
  for (let y = 0; y < sidePx; y += 1)
    for (let x = 0; x < sidePx; x += 1) {
      const [row, column] = [y, x].map((at) => Math.floor((at * OUTLINER_PX) / sidePx));
      data[(top + y) * width + left + x] = part[(row ?? 0) * OUTLINER_PX + (column ?? 0)] ?? 0;
    }
  return { width, height, data };
}

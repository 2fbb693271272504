/**
 * A scene without its lesion, as the reader of scenes sees it: the largest square of the image about the mask, at the encoder's size, the mask with
 * its rim and a disc of a fixed size in the mean colour of the rest. The disc hides how large a lesion of ordinary size is.
 */
import type { Mask, RgbaImage, SquareRegion } from '../../contracts/image';
import { maskBounds, regionMask, regionTensor } from '../image/region';
import { dilateMask } from '../mask/dilate';

/** How far the blank goes beyond the mask, over the side of the square: 6 of 224 px, as in training/inlay_training/latent/paint.py. */
const RIM_SHARE = 6 / 224;
/** Radius of the disc, over the side of the square. */
const DISC_SHARE = 0.25;
/** Of the square, the least that must be left to be seen. */
const SEEN_SHARE = 0.1;

/** The square of the image's shorter side, as near to the middle of the mask as it lies inside; of no mask, in the middle. */
export function frameOf({ width, height }: RgbaImage, mask: Mask | null): SquareRegion {
  const bounds = mask && maskBounds(mask);
  const sidePx = Math.min(width, height);
  const place = (centre: number, size: number): number =>
    Math.round(Math.min(size - sidePx, Math.max(0, centre - sidePx / 2)));
  return {
    x: place(bounds ? bounds.x + bounds.width / 2 : width / 2, width),
    y: place(bounds ? bounds.y + bounds.height / 2 : height / 2, height),
    sidePx,
  };
}

/**
 * @param mask what is painted or the outline of a real lesion, of the image's size; null or empty: only the disc is blanked, in the middle
 * @returns [3,S,S] in [-1,1], RGB; null where too little of the scene is left
 */
export function sceneTensor(image: RgbaImage, mask: Mask | null, sizePx: number): Float32Array<ArrayBuffer> | null {
  const bounds = mask && maskBounds(mask);
  const frame = frameOf(image, mask);
  const pixels = regionTensor(image, frame, sizePx);
  const scale = sizePx / frame.sidePx;
  const centre = {
    x: bounds ? (bounds.x + bounds.width / 2 - frame.x) * scale : sizePx / 2,
    y: bounds ? (bounds.y + bounds.height / 2 - frame.y) * scale : sizePx / 2,
  };
  const blank = blankOf(bounds ? mask : null, frame, centre, sizePx);
  const plane = sizePx * sizePx;
  const seen = blank.reduce((sum, value) => sum + 1 - value, 0);
  if (seen < SEEN_SHARE * plane) return null;
  for (let channel = 0; channel < 3; channel += 1) {
    const own = pixels.subarray(channel * plane, (channel + 1) * plane);
    let sum = 0;
    for (let at = 0; at < plane; at += 1) if (blank[at] === 0) sum += own[at] ?? 0;
    for (let at = 0; at < plane; at += 1) if (blank[at] === 1) own[at] = sum / seen;
  }
  return pixels;
}

function blankOf(
  mask: Mask | null,
  frame: SquareRegion,
  centre: { readonly x: number; readonly y: number },
  sizePx: number,
): Uint8Array {
  const data = mask ? Uint8Array.from(regionMask(mask, frame, sizePx)) : new Uint8Array(sizePx * sizePx);
  const blank = dilateMask({ width: sizePx, height: sizePx, data }, Math.round(RIM_SHARE * sizePx)).data;
  const radius = DISC_SHARE * sizePx;
  for (let y = 0; y < sizePx; y += 1)
    for (let x = 0; x < sizePx; x += 1)
      if (Math.hypot(x + 0.5 - centre.x, y + 0.5 - centre.y) <= radius) blank[y * sizePx + x] = 1;
  return blank;
}

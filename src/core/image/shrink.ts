/** A smaller picture of a picture. */
import type { RgbaImage } from '../../contracts/image';
import { applyTaps, cellTaps, clampIndex } from './resample';

/** No side longer than `longestPx`, by area average; an image that is small enough is given back as it is. */
export function shrunkTo(image: RgbaImage, longestPx: number): RgbaImage {
  const { width, height, data } = image;
  const scale = longestPx / Math.max(width, height);
  if (scale >= 1) return image;
  const size = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
  const out = new Uint8ClampedArray(4 * size.width * size.height);
  const [columns, rows] = [cellTaps(0, width, size.width), cellTaps(0, height, size.height)];
  for (let channel = 0; channel < 4; channel += 1) {
    const at = (x: number, y: number): number => data[4 * (y * width + x) + channel] ?? 0;
    applyTaps(at, width, height, columns, rows, clampIndex).forEach((value, i) => (out[4 * i + channel] = value));
  }
  return { ...size, data: out };
}

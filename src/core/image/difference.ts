/** How far two images of one size are apart, and where. */
import type { RgbaImage } from '../../contracts/image';

export interface Difference {
  /** Largest difference of a channel, in grey levels; 255 for images of two sizes. */
  readonly max: number;
  /** Pixels that differ at all. */
  readonly pixels: number;
  /** `factor` times the differences, on black; null for images of two sizes. */
  readonly image: RgbaImage | null;
}

export function differenceOf(a: RgbaImage, b: RgbaImage, factor = 1): Difference {
  if (a.width !== b.width || a.height !== b.height) return { max: 255, pixels: a.width * a.height, image: null };
  const data = new Uint8ClampedArray(a.data.length);
  let [max, pixels] = [0, 0];
  for (let i = 0; i < data.length; i += 4) {
    let most = 0;
    for (let c = i; c < i + 3; c += 1) {
      const apart = Math.abs((a.data[c] ?? 0) - (b.data[c] ?? 0));
      data[c] = factor * apart;
      most = Math.max(most, apart);
    }
    data[i + 3] = 255;
    if (most > 0) pixels += 1;
    max = Math.max(max, most);
  }
  return { max, pixels, image: { width: a.width, height: a.height, data } };
}

/** A small copy of an image, in which skin is looked at: what matters of it is seen at the size at which a model sees it. */
import type { RgbaImage } from '../../contracts/image';
import { applyTaps, cellTaps, clampIndex } from '../image/resample';

export interface ReducedCopy {
  readonly width: number;
  readonly height: number;
  /** Pixels of the image a pixel of the copy; 1 or more. */
  readonly scale: number;
  /** Row-major, grey levels 0..255. */
  readonly red: Float32Array;
  readonly green: Float32Array;
  readonly blue: Float32Array;
}

/** The image by area averages, its longer side `longerPx` at most. Smaller images stay as they are: nothing is enlarged. */
export function reducedCopy(image: RgbaImage, longerPx: number): ReducedCopy {
  const scale = Math.max(1, Math.max(image.width, image.height) / longerPx);
  const width = Math.max(1, Math.round(image.width / scale));
  const height = Math.max(1, Math.round(image.height / scale));
  const [columns, rows] = [cellTaps(0, image.width, width), cellTaps(0, image.height, height)];
  const [red, green, blue] = [0, 1, 2].map((channel) => {
    const at = (x: number, y: number): number => image.data[4 * (y * image.width + x) + channel] ?? 0;
    return applyTaps(at, image.width, image.height, columns, rows, clampIndex);
  }) as [Float32Array, Float32Array, Float32Array];
  return { width, height, scale, red, green, blue };
}

/** Mean of the three channels. */
export function greyOf({ red, green, blue }: ReducedCopy): Float32Array {
  return red.map((value, i) => (value + (green[i] ?? 0) + (blue[i] ?? 0)) / 3);
}

/** The value below which a share of the values lies. */
export function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

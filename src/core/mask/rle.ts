/** COCO's uncompressed run-length encoding: column by column, runs of 0 and 1 in turn, the first of zeros. */
import type { Mask } from '../../contracts/image';
import type { Rle } from '../../contracts/recipe';
import { maskBounds, type Rect } from '../image/region';

export class RleError extends Error {}

/** Mask -> runs. The runs add up to width * height. */
export function encodeRle(mask: Mask): Rle {
  const { width, height, data } = mask;
  const size: Rle['size'] = [height, width];
  const bounds = maskBounds(mask); // most of a mask is unpainted, and going down its columns is slow
  if (!bounds) return { size, counts: [width * height] };
  const counts: number[] = [];
  /** Where the run under way began, in pixels down the columns. */
  let began = 0;
  let value = 0;
  const turn = (at: number): void => {
    counts.push(at - began);
    began = at;
    value = 1 - value;
  };
  for (let x = bounds.x; x < bounds.x + bounds.width; x += 1) {
    const column = x * height;
    const end = bounds.y + bounds.height;
    if (value === 1 && bounds.y > 0) turn(column);
    for (let y = bounds.y; y < end; y += 1) if (data[y * width + x] !== value) turn(column + y);
    if (value === 1 && end < height) turn(column + end);
  }
  const last = (bounds.x + bounds.width) * height;
  if (value === 1 && last < width * height) turn(last);
  counts.push(width * height - began);
  return { size, counts };
}

/** Runs -> mask. Throws RleError when the runs do not add up to the size. */
export function decodeRle(rle: Rle): Mask {
  const [height, width] = rle.size;
  const total = rle.counts.reduce((sum, count) => sum + count, 0);
  if (total !== width * height) throw new RleError(`The runs cover ${total} pixels, the mask has ${width * height}.`);
  const data = new Uint8Array(width * height);
  let at = 0;
  rle.counts.forEach((count, index) => {
    if (index % 2 === 1)
      for (let i = at; i < at + count; i += 1) data[(i % height) * width + Math.floor(i / height)] = 1;
    at += count;
  });
  return { width, height, data };
}

/** Painted pixels. */
export function maskArea(mask: Mask): number {
  let sum = 0;
  for (const value of mask.data) sum += value;
  return sum;
}

export function emptyMask(width: number, height: number): Mask {
  return { width, height, data: new Uint8Array(width * height) };
}

/** Copies a rectangle from one mask into another, from a corner to a corner. What lies outside of either is left out. */
export function copyRows(
  from: Mask,
  x0: number,
  y0: number,
  to: Mask,
  x1: number,
  y1: number,
  size: Pick<Rect, 'width' | 'height'>,
): void {
  const [left, top] = [Math.max(0, -x0, -x1), Math.max(0, -y0, -y1)];
  const right = Math.min(size.width, from.width - x0, to.width - x1);
  const bottom = Math.min(size.height, from.height - y0, to.height - y1);
  if (right <= left) return;
  for (let y = top; y < bottom; y += 1) {
    const start = (y0 + y) * from.width + x0;
    to.data.set(from.data.subarray(start + left, start + right), (y1 + y) * to.width + x1 + left);
  }
}

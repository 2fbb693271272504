/** COCO's uncompressed run-length encoding: column by column, runs of 0 and 1 in turn, the first of zeros. */
import type { Mask } from '../../contracts/image';
import type { Rle } from '../../contracts/recipe';

export class RleError extends Error {}

/** Mask -> runs. The runs add up to width * height. */
export function encodeRle(mask: Mask): Rle {
  const { width, height, data } = mask;
  const counts: number[] = [];
  let value = 0;
  let run = 0;
  for (let x = 0; x < width; x += 1) {
    for (let y = 0; y < height; y += 1) {
      if (data[y * width + x] === value) run += 1;
      else {
        counts.push(run);
        value = 1 - value;
        run = 1;
      }
    }
  }
  counts.push(run);
  return { size: [height, width], counts };
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
  return mask.data.reduce((sum, value) => sum + value, 0);
}

export function emptyMask(width: number, height: number): Mask {
  return { width, height, data: new Uint8Array(width * height) };
}

/** Pixels from the rows of a PNG that are unpacked already: exports are checked by the thousand. What fast-png gives, and faster. */
import type { RgbaImage } from '../../contracts/image';
import type { Rows } from './pngLimits';

/**
 * Takes a row's filter back, in place: to each byte that of a pixel to the left, above, or both are added, modulo 256 (ISO/IEC 15948, section 9.2).
 * @param above the row above, without its filter; zeros for the first one @returns whether the filter is known
 */
function unfilter(filter: number, row: Uint8Array, above: Uint8Array, channels: number): boolean {
  const left = (i: number): number => (i < channels ? 0 : (row[i - channels] ?? 0));
  const up = (i: number): number => above[i] ?? 0;
  switch (filter) {
    case 0:
      return true;
    case 1:
      for (let i = channels; i < row.length; i += 1) row[i] = (row[i] ?? 0) + left(i);
      return true;
    case 2:
      for (let i = 0; i < row.length; i += 1) row[i] = (row[i] ?? 0) + up(i);
      return true;
    case 3:
      for (let i = 0; i < row.length; i += 1) row[i] = (row[i] ?? 0) + ((left(i) + up(i)) >> 1);
      return true;
    case 4:
      for (let i = 0; i < row.length; i += 1)
        row[i] = (row[i] ?? 0) + paeth(left(i), up(i), i < channels ? 0 : up(i - channels));
      return true;
    default:
      return false;
  }
}

/** The one of the three that is nearest to left + above - corner. */
function paeth(left: number, above: number, corner: number): number {
  const [a, b, c] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}

/** Opaque. The rows are used up. @returns null where a row has no known filter */
export function unfiltered({ width, height, channels, data }: Rows): RgbaImage | null {
  const length = width * channels;
  const out = new Uint8ClampedArray(4 * width * height).fill(255);
  const [green, blue] = channels >= 3 ? [1, 2] : [0, 0];
  let above = new Uint8Array(length);
  for (let y = 0, to = 0; y < height; y += 1) {
    const start = y * (length + 1);
    const row = data.subarray(start + 1, start + 1 + length);
    if (!unfilter(data[start] ?? 0, row, above, channels)) return null;
    for (let from = 0; from < length; from += channels, to += 4) {
      out[to] = row[from] ?? 0;
      out[to + 1] = row[from + green] ?? 0;
      out[to + 2] = row[from + blue] ?? 0;
    }
    above = row;
  }
  return { width, height, data: out };
}

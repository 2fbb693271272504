/** What can be done to a whole mask: grown, shrunk, smoothed, its holes filled. Nothing is looked at where nothing can change. */
import type { Mask } from '../../contracts/image';
import { maskBounds, type Rect } from '../image/region';
import { invertMask } from './dilate';
import { copyRows, emptyMask } from './rle';

/** Grown by a disc of a radius in pixels: each run of a row reaches into the rows around it as far as the disc is wide there. */
export function grown(mask: Mask, radiusPx: number): Mask {
  const out = emptyMask(mask.width, mask.height);
  const reach = Math.floor(radiusPx);
  const halves = Array.from({ length: reach + 1 }, (_, dy) => Math.floor(Math.sqrt(radiusPx ** 2 - dy ** 2)));
  for (const { y, from, to } of runsOf(mask)) {
    for (let dy = -reach; dy <= reach; dy += 1) {
      const row = y + dy;
      if (row < 0 || row >= mask.height) continue;
      const half = halves[Math.abs(dy)] ?? 0;
      const start = row * mask.width;
      out.data.fill(1, start + Math.max(0, from - half), start + Math.min(mask.width, to + half));
    }
  }
  return out;
}

interface Run {
  readonly y: number;
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

function* runsOf({ width, height, data }: Mask): Generator<Run> {
  for (let y = 0; y < height; y += 1) {
    const row = data.subarray(y * width, (y + 1) * width);
    for (let from = row.indexOf(1); from >= 0;) {
      const end = row.indexOf(0, from);
      const to = end < 0 ? width : end;
      yield { y, from, to };
      from = end < 0 ? -1 : row.indexOf(1, end);
    }
  }
}

/** Shrunk by a disc; beyond the edge of the image counts as inside. */
export function shrunk(mask: Mask, radiusPx: number): Mask {
  return within(mask, 1, (part) => invertMask(grown(invertMask(part), radiusPx)));
}

/**
 * Rounded: each pixel as most of those around it, counted twice over squares of a radius, which comes near a bell (Wells, PAMI 1986). What
 * lies beyond the edge is not counted.
 */
export function smoothed(mask: Mask, radiusPx: number): Mask {
  return within(mask, 3 * radiusPx + 1, (part) => {
    const areas = squareAreas(part, radiusPx);
    const shares = squareSums(part.data, part, radiusPx);
    for (let at = 0; at < shares.length; at += 1)
      shares[at] = Math.round((SHARES * (shares[at] ?? 0)) / (areas[at] ?? 1));
    const sums = squareSums(shares, part, radiusPx);
    const data = new Uint8Array(sums.length);
    for (let at = 0; at < data.length; at += 1) if (2 * (sums[at] ?? 0) > SHARES * (areas[at] ?? 1)) data[at] = 1;
    return { ...part, data };
  });
}

/** A share of a square in whole numbers, so that the same shape is rounded alike wherever it lies. */
const SHARES = 4096;

type Size = Pick<Mask, 'width' | 'height'>;

/** Pixels of the square about each pixel that lie in the image. */
function squareAreas({ width, height }: Size, radiusPx: number): Int32Array {
  const reach = (at: number, length: number): number =>
    Math.min(length, at + radiusPx + 1) - Math.max(0, at - radiusPx);
  const columns = Int32Array.from({ length: width }, (_, x) => reach(x, width));
  const areas = new Int32Array(width * height);
  for (let y = 0, at = 0; y < height; y += 1) {
    const rows = reach(y, height);
    for (let x = 0; x < width; x += 1, at += 1) areas[at] = rows * (columns[x] ?? 0);
  }
  return areas;
}

/** Sums over the square about each pixel. They go on from pixel to pixel: the radius costs nothing. */
function squareSums(values: Uint8Array | Int32Array, { width, height }: Size, radiusPx: number): Int32Array {
  const out = new Int32Array(values.length);
  const [before, after] = [radiusPx + 1, radiusPx];
  const columns = new Int32Array(before + width + after); // nothing at both ends
  const addRow = (y: number, sign: 1 | -1): void => {
    if (y < 0 || y >= height) return;
    for (let x = before, at = y * width; x < before + width; x += 1, at += 1)
      columns[x] = (columns[x] ?? 0) + sign * (values[at] ?? 0);
  };
  for (let y = -radiusPx; y < height; y += 1) {
    addRow(y + radiusPx, 1);
    addRow(y - radiusPx - 1, -1);
    if (y < 0) continue;
    let sum = 0;
    for (let x = before; x < before + after; x += 1) sum += columns[x] ?? 0;
    for (let x = 0, at = y * width; x < width; x += 1, at += 1) {
      sum += (columns[x + before + after] ?? 0) - (columns[x] ?? 0);
      out[at] = sum;
    }
  }
  return out;
}

/** Everything painted that cannot be reached from the edge of the image over unpainted pixels (over edges, not corners). */
export function withoutHoles(mask: Mask): Mask {
  return within(mask, 1, filled);
}

function filled({ width, height, data }: Mask): Mask {
  const outside = new Uint8Array(data.length);
  const waiting: number[] = [];
  const visit = (at: number): void => {
    if (data[at] === 1 || outside[at] === 1) return;
    outside[at] = 1;
    waiting.push(at);
  };
  for (let x = 0; x < width; x += 1) [x, (height - 1) * width + x].forEach(visit);
  for (let y = 0; y < height; y += 1) [y * width, y * width + width - 1].forEach(visit);
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (at % width > 0) visit(at - 1);
    if (at % width < width - 1) visit(at + 1);
    if (at >= width) visit(at - width);
    if (at < data.length - width) visit(at + width);
  }
  return { width, height, data: outside.map((value) => 1 - value) };
}

/** Changes the part of a mask that holds what is painted and a margin around it; the rest is unpainted and stays so. */
function within(mask: Mask, marginPx: number, change: (part: Mask) => Mask): Mask {
  const bounds = maskBounds(mask);
  if (!bounds) return emptyMask(mask.width, mask.height);
  const part = withMargin(bounds, marginPx, mask);
  const cut = emptyMask(part.width, part.height);
  copyRows(mask, part.x, part.y, cut, 0, 0, part);
  const out = emptyMask(mask.width, mask.height);
  copyRows(change(cut), 0, 0, out, part.x, part.y, part);
  return out;
}

function withMargin({ x, y, width, height }: Rect, marginPx: number, image: Mask): Rect {
  const [left, top] = [Math.max(0, x - marginPx), Math.max(0, y - marginPx)];
  const right = Math.min(image.width, x + width + marginPx);
  const bottom = Math.min(image.height, y + height + marginPx);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

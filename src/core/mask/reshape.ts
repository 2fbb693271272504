/** What can be done to a whole mask: grown, shrunk, smoothed, its holes filled. Nothing is looked at where nothing can change. */
import type { Mask } from '../../contracts/image';
import { maskBounds, type Rect } from '../image/region';
import { boxSums } from '../image/boxSums';
import { invertMask } from './dilate';
import { emptyMask } from './rle';

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
    const share = squareMean(squareMean(part.data, part, radiusPx), part, radiusPx);
    return { ...part, data: Uint8Array.from(share, (value) => (value > 0.5 ? 1 : 0)) };
  });
}

function squareMean(values: ArrayLike<number>, { width, height }: Mask, radiusPx: number): Float32Array {
  const { table } = boxSums(values, width, height);
  const means = new Float32Array(values.length);
  for (let y = 0; y < height; y += 1) {
    const above = Math.max(0, y - radiusPx);
    const below = Math.min(height, y + radiusPx + 1);
    const [top, bottom] = [above * (width + 1), below * (width + 1)];
    for (let x = 0; x < width; x += 1) {
      const left = Math.max(0, x - radiusPx);
      const right = Math.min(width, x + radiusPx + 1);
      const sum = (table[bottom + right] ?? 0) - (table[bottom + left] ?? 0);
      const less = (table[top + right] ?? 0) - (table[top + left] ?? 0);
      means[y * width + x] = (sum - less) / ((right - left) * (below - above));
    }
  }
  return means;
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

function copyRows(
  from: Mask,
  x0: number,
  y0: number,
  to: Mask,
  x1: number,
  y1: number,
  size: Pick<Rect, 'width' | 'height'>,
): void {
  for (let y = 0; y < size.height; y += 1) {
    const start = (y0 + y) * from.width + x0;
    to.data.set(from.data.subarray(start, start + size.width), (y1 + y) * to.width + x1);
  }
}

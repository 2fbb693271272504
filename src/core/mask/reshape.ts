/** What can be done to a whole mask: grown, shrunk, smoothed, its holes filled. */
import type { Mask } from '../../contracts/image';
import { distanceInside } from '../image/distance';
import { boxSum, boxSums } from '../skin/boxSums';
import { invertMask } from './dilate';

/** Grown by a disc of a radius in pixels. */
export function grown(mask: Mask, radiusPx: number): Mask {
  const far = distanceInside(invertMask(mask).data, mask.width, mask.height);
  return { ...mask, data: Uint8Array.from(far, (distance) => (distance <= radiusPx ? 1 : 0)) };
}

/** Shrunk by a disc; beyond the edge of the image counts as inside. */
export function shrunk(mask: Mask, radiusPx: number): Mask {
  const deep = distanceInside(mask.data, mask.width, mask.height);
  return { ...mask, data: Uint8Array.from(deep, (distance) => (distance > radiusPx ? 1 : 0)) };
}

/**
 * Rounded: each pixel as most of those around it, counted twice over squares of a radius, which comes near a bell (Wells, PAMI 1986). What
 * lies beyond the edge is not counted.
 */
export function smoothed(mask: Mask, radiusPx: number): Mask {
  const { width, height } = mask;
  let share = Float32Array.from(mask.data);
  for (let pass = 0; pass < 2; pass += 1) {
    const sums = boxSums(share, width, height);
    share = share.map((_, i) => {
      const [x, y] = [i % width, Math.floor(i / width)];
      const [left, top] = [Math.max(0, x - radiusPx), Math.max(0, y - radiusPx)];
      const [right, bottom] = [Math.min(width, x + radiusPx + 1), Math.min(height, y + radiusPx + 1)];
      return boxSum(sums, left, top, right, bottom) / ((right - left) * (bottom - top));
    });
  }
  return { width, height, data: Uint8Array.from(share, (value) => (value > 0.5 ? 1 : 0)) };
}

/** Everything painted that cannot be reached from the edge of the image over unpainted pixels (over edges, not corners). */
export function withoutHoles({ width, height, data }: Mask): Mask {
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

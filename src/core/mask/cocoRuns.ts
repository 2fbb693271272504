/** The three ways in which COCO writes a segmentation, as runs of pixels; none of them needs the mask's pixels in memory. */
import * as z from 'zod/mini';
import { failureOf, type Failure } from '../../contracts/failure';
import { LIMITS } from '../../contracts/limits';
import type { Rle } from '../../contracts/recipe';

const sizeSchema = z.tuple([z.int(), z.int()]);

/** Polygons [x1, y1, x2, y2, ...] in pixels, or runs down the columns, as numbers or packed into a string. */
export const segmentationSchema = z.union([
  z.array(z.array(z.number())).check(z.minLength(1)),
  z.object({ size: sizeSchema, counts: z.union([z.array(z.int().check(z.nonnegative())), z.string()]) }),
]);
export type Segmentation = z.infer<typeof segmentationSchema>;

/** The runs of a segmentation on an image of this size in pixels, or what is wrong with it. */
export function segmentationRuns(segmentation: Segmentation, width: number, height: number): Rle | Failure {
  if (Array.isArray(segmentation)) {
    const broken = segmentation.some((points) => points.length < 6 || points.length % 2 === 1);
    if (broken) return failureOf('coco-polygon-points');
    if (crossingsOf(segmentation, width) > LIMITS.mask.crossings) return failureOf('coco-polygon-large');
    return polygonRuns(segmentation, width, height);
  }
  const { size, counts } = segmentation;
  if (size[0] !== height || size[1] !== width)
    return failureOf('coco-segmentation-size', {
      width: size[1],
      height: size[0],
      imageWidth: width,
      imageHeight: height,
    });
  const runs = typeof counts === 'string' ? unpackRuns(counts) : counts;
  if (!runs || runs.length > LIMITS.mask.runs) return failureOf('coco-runs-damaged');
  const total = runs.reduce((sum, run) => sum + run, 0);
  if (total !== width * height) return failureOf('coco-runs-length', { found: total, wanted: width * height });
  return joinRuns(runs, width, height);
}

/** Packed run lengths need no more characters a run than this: 35 bits. */
const MOST_CHARACTERS = 7;

/**
 * Run lengths from pycocotools' string (`rleFrString` of cocoapi's maskApi.c): five bits a character from '0' on, the lowest first, the
 * sixth bit says that more follow, the last one's fifth bit is the sign; from the fourth run on it is the difference to the run but
 * one before. Null for a damaged string.
 */
export function unpackRuns(packed: string): number[] | null {
  const runs: number[] = [];
  for (let at = 0; at < packed.length;) {
    let value = 0;
    for (let place = 0, more = true; more; place += 1, at += 1) {
      const bits = packed.charCodeAt(at) - 48;
      if (!(bits >= 0 && bits < 64) || place === MOST_CHARACTERS) return null;
      more = (bits & 32) !== 0;
      value += (bits & 31) * 32 ** place;
      if (!more && (bits & 16) !== 0) value -= 32 ** (place + 1);
    }
    if (runs.length > 2) value += runs[runs.length - 2] ?? 0;
    if (value < 0) return null;
    runs.push(value);
  }
  return runs;
}

/** The string of run lengths below 2^31 (`rleToString` of maskApi.c): what unpackRuns reads. */
export function packRuns(runs: readonly number[]): string {
  let packed = '';
  runs.forEach((run, at) => {
    let value = at > 2 ? run - (runs[at - 2] ?? 0) : run;
    for (let more = true; more;) {
      const bits = value & 31;
      value >>= 5;
      more = (bits & 16) !== 0 ? value !== -1 : value !== 0;
      packed += String.fromCharCode(48 + (more ? bits | 32 : bits));
    }
  });
  return packed;
}

/** The same runs with none of zero pixels but the first, so that equal masks have equal runs. */
function joinRuns(runs: readonly number[], width: number, height: number): Rle {
  const counts = [0];
  runs.forEach((run, i) => {
    if (run === 0) return;
    if (i % 2 === (counts.length - 1) % 2) counts[counts.length - 1] = (counts[counts.length - 1] ?? 0) + run;
    else counts.push(run);
  });
  return { size: [height, width], counts };
}

/** Every pixel whose centre lies in a polygon (even-odd rule), or in another of them. What lies beyond the image is cut off. */
function polygonRuns(polygons: readonly (readonly number[])[], width: number, height: number): Rle {
  const columns = Array.from({ length: width }, (): [number, number][] => []);
  for (const points of polygons)
    crossings(points, width).forEach((ys, x) => {
      ys.sort((a, b) => a - b);
      for (let k = 0; k + 1 < ys.length; k += 2) {
        const [from, to] = [ys[k] ?? 0, ys[k + 1] ?? 0].map((y) => Math.min(height, Math.max(0, Math.ceil(y - 0.5))));
        if (from !== undefined && to !== undefined && to > from) columns[x]?.push([from, to]);
      }
    });
  const runs: number[] = [];
  let done = 0; // pixels that the runs cover, column after column
  columns.forEach((spans, x) => {
    spans.sort((a, b) => a[0] - b[0]);
    for (const [from, to] of spans) {
      const start = Math.max(done, x * height + from);
      const end = x * height + to;
      if (end <= start) continue;
      runs.push(start - done, end - start);
      done = end;
    }
  });
  return joinRuns([...runs, width * height - done], width, height);
}

/** How often the edges of polygons cross the middles of columns, and how many edges there are: what it takes to draw them. */
function crossingsOf(polygons: readonly (readonly number[])[], width: number): number {
  let crossed = 0;
  for (const points of polygons)
    for (let i = 0; i < points.length; i += 2) {
      const [from = 0, to = 0] = [points[i], points[(i + 2) % points.length]];
      const [left, right] = [Math.min(from, to), Math.max(from, to)];
      crossed += 1 + Math.max(0, Math.min(width, right) - Math.max(0, left));
    }
  return crossed;
}

/** For each column of pixels, where the polygon's edges cross the line through its centres. */
function crossings(points: readonly number[], width: number): Map<number, number[]> {
  const found = new Map<number, number[]>();
  const count = points.length / 2;
  for (let i = 0; i < count; i += 1) {
    const next = (i + 1) % count;
    const [x1 = 0, y1 = 0] = points.slice(2 * i, 2 * i + 2);
    const [x2 = 0, y2 = 0] = points.slice(2 * next, 2 * next + 2);
    const first = Math.max(0, Math.ceil(Math.min(x1, x2) - 0.5));
    const last = Math.min(width, Math.ceil(Math.max(x1, x2) - 0.5)); // half open: a corner counts once
    for (let x = first; x < last; x += 1) {
      const ys = found.get(x);
      const y = y1 + ((y2 - y1) * (x + 0.5 - x1)) / (x2 - x1);
      if (ys) ys.push(y);
      else found.set(x, [y]);
    }
  }
  return found;
}

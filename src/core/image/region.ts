/** The square that the model sees: around the mask, with skin about it, resampled to the model's native size. */
import type { Mask, RgbaImage, SquareRegion } from '../../contracts/image';
import { applyTaps, cellTaps, reflect } from './resample';

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Smallest rectangle that holds the mask, or null for an empty mask. */
export function maskBounds(mask: Mask): Rect | null {
  const { width, height, data } = mask;
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0; y < height; y += 1) {
    const row = data.subarray(y * width, (y + 1) * width);
    const first = row.indexOf(1);
    if (first < 0) continue;
    left = Math.min(left, first);
    right = Math.max(right, row.lastIndexOf(1));
    if (top === height) top = y;
    bottom = y;
  }
  return bottom < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** Room kept around the mask when the region has to be shortened to fit the image. */
const LEAST_CONTEXT = 1.08;

/**
 * The square around a mask: `contextScale` times its longer side, at least `minSidePx`, moved to lie inside the image where it
 * fits. Where it is longer than the image it is shortened as long as the mask keeps a rim; else it reaches beyond the edge.
 */
export function regionAround(mask: Mask, contextScale: number, minSidePx = 32): SquareRegion | null {
  const bounds = maskBounds(mask);
  if (!bounds) return null;
  const longer = Math.max(bounds.width, bounds.height);
  const wanted = Math.max(Math.round(contextScale * longer), minSidePx);
  const shorter = Math.min(mask.width, mask.height);
  const sidePx = wanted > shorter ? Math.max(shorter, Math.ceil(longer * LEAST_CONTEXT)) : wanted;
  return {
    x: place(bounds.x + bounds.width / 2, sidePx, mask.width),
    y: place(bounds.y + bounds.height / 2, sidePx, mask.height),
    sidePx,
  };
}

/** What a bundle says of the square that its model paints. */
interface PaintedSquare {
  readonly contextScale: number;
  /** Least side over the image's shorter side; left out, a small mask is painted in a small square. */
  readonly frameShare?: number | undefined;
  /** Side that the model paints, px. */
  readonly nativeSizePx: number;
}

/**
 * The square that the model paints. A model of whole frames knows how large lesions are in a frame, and is shown at least
 * `frameShare` of it; never fewer pixels than it paints, where the image has them. Null for an empty mask.
 */
export function paintedRegion(
  mask: Mask,
  { contextScale, frameShare, nativeSizePx }: PaintedSquare,
): SquareRegion | null {
  if (frameShare === undefined) return regionAround(mask, contextScale);
  const shorter = Math.min(mask.width, mask.height);
  return regionAround(mask, contextScale, Math.max(Math.round(frameShare * shorter), Math.min(shorter, nativeSizePx)));
}

function place(centre: number, sidePx: number, size: number): number {
  if (sidePx > size) return Math.round((size - sidePx) / 2);
  return Math.round(Math.min(size - sidePx, Math.max(0, centre - sidePx / 2)));
}

/**
 * The region of an image as a tensor [3,S,S] in [-1,1], RGB: area average when it shrinks, bilinear when it grows,
 * mirrored beyond the image's edge.
 */
export function regionTensor(image: RgbaImage, region: SquareRegion, sizePx: number): Float32Array<ArrayBuffer> {
  const columns = cellTaps(region.x, region.sidePx, sizePx);
  const rows = cellTaps(region.y, region.sidePx, sizePx);
  const { width, height, data } = image;
  const tensor = new Float32Array(3 * sizePx * sizePx);
  for (let channel = 0; channel < 3; channel += 1) {
    const at = (x: number, y: number): number => (data[(y * width + x) * 4 + channel] ?? 0) / 127.5 - 1;
    tensor.set(applyTaps(at, width, height, columns, rows, reflect), channel * sizePx * sizePx);
  }
  return tensor;
}

/** The mask of the region as [1,S,S] of 0 and 1: 1 where at least half of a cell is painted; never empty for a painted mask. */
export function regionMask(mask: Mask, region: SquareRegion, sizePx: number): Float32Array<ArrayBuffer> {
  const { width, height, data } = mask;
  const at = (x: number, y: number): number => data[y * width + x] ?? 0;
  const columns = cellTaps(region.x, region.sidePx, sizePx);
  const rows = cellTaps(region.y, region.sidePx, sizePx);
  const share = applyTaps(at, width, height, columns, rows, (index, size) => Math.min(size - 1, Math.max(0, index)));
  const threshold = Math.min(
    0.5,
    share.reduce((a, b) => Math.max(a, b), 0),
  );
  return share.map((value) => (threshold > 0 && value >= threshold ? 1 : 0));
}

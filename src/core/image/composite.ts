/** Puts the model's estimate back into the full-size background; outside the mask nothing changes, bit for bit. */
import type { Mask, RgbaImage, SquareRegion } from '../../contracts/image';
import { distanceInside } from './distance';
import { maskBounds, type Rect } from './region';
import { applyTaps, cellTaps, clampIndex, cubicTaps } from './resample';

export interface Alpha {
  readonly bounds: Rect;
  /** Row-major over `bounds`, in [0,1]. */
  readonly values: Float32Array;
}

/**
 * Opacity of the lesion: 0 outside the mask, rising smoothly over `featherPx` inwards from its border, 1 beyond.
 * The image's own border is no border of the mask. Null for an empty mask.
 */
export function featherAlpha(mask: Mask, featherPx: number): Alpha | null {
  const bounds = maskBounds(mask);
  if (!bounds) return null;
  const padded = grow(bounds, mask.width, mask.height);
  const cut = new Uint8Array(padded.width * padded.height);
  for (let y = 0; y < padded.height; y += 1) {
    const from = (padded.y + y) * mask.width + padded.x;
    cut.set(mask.data.subarray(from, from + padded.width), y * padded.width);
  }
  const distance = distanceInside(cut, padded.width, padded.height);
  const values = Float32Array.from(distance, (d) => {
    const u = Math.min(1, d / (featherPx + 1));
    return u * u * (3 - 2 * u);
  });
  return { bounds: padded, values };
}

function grow(rect: Rect, width: number, height: number): Rect {
  const x = Math.max(0, rect.x - 1);
  const y = Math.max(0, rect.y - 1);
  return {
    x,
    y,
    width: Math.min(width, rect.x + rect.width + 1) - x,
    height: Math.min(height, rect.y + rect.height + 1) - y,
  };
}

/**
 * The background with the estimate in the masked part of the region.
 * @param estimate [3,S,S] in [-1,1], RGB, resampled to the region: bicubically where it grows, by area where it shrinks
 * @returns a new image; pixels of zero opacity are copied bit for bit
 */
export function compositeRegion(
  background: RgbaImage,
  mask: Mask,
  region: SquareRegion,
  estimate: Float32Array,
  sizePx: number,
  featherPx: number,
): RgbaImage {
  const data = background.data.slice();
  const alpha = featherAlpha(mask, featherPx);
  if (alpha) {
    const shrinks = sizePx > region.sidePx;
    const taps = shrinks ? cellTaps(0, sizePx, region.sidePx) : cubicTaps(sizePx, region.sidePx);
    const area = sizePx * sizePx;
    for (let channel = 0; channel < 3; channel += 1) {
      const plane = estimate.subarray(channel * area, (channel + 1) * area);
      const at = (x: number, y: number): number => plane[y * sizePx + x] ?? 0;
      const large = applyTaps(at, sizePx, sizePx, taps, taps, clampIndex);
      blendChannel(data, background.width, channel, alpha, large, region);
    }
  }
  return { width: background.width, height: background.height, data };
}

function blendChannel(
  data: Uint8ClampedArray,
  width: number,
  channel: number,
  alpha: Alpha,
  large: Float32Array,
  region: SquareRegion,
): void {
  const { bounds, values } = alpha;
  for (let y = 0; y < bounds.height; y += 1) {
    for (let x = 0; x < bounds.width; x += 1) {
      const opacity = values[y * bounds.width + x] ?? 0;
      if (opacity === 0) continue;
      const column = bounds.x + x;
      const row = bounds.y + y;
      const made = ((large[(row - region.y) * region.sidePx + column - region.x] ?? 0) + 1) * 127.5;
      const at = (row * width + column) * 4 + channel;
      data[at] = (1 - opacity) * (data[at] ?? 0) + opacity * made;
    }
  }
}

/** Largest difference of any channel where the mask is not painted, in grey levels. Throws RangeError on other sizes. */
export function maxDiffOutside(a: RgbaImage, b: RgbaImage, mask: Mask): number {
  if (a.width !== b.width || a.height !== b.height || mask.width !== a.width || mask.height !== a.height) {
    throw new RangeError('The images and the mask differ in size.');
  }
  let worst = 0;
  for (let pixel = 0; pixel < mask.data.length; pixel += 1) {
    if (mask.data[pixel] !== 0) continue;
    for (let i = 4 * pixel; i < 4 * pixel + 4; i += 1) {
      const difference = (a.data[i] ?? 0) - (b.data[i] ?? 0);
      if (difference !== 0) worst = Math.max(worst, Math.abs(difference));
    }
  }
  return worst;
}

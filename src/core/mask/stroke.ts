/** Paints into a mask: a stroke is a chain of capsules between the points that the pointer reported. */
import type { Mask } from '../../contracts/image';
import type { Rect } from '../image/region';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Sets every pixel whose centre lies within half of `diameterPx` of the segment, in image pixels.
 * @returns the rectangle that may have changed, clipped to the image, or null when the segment lies outside it
 */
export function paintSegment(mask: Mask, from: Point, to: Point, diameterPx: number, value: 0 | 1): Rect | null {
  const radius = Math.max(0.5, diameterPx / 2);
  const left = Math.max(0, Math.floor(Math.min(from.x, to.x) - radius));
  const top = Math.max(0, Math.floor(Math.min(from.y, to.y) - radius));
  const right = Math.min(mask.width, Math.ceil(Math.max(from.x, to.x) + radius));
  const bottom = Math.min(mask.height, Math.ceil(Math.max(from.y, to.y) + radius));
  if (left >= right || top >= bottom) return null;
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const lengthSquared = dx * dx + dy * dy;
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      const px = x + 0.5 - from.x;
      const py = y + 0.5 - from.y;
      const along = lengthSquared > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / lengthSquared)) : 0;
      const ex = px - along * dx;
      const ey = py - along * dy;
      if (ex * ex + ey * ey <= radius * radius) mask.data[y * mask.width + x] = value;
    }
  }
  markUnder(mask, to, value);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** A point between pixels has none within half a pixel: the finest brush marks the one that it stands in. */
function markUnder({ width, height, data }: Mask, at: Point, value: 0 | 1): void {
  const [x, y] = [Math.floor(at.x), Math.floor(at.y)];
  if (x >= 0 && y >= 0 && x < width && y < height) data[y * width + x] = value;
}

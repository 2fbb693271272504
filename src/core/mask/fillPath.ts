/** Closed paths filled into a mask: lasso, polygon, ellipse. A pixel belongs to a path when its centre does. */
import type { Mask } from '../../contracts/image';
import type { Rect } from '../image/region';
import type { Point } from './stroke';

interface Crossing {
  readonly x: number;
  /** +1 where the path goes down, -1 where it goes up. */
  readonly way: number;
}

/**
 * Sets the pixels inside a closed polygon, in image pixels, by the non-zero rule: what a path goes round twice is inside.
 * @returns the rectangle that may have changed, clipped to the image, or null when there is none
 */
export function fillPolygon(mask: Mask, points: readonly Point[], value: 0 | 1): Rect | null {
  if (points.length < 3) return null;
  const ys = points.map(({ y }) => y);
  const xs = points.map(({ x }) => x);
  const rect = clipped(mask, Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys));
  if (!rect) return null;
  for (let y = rect.y; y < rect.y + rect.height; y += 1) {
    const crossings = crossingsAt(points, y + 0.5);
    let winding = 0;
    for (const [i, { x, way }] of crossings.entries()) {
      winding += way;
      const next = crossings[i + 1];
      if (winding === 0 || !next) continue;
      const first = Math.max(0, Math.ceil(x - 0.5));
      const end = Math.min(mask.width, Math.ceil(next.x - 0.5));
      if (end > first) mask.data.fill(value, y * mask.width + first, y * mask.width + end);
    }
  }
  return rect;
}

/** Sets the pixels inside the ellipse that fits the rectangle between two corners, in image pixels. Returns as fillPolygon. */
export function fillEllipse(mask: Mask, from: Point, to: Point, value: 0 | 1): Rect | null {
  const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)];
  const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
  const rect = clipped(mask, left, top, right, bottom);
  const [rx, ry] = [(right - left) / 2, (bottom - top) / 2];
  if (!rect || rx <= 0 || ry <= 0) return null;
  for (let y = rect.y; y < rect.y + rect.height; y += 1) {
    const up = (y + 0.5 - (top + bottom) / 2) / ry;
    if (Math.abs(up) > 1) continue;
    const half = rx * Math.sqrt(1 - up * up);
    const middle = (left + right) / 2;
    const first = Math.max(0, Math.ceil(middle - half - 0.5));
    const end = Math.min(mask.width, Math.floor(middle + half - 0.5) + 1);
    if (end > first) mask.data.fill(value, y * mask.width + first, y * mask.width + end);
  }
  return rect;
}

function crossingsAt(points: readonly Point[], y: number): Crossing[] {
  const found: Crossing[] = [];
  for (const [i, to] of points.entries()) {
    const from = points[i === 0 ? points.length - 1 : i - 1];
    if (!from || from.y <= y === to.y <= y) continue;
    const x = from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x);
    found.push({ x, way: to.y > from.y ? 1 : -1 });
  }
  return found.sort((a, b) => a.x - b.x);
}

/** Null where nothing of it lies in the image. */
function clipped(mask: Mask, left: number, top: number, right: number, bottom: number): Rect | null {
  const [x0, y0] = [Math.max(0, Math.floor(left)), Math.max(0, Math.floor(top))];
  const [x1, y1] = [Math.min(mask.width, Math.ceil(right)), Math.min(mask.height, Math.ceil(bottom))];
  return x1 > x0 && y1 > y0 ? { x: x0, y: y0, width: x1 - x0, height: y1 - y0 } : null;
}

/** A mask that is moved, scaled, turned or mirrored about its middle. */
import type { Mask } from '../../contracts/image';
import { maskBounds, type Rect } from '../image/region';
import { emptyMask } from './rle';
import type { Point } from './stroke';

export interface MaskTransform {
  /** Image pixels. */
  readonly dx: number;
  readonly dy: number;
  /** Above 0. */
  readonly scale: number;
  /** Clockwise on the screen. */
  readonly angleRad: number;
  /** Mirrored before anything else: left to right, top to bottom. */
  readonly flipX: boolean;
  readonly flipY: boolean;
}

export const UNMOVED: MaskTransform = { dx: 0, dy: 0, scale: 1, angleRad: 0, flipX: false, flipY: false };

/** Middle of what is painted, null where nothing is. */
export function middleOf(mask: Mask): Point | null {
  const bounds = maskBounds(mask);
  return bounds && { x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height / 2 };
}

/** Points of a side of a pixel that are sampled. */
export const FINE = 3;

/**
 * The same size; what leaves the image is gone. A pixel is painted when more than half of it is covered.
 * @param samples points of a side of a pixel that decide it: 1 while it is dragged
 */
export function transformMask(
  mask: Mask,
  { dx, dy, scale, angleRad, flipX, flipY }: MaskTransform,
  samples = FINE,
): Mask {
  const { width, height, data } = mask;
  const middle = middleOf(mask);
  const out = emptyMask(width, height);
  if (!middle) return out;
  const bounds = maskBounds(mask) ?? { x: 0, y: 0, width, height };
  const cos = Math.cos(angleRad) / scale;
  const sin = Math.sin(angleRad) / scale;
  const [across, down] = [flipX ? -1 : 1, flipY ? -1 : 1];
  const { left, right, top, bottom } = reachOf(bounds, scale, angleRad);
  const [firstX, endX] = [Math.max(0, Math.floor(left + dx)), Math.min(width, Math.ceil(right + dx))];
  const [firstY, endY] = [Math.max(0, Math.floor(top + dy)), Math.min(height, Math.ceil(bottom + dy))];
  /** Whether one point of the new mask is painted in the old one. */
  const isPainted = (x: number, y: number): boolean => {
    const tx = x - middle.x - dx;
    const ty = y - middle.y - dy;
    const sx = Math.floor(middle.x + across * (cos * tx + sin * ty));
    const sy = Math.floor(middle.y + down * (cos * ty - sin * tx));
    return sx >= 0 && sy >= 0 && sx < width && sy < height && data[sy * width + sx] === 1;
  };
  // Whole pixels onto whole pixels: its middle says it all.
  const points = angleRad === 0 && scale === 1 && Number.isInteger(dx) && Number.isInteger(dy) ? 1 : samples;
  for (let y = firstY; y < endY; y += 1) {
    for (let x = firstX; x < endX; x += 1) {
      let covered = 0;
      for (let row = 0; row < points; row += 1)
        for (let column = 0; column < points; column += 1)
          if (isPainted(x + (column + 0.5) / points, y + (row + 0.5) / points)) covered += 1;
      if (2 * covered > points * points) out.data[y * width + x] = 1;
    }
  }
  return out;
}

/** Edges of what a rectangle becomes when it is scaled and turned about its middle. */
function reachOf({ x, y, width, height }: Rect, scale: number, angleRad: number) {
  const [cos, sin] = [Math.abs(Math.cos(angleRad)), Math.abs(Math.sin(angleRad))];
  const halfWidth = (scale * (width * cos + height * sin)) / 2;
  const halfHeight = (scale * (width * sin + height * cos)) / 2;
  const [cx, cy] = [x + width / 2, y + height / 2];
  return { left: cx - halfWidth, right: cx + halfWidth, top: cy - halfHeight, bottom: cy + halfHeight };
}

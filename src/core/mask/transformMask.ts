/** A mask that is moved, scaled, turned or mirrored about its middle. */
import type { Mask } from '../../contracts/image';
import { maskBounds } from '../image/region';
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

/** Points of a side of a pixel that are asked what they show. */
export const FINE = 3;

/**
 * The same size; what leaves the image is gone. A pixel is painted when more than half of it is covered.
 * @param asked points of a side of a pixel that decide it: 1 while it is dragged
 */
export function transformMask(
  mask: Mask,
  { dx, dy, scale, angleRad, flipX, flipY }: MaskTransform,
  asked = FINE,
): Mask {
  const { width, height, data } = mask;
  const middle = middleOf(mask);
  const out = emptyMask(width, height);
  if (!middle) return out;
  const bounds = maskBounds(mask) ?? { x: 0, y: 0, width, height };
  const reach = (scale * Math.hypot(bounds.width, bounds.height)) / 2 + 1;
  const [cos, sin] = [Math.cos(angleRad) / scale, Math.sin(angleRad) / scale];
  const isPainted = (x: number, y: number): boolean => {
    const [tx, ty] = [x - middle.x - dx, y - middle.y - dy];
    const [ux, uy] = [cos * tx + sin * ty, cos * ty - sin * tx];
    const [sx, sy] = [Math.floor(middle.x + (flipX ? -ux : ux)), Math.floor(middle.y + (flipY ? -uy : uy))];
    return sx >= 0 && sy >= 0 && sx < width && sy < height && data[sy * width + sx] === 1;
  };
  const [left, right] = [Math.floor(middle.x + dx - reach), Math.ceil(middle.x + dx + reach)];
  const [top, bottom] = [Math.floor(middle.y + dy - reach), Math.ceil(middle.y + dy + reach)];
  for (let y = Math.max(0, top); y < Math.min(height, bottom); y += 1) {
    for (let x = Math.max(0, left); x < Math.min(width, right); x += 1) {
      let covered = 0;
      for (let k = 0; k < asked * asked; k += 1) {
        if (isPainted(x + ((k % asked) + 0.5) / asked, y + (Math.floor(k / asked) + 0.5) / asked)) covered += 1;
      }
      if (2 * covered > asked * asked) out.data[y * width + x] = 1;
    }
  }
  return out;
}

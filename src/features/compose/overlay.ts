/** How the mask is shown: a light tint and a two-tone outline, readable on any skin and for colour-blind eyes. */
import type { Mask } from '../../contracts/image';
import type { Rect } from '../../core/image/region';

const TINT = [30, 120, 255, 46] as const;
const EDGE = [255, 255, 255, 235] as const;
const EDGE_SHADE = [12, 28, 64, 190] as const;

/** Draws the mask at image resolution into a canvas of the image's size, where it changed. */
export function drawMask(context: CanvasRenderingContext2D, mask: Mask, changed: Rect): void {
  const x0 = Math.max(0, changed.x - 2);
  const y0 = Math.max(0, changed.y - 2);
  const x1 = Math.min(mask.width, changed.x + changed.width + 2);
  const y1 = Math.min(mask.height, changed.y + changed.height + 2);
  if (x1 <= x0 || y1 <= y0) return;
  const pixels = context.createImageData(x1 - x0, y1 - y0);
  for (let y = y0; y < y1; y += 1) {
    for (let x = x0; x < x1; x += 1) {
      const colour = colourAt(mask, x, y);
      if (colour) pixels.data.set(colour, 4 * ((y - y0) * (x1 - x0) + x - x0));
    }
  }
  context.putImageData(pixels, x0, y0);
}

function colourAt(mask: Mask, x: number, y: number): readonly number[] | null {
  const inside = mask.data[y * mask.width + x] === 1;
  const touches = touchesOther(mask, x, y, inside ? 1 : 0);
  if (inside) return touches ? EDGE : TINT;
  return touches ? EDGE_SHADE : null;
}

function touchesOther(mask: Mask, x: number, y: number, value: number): boolean {
  const { width, height, data } = mask;
  return (
    (x > 0 && data[y * width + x - 1] !== value) ||
    (x + 1 < width && data[y * width + x + 1] !== value) ||
    (y > 0 && data[(y - 1) * width + x] !== value) ||
    (y + 1 < height && data[(y + 1) * width + x] !== value)
  );
}

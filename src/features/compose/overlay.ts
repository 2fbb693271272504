/** How the mask is shown: a light tint and a two-tone outline, readable on any skin and for colour-blind eyes. */
import type { Mask } from '../../contracts/image';
import type { Rect } from '../../core/image/region';

const TINT = rgba(30, 120, 255, 46);
const EDGE = rgba(255, 255, 255, 235);
const EDGE_SHADE = rgba(12, 28, 64, 190);

/** Four bytes as the machine keeps a 32-bit number of them. */
function rgba(...bytes: [number, number, number, number]): number {
  return new Uint32Array(Uint8Array.from(bytes).buffer)[0] ?? 0;
}

/** Draws the mask at image resolution into a canvas of the image's size, where it changed. */
export function drawMask(context: CanvasRenderingContext2D, mask: Mask, changed: Rect): void {
  const x0 = Math.max(0, changed.x - 2);
  const y0 = Math.max(0, changed.y - 2);
  const x1 = Math.min(mask.width, changed.x + changed.width + 2);
  const y1 = Math.min(mask.height, changed.y + changed.height + 2);
  if (x1 <= x0 || y1 <= y0) return;
  const rows = Math.max(1, Math.floor(BAND_PIXELS / (x1 - x0)));
  for (let y = y0; y < y1; y += rows) drawBand(context, mask, x0, y, x1, Math.min(y1, y + rows));
}

/** The browser may refuse one picture of a whole large image. */
const BAND_PIXELS = 1 << 20;

function drawBand(context: CanvasRenderingContext2D, mask: Mask, x0: number, y0: number, x1: number, y1: number): void {
  const image = context.createImageData(x1 - x0, y1 - y0);
  const pixels = new Uint32Array(image.data.buffer);
  let at = 0;
  for (let y = y0; y < y1; y += 1) {
    for (let x = x0; x < x1; x += 1, at += 1) {
      const inside = mask.data[y * mask.width + x] ?? 0;
      if (touchesOther(mask, x, y, inside)) pixels[at] = inside === 1 ? EDGE : EDGE_SHADE;
      else if (inside === 1) pixels[at] = TINT;
    }
  }
  context.putImageData(image, x0, y0);
}

function touchesOther({ width, height, data }: Mask, x: number, y: number, value: number): boolean {
  const at = y * width + x;
  return (
    (x > 0 && data[at - 1] !== value) ||
    (x + 1 < width && data[at + 1] !== value) ||
    (y > 0 && data[at - width] !== value) ||
    (y + 1 < height && data[at + width] !== value)
  );
}

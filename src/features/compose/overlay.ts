/** Draws the mask at image resolution into a canvas of the image's size. */
import type { Mask } from '../../contracts/image';
import type { Rect } from '../../core/image/region';
import { drawOverlay } from '../../core/mask/overlayPixels';

/** Draws it where it changed. */
export function drawMask(context: CanvasRenderingContext2D, mask: Mask, changed: Rect): void {
  const x = Math.max(0, changed.x - 2);
  const y0 = Math.max(0, changed.y - 2);
  const width = Math.min(mask.width, changed.x + changed.width + 2) - x;
  const y1 = Math.min(mask.height, changed.y + changed.height + 2);
  if (width <= 0 || y1 <= y0) return;
  const rows = Math.max(1, Math.floor(BAND_PIXELS / width));
  for (let y = y0; y < y1; y += rows) {
    const image = context.createImageData(width, Math.min(rows, y1 - y));
    drawOverlay(mask, { x, y, width, height: image.height }, new Uint32Array(image.data.buffer));
    context.putImageData(image, x, y);
  }
}

/** The browser may refuse one picture of a whole large image. */
const BAND_PIXELS = 1 << 20;

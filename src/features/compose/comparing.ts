/** Draws two images on one stage: divided by a line, side by side, or their difference. Coordinates are device pixels unless said otherwise. */
import type { Mask } from '../../contracts/image';
import { drawMask } from './overlay';

type Draw = (context: CanvasRenderingContext2D) => void;

const LINES = [
  [3, 'rgb(0 0 0 / 60%)'],
  [1, 'white'],
] as const;

/** @param split 0..1 of the stage's width; `left` is drawn to the left of it, `right` to the right. Both draw with the view's matrix. */
export function drawDivided(context: CanvasRenderingContext2D, split: number, left: Draw, right: Draw): void {
  const { width } = context.canvas;
  clipped(context, 0, split * width, 0, left);
  clipped(context, split * width, width, 0, right);
  drawLine(context, split * width);
}

/** The middle of the view in the middle of each half, so that both move and zoom together. */
export function drawSideBySide(context: CanvasRenderingContext2D, left: Draw, right: Draw): void {
  const { width } = context.canvas;
  clipped(context, 0, width / 2, -width / 4, left);
  clipped(context, width / 2, width, width / 4, right);
  drawLine(context, width / 2);
}

function clipped(context: CanvasRenderingContext2D, from: number, to: number, shift: number, draw: Draw): void {
  context.save();
  const matrix = context.getTransform();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.beginPath();
  context.rect(from, 0, to - from, context.canvas.height);
  context.clip();
  context.setTransform(new DOMMatrix().translate(shift, 0).multiply(matrix));
  draw(context);
  context.restore();
}

function drawLine(context: CanvasRenderingContext2D, x: number): void {
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  for (const [width, colour] of LINES) {
    context.fillStyle = colour;
    context.fillRect(Math.round(x - width / 2), 0, width, context.canvas.height);
  }
  context.restore();
}

/** Doublings of the difference: eight times is easily seen, and one grey level outside the mask would be too. */
const DOUBLINGS = 3;

/** Difference of two images of one size, at the resolution of the image so that nothing is resampled, with the mask's outline. */
export function differenceOf(skin: CanvasImageSource, sample: ImageBitmap, mask: Mask): HTMLCanvasElement {
  const { width, height } = sample;
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  context.drawImage(skin, 0, 0);
  context.globalCompositeOperation = 'difference';
  context.drawImage(sample, 0, 0);
  context.globalCompositeOperation = 'lighter';
  for (let i = 0; i < DOUBLINGS; i += 1) context.drawImage(canvas, 0, 0);
  const outline = document.createElement('canvas');
  Object.assign(outline, { width, height });
  const above = outline.getContext('2d');
  if (above) drawMask(above, mask, { x: 0, y: 0, width, height });
  context.globalCompositeOperation = 'source-over';
  context.drawImage(outline, 0, 0);
  return canvas;
}

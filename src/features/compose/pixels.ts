/** Canvases from plain pixels. */
import type { RgbaImage } from '../../contracts/image';
import { featherAlpha } from '../../core/image/composite';
import type { Preview } from '../../state/compose/generation';

function toCanvas(image: RgbaImage): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext('2d')?.putImageData(new ImageData(image.data, image.width, image.height), 0, 0);
  return canvas;
}

const canvases = new WeakMap<RgbaImage, HTMLCanvasElement>();

/** Made once for an image. */
export function canvasOf(image: RgbaImage): HTMLCanvasElement {
  const known = canvases.get(image) ?? toCanvas(image);
  canvases.set(image, known);
  return known;
}

const small = new WeakMap<RgbaImage, HTMLCanvasElement>();

/** No side longer than `longestPx`; made once for an image, so ask for one length. */
export function smallCanvasOf(image: RgbaImage, longestPx: number): HTMLCanvasElement {
  const known = small.get(image);
  if (known) return known;
  const scale = Math.min(1, longestPx / Math.max(image.width, image.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  const context = canvas.getContext('2d');
  if (context) context.imageSmoothingQuality = 'high';
  context?.drawImage(canvasOf(image), 0, 0, canvas.width, canvas.height);
  small.set(image, canvas);
  return canvas;
}

/** Draws a forming sample over its background: the region's estimate, clipped to the mask. The context is in image pixels. */
export function drawForming(context: CanvasRenderingContext2D, preview: Preview): void {
  const { x, y, sidePx } = preview.region;
  const layer = layers.get(preview) ?? formingLayer(preview);
  layers.set(preview, layer);
  context.imageSmoothingQuality = 'high';
  context.drawImage(layer, x, y, sidePx, sidePx);
}

/** Side at which a forming sample is clipped: it is an estimate of some 64 pixels. */
const FORMING_PX = 256;
const layers = new WeakMap<Preview, HTMLCanvasElement>();

function formingLayer({ region, mask, image, featherPx }: Preview): HTMLCanvasElement {
  const side = Math.min(FORMING_PX, region.sidePx);
  const layer = document.createElement('canvas');
  layer.width = side;
  layer.height = side;
  const context = layer.getContext('2d');
  if (!context) return layer;
  const small = { width: side, height: side, data: new Uint8Array(side * side) };
  for (let i = 0; i < side * side; i += 1) {
    const [u, v] = [((i % side) + 0.5) / side, (Math.floor(i / side) + 0.5) / side];
    const [x, y] = [Math.floor(region.x + u * region.sidePx), Math.floor(region.y + v * region.sidePx)];
    const isInside = x >= 0 && y >= 0 && x < mask.width && y < mask.height;
    small.data[i] = isInside && mask.data[y * mask.width + x] === 1 ? 1 : 0;
  }
  const alpha = new ImageData(side, side);
  const soft = featherAlpha(small, (featherPx * side) / region.sidePx);
  soft?.values.forEach((value, i) => {
    const { bounds } = soft;
    const at = (bounds.y + Math.floor(i / bounds.width)) * side + bounds.x + (i % bounds.width);
    alpha.data[4 * at + 3] = 255 * value;
  });
  context.putImageData(alpha, 0, 0);
  context.globalCompositeOperation = 'source-in';
  context.imageSmoothingQuality = 'high';
  context.drawImage(toCanvas(image), 0, 0, side, side);
  return layer;
}

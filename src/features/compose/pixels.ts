/** Canvases from plain pixels. */
import type { RgbaImage } from '../../contracts/image';
import type { Preview } from '../../state/generation';

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

function formingLayer({ region, mask, image }: Preview): HTMLCanvasElement {
  const side = Math.min(FORMING_PX, region.sidePx);
  const layer = document.createElement('canvas');
  layer.width = side;
  layer.height = side;
  const context = layer.getContext('2d');
  if (!context) return layer;
  const alpha = new ImageData(side, side);
  for (let i = 0; i < side * side; i += 1) {
    const [u, v] = [((i % side) + 0.5) / side, (Math.floor(i / side) + 0.5) / side];
    const [x, y] = [Math.floor(region.x + u * region.sidePx), Math.floor(region.y + v * region.sidePx)];
    const isInside = x >= 0 && y >= 0 && x < mask.width && y < mask.height;
    alpha.data[4 * i + 3] = isInside && mask.data[y * mask.width + x] === 1 ? 255 : 0;
  }
  context.putImageData(alpha, 0, 0);
  context.globalCompositeOperation = 'source-in';
  context.imageSmoothingQuality = 'high';
  context.drawImage(toCanvas(image), 0, 0, side, side);
  return layer;
}

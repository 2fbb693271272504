/** Canvases from plain pixels. */
import type { Mask, RgbaImage } from '../../contracts/image';
import type { Preview } from '../../state/generation';

export function toCanvas(image: RgbaImage): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext('2d')?.putImageData(new ImageData(image.data, image.width, image.height), 0, 0);
  return canvas;
}

/** Draws a forming sample over its background: the region's estimate, clipped to the mask. The context is in image pixels. */
export function drawForming(context: CanvasRenderingContext2D, preview: Preview, mask: Mask): void {
  const { region } = preview;
  const layer = document.createElement('canvas');
  layer.width = mask.width;
  layer.height = mask.height;
  const layerContext = layer.getContext('2d');
  if (!layerContext) return;
  const alpha = new ImageData(mask.width, mask.height);
  for (let i = 0; i < mask.data.length; i += 1) alpha.data[4 * i + 3] = mask.data[i] ? 255 : 0;
  layerContext.putImageData(alpha, 0, 0);
  layerContext.globalCompositeOperation = 'source-in';
  layerContext.imageSmoothingQuality = 'high';
  layerContext.drawImage(toCanvas(preview.image), region.x, region.y, region.sidePx, region.sidePx);
  context.drawImage(layer, 0, 0);
}

/** Tensors to pixels, for previews. */
import type { RgbaImage } from '../../contracts/image';

/** [3,S,S] in [-1,1], RGB -> opaque 8-bit image; values beyond the range are clamped. */
export function tensorToRgba(tensor: Float32Array, sizePx: number): RgbaImage {
  const area = sizePx * sizePx;
  const data = new Uint8ClampedArray(area * 4);
  for (let i = 0; i < area; i += 1) {
    for (let channel = 0; channel < 3; channel += 1)
      data[4 * i + channel] = ((tensor[channel * area + i] ?? 0) + 1) * 127.5;
    data[4 * i + 3] = 255;
  }
  return { width: sizePx, height: sizePx, data };
}

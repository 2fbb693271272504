import { describe, expect, it } from 'vitest';
import { gaussianNoise } from '../random/gaussian';
import { fitColourMap, previewOf } from './latentPreview';

const LATENT = 8;
const SIZE = 32;
const cells = LATENT * LATENT;

/** An image whose blocks are an affine function of two of four latent channels. */
function painted(latents: Float32Array): Float32Array {
  const image = new Float32Array(3 * SIZE * SIZE);
  for (let i = 0; i < image.length; i += 1) {
    const x = Math.floor((i % SIZE) / 4);
    const y = Math.floor((Math.floor(i / SIZE) % SIZE) / 4);
    const cell = y * LATENT + x;
    image[i] =
      0.3 - 0.1 * Math.floor(i / (SIZE * SIZE)) + 0.2 * (latents[cell] ?? 0) - 0.1 * (latents[cells + cell] ?? 0);
  }
  return image;
}

describe('the preview of a latent image', () => {
  const latents = gaussianNoise(3, 4 * cells);
  const map = fitColourMap(latents, painted(latents), LATENT, SIZE);

  it('finds the colours that the latents stand for', () => {
    const weights = map.map((row) => [...row].map((value) => Math.round(value * 10) / 10 + 0));
    expect(weights).toEqual([
      [0.2, -0.1, 0, 0, 0.3],
      [0.2, -0.1, 0, 0, 0.2],
      [0.2, -0.1, 0, 0, 0.1],
    ]);
  });

  it('shows an even latent image as an even colour', () => {
    const even = new Float32Array(4 * cells).fill(1);
    const image = previewOf(map, even, LATENT, SIZE);
    const red = image.subarray(0, SIZE * SIZE);
    expect(Math.max(...red) - Math.min(...red)).toBeLessThan(1e-6);
    expect(red[0]).toBeCloseTo(0.4, 1);
  });

  it('stays finite where the latents are all the same', () => {
    const flat = fitColourMap(new Float32Array(4 * cells), new Float32Array(3 * SIZE * SIZE).fill(0.5), LATENT, SIZE);
    expect(flat.map((row) => row[4])).toEqual([0.5, 0.5, 0.5]);
    expect(flat.every((row) => row.every(Number.isFinite))).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { InlayError } from '../contracts/failure';
import type { Mask, RgbaImage } from '../contracts/image';
import { denoisingErrors } from './denoise';
import { exampleManifest } from '../testing/bundle';
import type { Graph } from './runtime';

const SIDE = 16;
const manifest = exampleManifest(SIDE, 32);
const image: RgbaImage = { width: SIDE, height: SIDE, data: new Uint8ClampedArray(4 * SIDE * SIDE).fill(255) };
const mask: Mask = { width: SIDE, height: SIDE, data: new Uint8Array(SIDE * SIDE) };
for (let y = 4; y < 12; y += 1) mask.data.fill(1, y * SIDE + 4, y * SIDE + 12);
const scene = { image, mask, region: { x: 0, y: 0, sidePx: SIDE } };

/** A network that restores the white image up to an offset, which is smaller where it is told the class. */
function network(seen: Float32Array[]): Graph {
  return {
    path: 'unet',
    inputs: [],
    outputs: [],
    run({ sample, class_labels: labels, timestep }) {
      seen.push(sample?.data as Float32Array, timestep?.data as Float32Array);
      const [rows, columns] = labels?.dims ?? [];
      const area = 3 * SIDE * SIDE;
      const x0 = new Float32Array((rows ?? 0) * area);
      for (let row = 0; row < (rows ?? 0); row += 1) {
        const isTold = (labels?.data[row * (columns ?? 0) + manifest.nullIndex] ?? 0) === 0;
        x0.fill(isTold ? 0.9 : 0.5, row * area, (row + 1) * area);
      }
      return Promise.resolve({ x0 });
    },
    release: () => Promise.resolve(),
  };
}

describe('denoisingErrors', () => {
  it('are of the image inside the mask, with the class and without, from one call', async () => {
    const seen: Float32Array[] = [];
    const found = await denoisingErrors(network(seen), manifest, 'DF', scene, 0.25, 7);
    if (!found.ok) throw InlayError.of(found.failure);
    expect(found.value.withClass).toBeCloseTo(0.01, 6);
    expect(found.value.without).toBeCloseTo(0.25, 6);
    expect(seen).toHaveLength(2);
    expect([...(seen[1] ?? [])]).toEqual([0.25, 0.25]);
    const [input = new Float32Array()] = seen;
    const area = SIDE * SIDE;
    const noisy = input.subarray(0, 3 * area);
    const mean = noisy.reduce((sum, v) => sum + v, 0) / noisy.length;
    expect(mean).toBeCloseTo(0.75, 1); // (1 - t) of white, and t of noise around 0
    expect(input[3 * area]).toBe(1); // known
    expect(input[3 * area + 5 * SIDE + 5]).toBe(0); // hidden
    expect(input[6 * area + 5 * SIDE + 5]).toBe(1); // the mask
  });

  it('are refused for a class that the bundle does not know', async () => {
    const few = { ...manifest, classes: manifest.classes.filter(({ code }) => code !== 'VASC') };
    expect(await denoisingErrors(network([]), few, 'VASC', scene, 0.25, 7)).toMatchObject({
      ok: false,
      failure: { code: 'bundle-class-unknown' },
    });
  });
});

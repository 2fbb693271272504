import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mask, RgbaImage } from '../../contracts/image';
import { SafetensorsError } from '../tensor/safetensors';
import { drawnNoise } from './lesson';
import { beginPupil, learn, rateAt } from './pupil';
import { readPupil, writePupil, type Kept } from './pupilFile';
import { drawnView, pictureOf, plainView, turned } from './views';

const MODEL_PX = 64;

/** A bright square lesion on dark skin. */
function photo(width: number, height: number, x: number, y: number, side: number): { image: RgbaImage; mask: Mask } {
  const mask = { width, height, data: new Uint8Array(width * height) };
  const data = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let i = 0; i < width * height; i += 1) {
    const inside = i % width >= x && i % width < x + side && Math.floor(i / width) >= y && Math.floor(i / width) < y + side;
    mask.data[i] = inside ? 1 : 0;
    data.fill(inside ? 230 : 40, 4 * i, 4 * i + 3);
  }
  return { image: { width, height, data }, mask };
} // prettier-ignore

describe('views', () => {
  it('hold the whole lesion under its mask, turned together with it', () => {
    const { image, mask } = photo(180, 120, 60, 40, 30);
    const picture = pictureOf(image, mask, MODEL_PX);
    if (!picture) throw new Error('There is a lesion.');
    fc.assert(
      fc.property(fc.nat(500), fc.nat(3), (step, place) => {
        const view = drawnView(picture, MODEL_PX, 3, step, place);
        const lesion = [...view.image.subarray(0, MODEL_PX * MODEL_PX)].map((value) => value > 0.3);
        const hidden = lesion.filter((isLesion, i) => isLesion && view.mask[i] === 1).length;
        const area = lesion.filter(Boolean).length;
        expect(area).toBeGreaterThan(20);
        expect(hidden / area).toBeGreaterThan(0.8); // in cells of 4 px a square loses its corners
        expect(view.image.every((value) => value >= -1 && value <= 1)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('are the same for the same seed and step, and differ from step to step', () => {
    const { image, mask } = photo(120, 120, 40, 40, 28);
    const picture = pictureOf(image, mask, MODEL_PX);
    if (!picture) throw new Error('There is a lesion.');
    expect(drawnView(picture, MODEL_PX, 3, 8, 1)).toEqual(drawnView(picture, MODEL_PX, 3, 8, 1));
    expect(drawnView(picture, MODEL_PX, 3, 8, 1)).not.toEqual(drawnView(picture, MODEL_PX, 3, 9, 1));
    expect(plainView(picture, MODEL_PX).image).toHaveLength(3 * MODEL_PX * MODEL_PX);
  });

  it('are none of an image without a lesion; a lesion that fills its image is taken as it is', () => {
    const { image, mask } = photo(60, 60, 0, 0, 60);
    expect(pictureOf(image, { ...mask, data: new Uint8Array(3600) }, MODEL_PX)).toBeNull();
    const whole = pictureOf(image, mask, MODEL_PX);
    expect(whole && drawnView(whole, MODEL_PX, 1, 1, 1).mask.every((value) => value === 1)).toBe(true);
  });

  it('come in eight forms, all of them different', () => {
    const planes = Float32Array.of(1, 2, 3, 4);
    const forms = Array.from({ length: 8 }, (_, way) => [...turned(planes, 2, way)].join(''));
    expect(new Set(forms).size).toBe(8);
    expect(forms[0]).toBe('1234');
  });
});

describe('times and noise', () => {
  it('lie in (0,1], most near noise, and are the same for the same step', () => {
    const times = Array.from({ length: 3000 }, (_, step) => drawnNoise(1, step, 0, 1).t);
    expect(Math.min(...times)).toBeGreaterThan(0);
    expect(Math.max(...times)).toBeLessThanOrEqual(1);
    const high = times.filter((t) => t > 0.85).length / times.length;
    expect(high).toBeGreaterThan(0.28);
    expect(high).toBeLessThan(0.42);
    expect(drawnNoise(1, 5, 1, 8)).toEqual(drawnNoise(1, 5, 1, 8));
    expect(drawnNoise(1, 5, 1, 8).noise).not.toEqual(drawnNoise(1, 5, 0, 8).noise);
  });
});

describe('a pupil', () => {
  const sizes = { rank: 2, embeddingSize: 4, modulations: 6 };
  const fresh = () => beginPupil(Float32Array.of(1, 2, 3), sizes, 9);
  const slope = { vector: Float32Array.of(1, 0, -1), in: new Float32Array(8).fill(1), out: new Float32Array(12) };

  it('moves against the slope, and stays where there is none', () => {
    const pupil = fresh();
    learn(pupil, slope, 100);
    expect(pupil.vector[0]).toBeLessThan(1);
    expect(pupil.vector[1]).toBe(2);
    expect(pupil.vector[2]).toBeGreaterThan(3);
    expect(pupil.lowRank.out.every((value) => value === 0)).toBe(true);
    expect(pupil.step).toBe(1);
  });

  it('moves more and more, then less and less', () => {
    const rates = Array.from({ length: 100 }, (_, step) => rateAt(step, 100));
    expect(rates[0]).toBeCloseTo(0.1);
    expect(Math.max(...rates)).toBe(rates[9]);
    expect(rates[99]).toBeCloseTo(0.01);
  });

  it('is kept and read again as it was, with the best that it has been', () => {
    const pupil = fresh();
    learn(pupil, slope, 100);
    const { vector, lowRank } = pupil;
    const best = { step: 1, error: 0.5, vector, in: lowRank.in, out: lowRank.out };
    for (const kept of [
      { pupil, best, before: 0.75, seed: 7, bundleSha256: 'a'.repeat(64) },
      { pupil, best: null, before: null, seed: 8, bundleSha256: 'b'.repeat(64) },
    ] satisfies Kept[])
      expect(readPupil(writePupil(kept))).toEqual(kept);
  });

  it('is refused where what was kept is damaged', () => {
    const bytes = writePupil({ pupil: fresh(), best: null, before: null, seed: 7, bundleSha256: 'a' });
    expect(() => readPupil(bytes.subarray(0, bytes.length - 4))).toThrow(SafetensorsError);
    expect(() => readPupil(new Uint8Array(3))).toThrow(SafetensorsError);
  });
});

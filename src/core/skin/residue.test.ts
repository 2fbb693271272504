import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mask, RgbaImage } from '../../contracts/image';
import { gaussianNoise } from '../random/gaussian';
import { RESIDUE_LIMIT, residueOf, residueParts } from './residue';
import { runs } from '../../testing/propertyRuns';

const SIDE = 160;

/** Skin under uneven light with texture of two scales, and `change` inside the mask: a factor a channel and of the texture. */
function scene(seed: number, mask: Mask, change: readonly [number, number, number], texture: number): RgbaImage {
  const fine = gaussianNoise(seed, SIDE * SIDE, 1);
  const coarse = gaussianNoise(seed, 400, 2);
  const data = new Uint8ClampedArray(4 * SIDE * SIDE);
  for (let i = 0; i < SIDE * SIDE; i += 1) {
    const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
    const inside = mask.data[i] === 1;
    const patch = 2 * (coarse[Math.floor(y / 8) * 20 + Math.floor(x / 8)] ?? 0);
    const grain = 5 * (fine[i] ?? 0) * (inside ? texture : 1);
    const light = 1 - (0.2 * x) / SIDE;
    [214, 160, 140].forEach((level, channel) => {
      data[4 * i + channel] = light * (level * (inside ? (change[channel] ?? 1) : 1) + patch) + grain;
    });
    data[4 * i + 3] = 255;
  }
  return { width: SIDE, height: SIDE, data };
}

function ellipse(x: number, y: number, rx: number, ry: number): Mask {
  const data = Uint8Array.from({ length: SIDE * SIDE }, (_, i) =>
    ((i % SIDE) - x) ** 2 / rx ** 2 + (Math.floor(i / SIDE) - y) ** 2 / ry ** 2 < 1 ? 1 : 0,
  );
  return { width: SIDE, height: SIDE, data };
}

const place = fc.integer({ min: 50, max: 110 });
const radius = fc.integer({ min: 16, max: 40 });

describe('what is left of a lesion', () => {
  const mask = ellipse(80, 80, 32, 26);
  const same = [1, 1, 1] as const;

  it('is nothing on untouched skin under uneven light', () => {
    const values = Array.from({ length: 20 }, (_, seed) => residueOf(scene(seed, mask, same, 1), mask));
    expect(values.filter((value) => value <= RESIDUE_LIMIT).length).toBeGreaterThanOrEqual(19);
  });

  it('is above the limit for a stain, a change of colour alone, and skin that is too smooth or too rough', () => {
    fc.assert(
      fc.property(place, place, radius, radius, fc.nat(1000), (x, y, rx, ry, seed) => {
        const own = ellipse(x, y, rx, ry);
        expect(residueOf(scene(seed, own, [0.85, 0.8, 0.8], 1), own)).toBeGreaterThan(RESIDUE_LIMIT);
        expect(residueOf(scene(seed, own, [1.1, 0.88, 1], 1), own)).toBeGreaterThan(RESIDUE_LIMIT);
        expect(residueOf(scene(seed, own, same, 0.15), own)).toBeGreaterThan(RESIDUE_LIMIT);
        expect(residueOf(scene(seed, own, same, 3), own)).toBeGreaterThan(RESIDUE_LIMIT);
      }),
      { numRuns: runs(20) },
    );
  });

  it('grows with what is left', () => {
    const left = [1, 0.95, 0.9, 0.8, 0.6].map((factor) => residueOf(scene(3, mask, [factor, factor, factor], 1), mask));
    expect(left).toEqual([...left].sort((a, b) => a - b));
  });

  it('tells colour from texture, and smoother from rougher', () => {
    const parts = (change: readonly [number, number, number], texture: number): [number, number] => {
      const { colour, texture: rougher } = residueParts(scene(5, mask, change, texture), mask);
      return [colour, rougher];
    };
    expect(parts([0.9, 0.85, 0.85], 1)[0]).toBeGreaterThan(RESIDUE_LIMIT);
    expect(Math.abs(parts([0.9, 0.85, 0.85], 1)[1])).toBeLessThan(1);
    expect(parts(same, 0.3)[0]).toBeLessThan(1.5);
    expect(parts(same, 0.3)[1]).toBeLessThan(-RESIDUE_LIMIT);
    expect(parts(same, 2)[1]).toBeGreaterThan(RESIDUE_LIMIT);
  });

  it('is nothing for an empty mask and cannot be told without skin around', () => {
    const image = scene(1, mask, same, 1);
    expect(residueOf(image, { ...mask, data: new Uint8Array(SIDE * SIDE) })).toBe(0);
    expect(residueOf(image, { ...mask, data: new Uint8Array(SIDE * SIDE).fill(1) })).toBe(Infinity);
  });
});

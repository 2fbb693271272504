import { describe, expect, it } from 'vitest';
import { BAND_NAMES, bandNumbers } from './bands';
import golden from './golden/bands.json' with { type: 'json' };

describe('bandNumbers', () => {
  it.each(golden.map((example, i) => [i, example] as const))(
    'agrees with PyTorch, case %i',
    (_, { image, mask, numbers }) => {
      const found = bandNumbers(Float32Array.from(image), Float32Array.from(mask));
      expect(found).toHaveLength(BAND_NAMES.length);
      numbers.forEach((wanted, i) => expect(found[i], BAND_NAMES[i]).toBeCloseTo(wanted, 5));
    },
  );

  it('tells a soft inside in sharp skin, and a sharp one in soft skin', () => {
    const side = 64;
    const mask = Float32Array.from({ length: side * side }, (_, i) =>
      Math.hypot((i % side) - 32, Math.floor(i / side) - 32) < 16 ? 1 : 0,
    );
    const waves = (inside: number, around: number): Float32Array =>
      Float32Array.from({ length: 3 * side * side }, (_, i) => {
        const at = i % mask.length;
        return (mask[at] === 1 ? inside : around) * Math.sin(2 * (at % side)) * Math.cos(2 * Math.floor(at / side));
      });
    const ratio = (inside: number, around: number): number =>
      bandNumbers(waves(inside, around), mask)[BAND_NAMES.indexOf('waves of 2 to 5 px inside over around')] ?? NaN;
    expect(ratio(0.2, 0.4)).toBeCloseTo(Math.log(0.5), 1);
    expect(ratio(0.4, 0.2)).toBeCloseTo(Math.log(2), 1);
  });

  it.each([0, 1])('gives numbers for a flat image and a mask of %i', (value) => {
    const found = bandNumbers(new Float32Array(3 * 400), new Float32Array(400).fill(value));
    expect(found.every(Number.isFinite)).toBe(true);
  });
});

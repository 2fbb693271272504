import { describe, expect, it } from 'vitest';
import { gaussianNoise } from '../../random/gaussian';
import { contrastOf, fitContrast } from './contrast';
import golden from './golden/contrast.json' with { type: 'json' };

describe('the contrast of an inside with the skin around', () => {
  const { dim, features, labels, own, queries, lengths } = golden;
  const all = { dim, data: Float64Array.from(features.flat()) };
  const score = contrastOf(fitContrast(all, labels), { dim, data: Float64Array.from(own.flat()) });

  it('agrees with scikit-learn and NumPy', () => {
    queries.forEach((query, i) => expect(score(query)).toBeCloseTo(lengths[i] ?? NaN, 6));
  });

  it('lets a camera be sharp or soft, and finds an inside that is softer or sharper than the skin', () => {
    const noise = gaussianNoise(3, 200 * 6);
    const data = Float64Array.from({ length: 200 * 6 }, (_, at) => {
      const [row, column] = [Math.floor(at / 6), at % 6];
      const [around, off] = [noise[row * 6] ?? 0, 0.1 * (noise[row * 6 + 1 + (column % 3)] ?? 0)];
      return column < 3 ? around + off : off; // levels inside, and ratios to levels around
    });
    const real = { dim: 6, data };
    const found = contrastOf(fitContrast(real, new Array<number>(200).fill(0)), real);
    const alike = found([1, 1, 1, 0, 0, 0]);
    expect(found([-1, -1, -1, -1, -1, -1])).toBeGreaterThan(3 * alike);
    expect(found([1, 1, 1, 1, 1, 1])).toBeGreaterThan(3 * alike);
  });

  it('gives a number without any image', () => {
    const none = { dim: 6, data: new Float64Array() };
    expect(contrastOf(fitContrast(none, []), none)([0, 0, 0, 0, 0, 0])).toBe(0);
  });
});

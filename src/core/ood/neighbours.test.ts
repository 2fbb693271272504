import { describe, expect, it } from 'vitest';
import golden from './golden/neighbours.json' with { type: 'json' };
import { knnScore, neighbours, normalise } from './neighbours';

describe('neighbours', () => {
  it('agrees with scikit-learn', () => {
    const bank = Float32Array.from(golden.bank);
    golden.knn.forEach((expected, i) => {
      const query = normalise(Float32Array.from(golden.queries.slice(i * golden.dim, (i + 1) * golden.dim)));
      const found = neighbours(query, bank);
      expect(found[0]?.row).toBe(golden.nearest[i]);
      expect(found[0]?.distance).toBeCloseTo(golden.nearestDistance[i] ?? NaN, 5);
      expect(knnScore(found, 5)).toBeCloseTo(expected, 5);
    });
  });

  it('is infinitely far from an empty bank', () => {
    expect(knnScore([], 5)).toBe(Infinity);
  });

  it('keeps a zero vector', () => {
    expect([...normalise(Float32Array.of(0, 0))]).toEqual([0, 0]);
  });
});

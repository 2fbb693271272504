import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from './golden/neighbours.json' with { type: 'json' };
import { knnScore, neighbours, normalise } from './neighbours';

describe('neighbours', () => {
  it('agrees with scikit-learn', () => {
    const bank = Float32Array.from(golden.bank);
    golden.knn.forEach((expected, i) => {
      const query = normalise(Float32Array.from(golden.queries.slice(i * golden.dim, (i + 1) * golden.dim)));
      const found = neighbours(query, bank, 5);
      expect(found[0]?.row).toBe(golden.nearest[i]);
      expect(found[0]?.distance).toBeCloseTo(golden.nearestDistance[i] ?? NaN, 5);
      expect(knnScore(found)).toBeCloseTo(expected, 5);
    });
  });

  it('gives the nearest in order, of equal ones the first, and no more than there are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -6, max: 6 }), { maxLength: 30 }),
        fc.integer({ min: 1, max: 9 }),
        (angles, howMany) => {
          const bank = Float32Array.from(angles.flatMap((a) => [Math.cos(a / 3), Math.sin(a / 3)]));
          const all = angles.map((_, row) => ({ row, distance: 1 - (bank[2 * row] ?? 0) }));
          const wanted = all.toSorted((a, b) => a.distance - b.distance).slice(0, howMany);
          expect(neighbours(Float32Array.of(1, 0), bank, howMany)).toEqual(wanted);
        },
      ),
    );
  });

  it('is infinitely far from an empty bank', () => {
    expect(knnScore([])).toBe(Infinity);
  });

  it('keeps a zero vector', () => {
    expect([...normalise(Float32Array.of(0, 0))]).toEqual([0, 0]);
  });
});

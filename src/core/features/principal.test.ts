import { describe, expect, it } from 'vitest';
import { FeatureError } from './features';
import golden from './golden/principal.json' with { type: 'json' };
import { principalPlane, projected } from './principal';

describe('the principal plane', () => {
  it('agrees with scikit-learn, with more rows than numbers in each and with fewer', () => {
    for (const { dim, real, made, shares, realAt, madeAt } of golden) {
      const plane = principalPlane({ dim, data: Float64Array.from(real) });
      expect(plane.shares[0]).toBeCloseTo(shares[0] ?? NaN, 10);
      expect(plane.shares[1]).toBeCloseTo(shares[1] ?? NaN, 10);
      for (const [rows, wanted] of [
        [real, realAt],
        [made, madeAt],
      ] as const) {
        const found = projected(plane, { dim, data: Float64Array.from(rows) });
        wanted.forEach((value, at) => expect(found[at]).toBeCloseTo(value, 5));
      }
    }
  });

  it('of rows that are all alike, of one and of none is a point', () => {
    for (const rows of [3, 1, 0]) {
      const features = { dim: 4, data: new Float32Array(4 * rows).fill(2) };
      const plane = principalPlane(features);
      expect(plane.shares).toEqual([0, 0]);
      expect([...projected(plane, features)]).toEqual(new Array(2 * rows).fill(0));
    }
  });

  it('of rows on a line has one axis', () => {
    const plane = principalPlane({ dim: 2, data: Float32Array.of(0, 0, 1, 1, 3, 3) });
    expect(plane.shares[0]).toBeCloseTo(1, 12);
    expect(plane.shares[1]).toBe(0);
  });

  it('refuses what is no number', () => {
    expect(() => principalPlane({ dim: 2, data: Float32Array.of(1, NaN) })).toThrow(FeatureError);
  });
});

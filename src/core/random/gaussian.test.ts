import { describe, expect, it } from 'vitest';
import golden from './golden/normal.json' with { type: 'json' };
import { gaussianNoise, inverseNormalCdf, uniform } from './gaussian';

describe('inverseNormalCdf', () => {
  it.each(golden.p.map((p, i) => [p, golden.z[i] ?? NaN] as const))('agrees with SciPy at p = %d', (p, z) => {
    expect(Math.abs(inverseNormalCdf(p) - z)).toBeLessThanOrEqual(2e-13 * Math.max(1, Math.abs(z)));
  });
});

describe('gaussianNoise', () => {
  it('has the moments of a standard normal', () => {
    const values = gaussianNoise(1, 100_000);
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const variance = values.reduce((a, b) => a + b * b, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.015);
    expect(Math.abs(variance - 1)).toBeLessThan(0.02);
  });

  it('is a function of the seed, bit for bit', () => {
    expect(gaussianNoise(42, 100)).toEqual(gaussianNoise(42, 100));
    expect([...new Uint32Array(gaussianNoise(2605, 4).buffer)]).toEqual(golden.bits2605);
  });

  it('stays inside the open interval', () => {
    const values = uniform(3, 10_000);
    expect(Math.min(...values)).toBeGreaterThan(0);
    expect(Math.max(...values)).toBeLessThan(1);
  });

  it('go on where a shorter run of the same seed ends', () => {
    const long = gaussianNoise(2605, 101);
    for (const length of [1, 2, 3, 50, 100]) expect(long.subarray(0, length)).toEqual(gaussianNoise(2605, length));
  });
});

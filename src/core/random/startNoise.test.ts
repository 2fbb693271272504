import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gaussianNoise } from './gaussian';
import { nearbyOf, startNoise } from './startNoise';
import { runs } from '../../testing/propertyRuns';

const LENGTH = 4096;

function correlation(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0) / a.length;
}

describe('noise near that of a sample', () => {
  it('is the noise of the seed where nothing else is asked for', () => {
    expect(startNoise(7, undefined, 8)).toEqual(gaussianNoise(7, 8));
  });

  it("is the sample's own at strength 0, and fresh at strength 1", () => {
    expect(startNoise(8, nearbyOf({ seed: 7 }, 0), 64)).toEqual(gaussianNoise(7, 64));
    expect(startNoise(8, nearbyOf({ seed: 7 }, 1), 64)).toEqual(gaussianNoise(8, 64));
  });

  it('stays standard normal, and is as near as its strength says, also to what was near another', () => {
    const strengths = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(strengths, (steps) => {
        let sample: Parameters<typeof nearbyOf>[0] = { seed: 100 };
        steps.forEach((strength, i) => {
          const before = startNoise(sample.seed, sample.nearby, LENGTH);
          sample = { seed: i, nearby: nearbyOf(sample, strength) };
          const noise = startNoise(sample.seed, sample.nearby, LENGTH);
          expect(Math.abs(correlation(noise, noise) - 1)).toBeLessThan(0.15);
          expect(Math.abs(correlation(noise, before) - Math.sqrt(1 - strength ** 2))).toBeLessThan(0.15);
        });
      }),
      { numRuns: runs(40) },
    );
  });
});

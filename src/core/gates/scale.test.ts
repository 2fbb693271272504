import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GateScale } from '../../contracts/gateReference';
import { histogram, levelAt, rangeOf, thresholdFor } from './scale';

const scales = fc
  .record({
    odd: fc.constantFrom<GateScale['odd']>('high', 'low'),
    real: fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 120 }),
  })
  .map(({ odd, real }): GateScale => ({ odd, share: 1, real: Float64Array.from(real).sort() }));

describe('a threshold', () => {
  it('is the oddest score that passes its level', () => {
    fc.assert(
      fc.property(scales, fc.constantFrom(0.01, 0.05, 0.1, 0.2, 0.5, 0.9), (scale, level) => {
        const threshold = thresholdFor(scale, level);
        const further = scale.odd === 'high' ? 0.5 : -0.5;
        if (threshold === null) {
          const beyond = scale.odd === 'high' ? 2000 : -2000;
          expect(levelAt(scale, beyond)).toBeGreaterThanOrEqual(level - 1e-9);
        } else {
          expect(levelAt(scale, threshold)).toBeGreaterThanOrEqual(level - 1e-9);
          expect(levelAt(scale, threshold + further)).toBeLessThan(level);
        }
      }),
    );
  });

  it('is not there where too few real images are', () => {
    expect(thresholdFor({ odd: 'high', share: 1, real: Float64Array.of(1, 2, 3) }, 0.05)).toBeNull();
  });
});

describe('a histogram', () => {
  it('holds every value once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true }), { minLength: 1 }),
        fc.integer({ min: 1, max: 40 }),
        (values, n) => {
          const bins = histogram(values, rangeOf([values]), n);
          expect(bins).toHaveLength(n);
          expect(bins.reduce((sum, bin) => sum + bin, 0)).toBeCloseTo(1, 6);
        },
      ),
    );
  });

  it('has a range of some width, also of equal values and of none', () => {
    for (const values of [[], [3], [3, 3], [NaN]]) {
      const [low, high] = rangeOf([values]);
      expect(high).toBeGreaterThan(low);
    }
  });
});

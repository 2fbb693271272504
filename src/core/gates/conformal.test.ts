import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialInterval, canPromise, conformalInterval, conformalP, imagesFor, leastP } from './conformal';
import counted from './golden/betaBinomial.json' with { type: 'json' };
import golden from './golden/binomial.json' with { type: 'json' };

describe('conformalP', () => {
  it('lies in (0,1] and falls as the score grows', () => {
    const scores = fc.array(fc.float({ noNaN: true, min: -9, max: 9 }), { maxLength: 30 });
    const value = fc.float({ noNaN: true, min: -10, max: 10 });
    fc.assert(
      fc.property(scores, value, value, (calibration, a, b) => {
        const [low, high] = [conformalP(Math.min(a, b), calibration), conformalP(Math.max(a, b), calibration)];
        expect(high).toBeGreaterThan(0);
        expect(low).toBeLessThanOrEqual(1);
        expect(low).toBeGreaterThanOrEqual(high);
      }),
    );
  });

  it('counts ties as at least as odd', () => {
    expect(conformalP(2, [1, 2, 3])).toBe(0.75);
  });

  it('finds what is no number the oddest, and says nothing without held-out images', () => {
    expect(conformalP(NaN, [1, 2, 3])).toBe(0.25);
    expect(conformalP(5, [])).toBe(1);
  });

  it('rejects at most its level of images that are like the held-out ones, whichever of them is the new one', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(scores, fc.constantFrom(0.01, 0.05, 0.1, 0.2, 0.5), (all, alpha) => {
        const rejected = all.filter((score, i) => conformalP(score, all.toSpliced(i, 1)) <= alpha);
        expect(rejected.length).toBeLessThanOrEqual(alpha * all.length + 1e-9);
      }),
    );
  });
});

describe('a promise', () => {
  it('needs as many held-out images as its level asks for', () => {
    expect([0.01, 0.05, 0.1, 0.2].map(imagesFor)).toEqual([99, 19, 9, 4]);
    for (const alpha of [0.01, 0.05, 0.1, 0.2]) {
      expect(canPromise(alpha, imagesFor(alpha))).toBe(true);
      expect(canPromise(alpha, imagesFor(alpha) - 1)).toBe(false);
    }
    expect(leastP(0)).toBe(1);
  });

  it('is held against the interval that SciPy gives', () => {
    for (const { n, p, level, interval } of golden) expect(binomialInterval(n, p, level)).toEqual(interval);
  });

  it('is held against the wider interval of SciPy where the held-out images are drawn by chance as well', () => {
    for (const { n, alpha, calibration, interval } of counted) {
      expect(conformalInterval(n, alpha, calibration, 0.95)).toEqual(interval);
    }
    expect(conformalInterval(100, 0.01, 50, 0.95)).toEqual([0, 0]); // no p-value is below 1/51
  });
});

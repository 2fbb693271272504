import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from './golden/ranking.json' with { type: 'json' };
import { auroc, missedAt } from './ranking';

const scores = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 30 });

describe('auroc', () => {
  it('agrees with scikit-learn, ties included', () => {
    for (const { negatives, positives, auroc: wanted } of golden)
      expect(auroc(negatives, positives)).toBeCloseTo(wanted, 12);
  });

  it('turns round when the groups are exchanged, and counts pairs', () => {
    fc.assert(
      fc.property(scores, scores, (a, b) => {
        expect(auroc(a, b) + auroc(b, a)).toBeCloseTo(1, 12);
        const pairs = a.flatMap((x) => b.map((y) => (y > x ? 1 : y === x ? 0.5 : 0)));
        expect(auroc(a, b)).toBeCloseTo(pairs.reduce<number>((sum, v) => sum + v, 0) / pairs.length, 12);
      }),
    );
  });

  it('says nothing without a group', () => {
    expect(auroc([], [1])).toBeNaN();
    expect(missedAt([1], [])).toBeNaN();
  });
});

describe('missedAt', () => {
  it('passes its share of the negatives', () => {
    const negatives = Array.from({ length: 100 }, (_, i) => i);
    expect(missedAt(negatives, [94, 95, 10, 200])).toBe(0.5);
    expect(missedAt(negatives, [94, 95, 10, 200], 1)).toBe(0.75);
  });
});

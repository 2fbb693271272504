import { describe, expect, it } from 'vitest';
import { cohenKappa } from './agreement';
import golden from './golden/agreement.json' with { type: 'json' };
import { wilson } from './interval';

describe("Cohen's kappa", () => {
  it.each(golden.kappa)('of $table is that of statsmodels', ({ table, kappa, interval }) => {
    const pairs = table.flatMap((row, i) =>
      row.flatMap((count, j) => Array.from({ length: count }, (): [string, string] => [`c${i}`, `c${j}`])),
    );
    const found = cohenKappa(pairs);
    expect(found.kappa).toBeCloseTo(kappa, 10);
    expect(found.interval?.[0]).toBeCloseTo(Math.max(-1, interval[0] ?? 0), 10);
    expect(found.interval?.[1]).toBeCloseTo(Math.min(1, interval[1] ?? 0), 10);
  });

  it('has no interval while there are few samples', () => {
    const few = cohenKappa([...Array<[string, string]>(9).fill(['a', 'a']), ['a', 'b'], ['b', 'b']]);
    expect(few.kappa).toBeGreaterThan(0);
    expect(few.interval).toBeNull();
  });

  it('is not there for nothing, nor where both say one thing of all', () => {
    expect(cohenKappa([])).toEqual({ n: 0, observed: 0, kappa: null, interval: null });
    expect(cohenKappa([['a', 'a']])).toMatchObject({ n: 1, observed: 1, kappa: null });
  });
});

describe("Wilson's interval", () => {
  it.each(golden.wilson)('of $successes of $n is that of statsmodels', ({ successes, n, interval }) => {
    const found = wilson(successes, n);
    expect(found[0]).toBeCloseTo(interval[0] ?? 0, 10);
    expect(found[1]).toBeCloseTo(interval[1] ?? 0, 10);
  });

  it('says nothing of nothing', () => {
    expect(wilson(0, 0)).toEqual([0, 1]);
  });
});

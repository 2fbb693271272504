import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kCentre } from './kCentre';

const angle = fc.double({ min: 0, max: 2 * Math.PI, noNaN: true });
const rowsOf = (angles: readonly number[]): number[][] => angles.map((a) => [Math.cos(a), Math.sin(a)]);
const apart = (a: readonly number[], b: readonly number[]): number =>
  Math.max(0, 1 - a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0));

describe('kCentre', () => {
  it('takes as many different ones as are wanted and there, the first one first', () => {
    fc.assert(
      fc.property(fc.array(angle, { maxLength: 12 }), fc.nat({ max: 15 }), (angles, count) => {
        const chosen = kCentre(rowsOf(angles), count);
        expect(chosen).toHaveLength(Math.min(count, angles.length));
        expect(new Set(chosen).size).toBe(chosen.length);
        if (chosen.length > 0) expect(chosen[0]).toBe(0);
      }),
    );
  });

  it('leaves nothing further away than any two chosen ones are apart', () => {
    fc.assert(
      fc.property(fc.array(angle, { minLength: 3, maxLength: 14 }), (angles) => {
        const rows = rowsOf(angles);
        const chosen = kCentre(rows, 3);
        const at = (i: number): number[] => rows[i] ?? [];
        const gaps = chosen.flatMap((a) => chosen.filter((b) => b !== a).map((b) => apart(at(a), at(b))));
        const radius = Math.max(...rows.map((row) => Math.min(...chosen.map((c) => apart(row, at(c))))));
        expect(radius).toBeLessThanOrEqual(Math.min(...gaps) + 1e-5);
      }),
    );
  });

  it('takes each group before a second of any', () => {
    const groups = rowsOf([0, 0.01, 0.02, 2, 2.01, 4, 4.01]);
    expect(kCentre(groups, 3).map((at) => (at < 3 ? 0 : at < 5 ? 1 : 2))).toEqual(expect.arrayContaining([0, 1, 2]));
  });

  it('takes those that are all alike in their order', () => {
    expect(kCentre([[1], [1], [1]], 2)).toEqual([0, 1]);
  });
});

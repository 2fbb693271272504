import { describe, expect, it } from 'vitest';
import { COMPARISONS, createCompare } from './compareStore';

describe('comparing', () => {
  it('goes round by key', () => {
    const compare = createCompare();
    const seen = COMPARISONS.map(() => {
      compare.turn();
      return compare.store.getState().mode;
    });
    expect(seen).toEqual(['slider', 'side', 'difference', 'off']);
  });

  it.each([
    [0.3, 0.3],
    [-2, 0],
    [7, 1],
    [NaN, 0.5],
  ])('divides the stage within itself: %f is %f', (wanted, split) => {
    const compare = createCompare();
    compare.setSplit(wanted);
    expect(compare.store.getState().split).toBe(split);
  });
});

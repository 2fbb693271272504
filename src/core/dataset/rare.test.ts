import { describe, expect, it } from 'vitest';
import { isRare } from './rare';

describe('a rare class', () => {
  it('is one of the tail of the open data set, also where that has none of it', () => {
    const real = { NV: 1000, DF: 99, MEL: 100 };
    expect([isRare('DF', real), isRare('MEL', real), isRare('NV', real), isRare('SCC', real)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  it('is one of those that were measured where no data set is open', () => {
    const none = { NV: 0, DF: 0 };
    expect([isRare('DF', none), isRare('VASC', {}), isRare('NV', {}), isRare('BCC', {})]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(isRare('SKIN', {})).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { philox4x32, philoxWords } from './philox';

/** Known-answer vectors of Random123 (Salmon et al. 2011): counter, key, result. */
const KNOWN = [
  [
    [0, 0, 0, 0],
    [0, 0],
    [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  ],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
] as const;

describe('philox4x32', () => {
  it.each(KNOWN)('gives the published words for counter %s', (counter, key, expected) => {
    expect([...philox4x32(Uint32Array.from(counter), Uint32Array.from(key))]).toEqual([...expected]);
  });

  it('gives a longer stream that starts with the shorter one', () => {
    expect([...philoxWords(7, 9)]).toEqual([...philoxWords(7, 64).subarray(0, 9)]);
  });

  it('gives other words for another seed and another stream', () => {
    expect([...philoxWords(7, 4)]).not.toEqual([...philoxWords(8, 4)]);
    expect([...philoxWords(7, 4)]).not.toEqual([...philoxWords(7, 4, 1)]);
  });
});

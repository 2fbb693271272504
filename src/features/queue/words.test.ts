import { describe, expect, it } from 'vitest';
import { betweenWords, bytesWords, durationWords } from './words';

describe('durations', () => {
  it.each([
    [300, '1 s'],
    [42_000, '42 s'],
    [90_000, '2 min'],
    [3_600_000, '1 h'],
    [12_000_000, '3 h 20 min'],
    [86_400_000, '1 day'],
    [187_200_000, '2 days 4 h'],
    [30 * 86_400_000 + 7_200_000, '30 days'],
  ])('%d ms is %s', (ms, words) => expect(durationWords(ms)).toBe(words));

  it('are said once where both ends are the same', () => {
    expect(betweenWords(60_000, 65_000)).toBe('about 1 min');
    expect(betweenWords(3_600_000, 7_200_000)).toBe('1 h to 2 h');
  });
});

describe('sizes', () => {
  it.each([
    [10, '1 kB'],
    [52_000, '52 kB'],
    [4_200_000, '4 MB'],
    [4_100_000_000, '4.1 GB'],
  ])('%d bytes is %s', (bytes, words) => expect(bytesWords(bytes)).toBe(words));
});

import { describe, expect, it } from 'vitest';
import type { EntryView } from '../../contracts/queue';
import type { QueueState } from '../../state/queue/queueStore';
import { betweenWords, durationWords } from '../planning';
import { bytesWords, entryWords, statusWords } from './words';

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

describe('the queue', () => {
  const view = {
    entry: { accept: { by: 'person' }, target: {} },
    made: 1200,
    accepted: 300,
    rejected: 100,
  } as EntryView;

  it.each([
    [{ made: 0 }, 'Nothing made yet.'],
    [{ made: 1, accepted: 1, rejected: 0, state: 'met' }, '1 candidate made, 100 % accepted. Complete.'],
    [{}, '1,200 candidates made, 75 % accepted, some wait for you in Review.'],
  ] as const)('says what was made of a class: %o', (change, words) =>
    expect(entryWords({ ...view, ...change })).toBe(words),
  );

  it.each([
    [3000, '1,200 candidates an hour; 1 min to 3 min left.'],
    [90_000, 'a candidate takes 2 min; 30 min to 1 h 30 min left.'],
  ])('says how fast it is: %d ms', (sampleMs, words) => {
    const state = { phase: 'running', entries: [], left: { expected: 20, most: 60 }, sampleMs, why: null };
    expect(statusWords(state as unknown as QueueState, true)).toBe(words);
  });
});

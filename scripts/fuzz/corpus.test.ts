import { describe, expect, it } from 'vitest';
import { InlayError } from '../../src/contracts/failure';
import { corpusOf } from './corpus';
import { diceOf, mutate } from './mutate';
import { faultOf, READERS } from './readers';

/** Of each seed, so that a fault that is easily found is found here. */
const CHANGES = 12;
const MOST_MS = 5_000;

describe.each(Object.entries(READERS))('the reader of %s', (name, reader) => {
  it('returns or fails with a known failure, in time, for seeds, changes of them, and all that was found', async () => {
    const [seeds, dice] = [reader.seeds(), diceOf(7)];
    const changed = seeds.flatMap((seed) => Array.from({ length: CHANGES }, () => mutate(seed, seeds, dice)));
    const found = corpusOf(name).map(({ bytes }) => bytes);
    for (const bytes of [...seeds, ...changed, ...found]) {
      const began = performance.now();
      expect(await faultOf(reader, new Uint8Array(bytes))).toBeNull();
      expect(performance.now() - began).toBeLessThan(MOST_MS);
    }
  });
});

it('what a reader may not throw is told, and what it may is not', async () => {
  const throwing = (error: Error) => ({
    seeds: () => [],
    isKnown: (thrown: unknown) => thrown instanceof RangeError,
    read() {
      throw error;
    },
  });
  const nothing = new Uint8Array();
  expect(await faultOf(throwing(new TypeError('x is undefined')), nothing)).toContain('x is undefined');
  expect(await faultOf(throwing(new InlayError('unexpected')), nothing)).toContain('unexpected');
  expect(await faultOf(throwing(new InlayError('zip-damaged')), nothing)).toBeNull();
  expect(await faultOf(throwing(new RangeError('too long')), nothing)).toBeNull();
});

it('changes are the same for the same number, and others for another', () => {
  const seed = new TextEncoder().encode('{"images":[1,2,3]}');
  expect(mutate(seed, [seed], diceOf(3))).toEqual(mutate(seed, [seed], diceOf(3)));
  const all = Array.from({ length: 20 }, (_, i) => mutate(seed, [seed], diceOf(i + 1)).join());
  expect(new Set(all).size).toBeGreaterThan(10);
});

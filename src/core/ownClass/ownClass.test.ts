import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OWN_CLASS_LIMITS } from '../../contracts/ownClass';
import { shownClass, taughtClass } from '../../testing/ownClasses';
import { writeSafetensors } from '../tensor/safetensors';
import { whitened } from './describeExample';
import { drawExample, EXAMPLE_NOISE } from './drawExample';
import { readOwnClass, writeOwnClass } from './ownClassFile';

describe('an own class as a file', () => {
  it.each([shownClass(), taughtClass()])('comes back as it was: $way', (own) => {
    expect(readOwnClass(writeOwnClass(own))).toEqual({ ok: true, value: own });
    expect(writeOwnClass(own)).toEqual(writeOwnClass(own));
  });

  it.each([
    ['no safetensors', new Uint8Array(40)],
    ['another file of the kind', writeSafetensors({ class_vector: { dtype: 'F32', shape: [1, 2], data: Float32Array.of(1, 2) } }, {})],
    ['a name that is no class', writeOwnClass({ ...shownClass(), code: 'SKIN' })],
    ['a number that is none', writeOwnClass({ ...shownClass(), vector: Float32Array.of(1, Number.NaN) })],
    ['one that was shown nothing', writeOwnClass({ ...shownClass(), examples: [] })],
    ['one that was taught nothing', writeOwnClass({ ...taughtClass(), lowRank: null })],
    ['ranks that differ', writeOwnClass({ ...taughtClass(), lowRank: { rank: 3, in: new Float32Array(6), out: new Float32Array(8) } })],
    ['too many examples', writeOwnClass({ ...shownClass(), examples: Array.from({ length: OWN_CLASS_LIMITS.pictures + 1 }, () => Float32Array.of(1)) })],
  ])('is refused: %s', (_, bytes) => {
    expect(readOwnClass(bytes)).toMatchObject({ ok: false, failure: { code: 'own-class-unreadable' } });
  }); // prettier-ignore

  it('is refused or read, never thrown over, however it is damaged', () => {
    const whole = writeOwnClass(taughtClass());
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bytes = whole.slice();
        bytes[at] = (bytes[at] ?? 0) ^ change;
        expect(() => readOwnClass(bytes)).not.toThrow();
      }),
    );
  });
});

describe('what a sample of a shown class is told', () => {
  const examples = [Float32Array.of(1, -1, 2), Float32Array.of(0, 3, -2)];

  it('is the same for the same seed, another one for another, and says how noisy it is', () => {
    expect(drawExample(examples, 5)).toEqual(drawExample(examples, 5));
    expect(drawExample(examples, 5)).not.toEqual(drawExample(examples, 6));
    expect([...drawExample(examples, 5).subarray(3)]).toEqual([1, Math.fround(EXAMPLE_NOISE)]);
  });

  it('lies around its lesions', () => {
    const drawn = Array.from({ length: 2000 }, (_, seed) => drawExample(examples, seed)[1] ?? 0);
    const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
    expect(mean).toBeCloseTo(1 / Math.sqrt(1 + EXAMPLE_NOISE ** 2), 1);
    expect(Math.min(...drawn)).toBeGreaterThan(-1 - 5 * EXAMPLE_NOISE);
  });
});

describe('a description', () => {
  const whitening = { mean: Float32Array.of(0.1, 0, 0), projection: Float32Array.of(1, 0, 0, 1, 10, 0) };

  it('is of both depths at unit length, centred, projected and cut', () => {
    const found = whitened(whitening, [Float32Array.of(3, 4), Float32Array.of(2)]);
    expect(found[0]).toBe(3); // (0.6 - 0.1) + 10, cut
    expect(found[1]).toBeCloseTo(0.8, 6);
  });

  it('is refused for features of another encoder', () => {
    expect(() => whitened(whitening, [Float32Array.of(1)])).toThrow(RangeError);
    expect([...whitened(whitening, [new Float32Array(2), new Float32Array(1)])].every(Number.isFinite)).toBe(true);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from './golden/hashes.json' with { type: 'json' };
import {
  brightness,
  HASH_SOURCE_PX,
  hashDistance,
  nearestHash,
  perceptualHash,
  symmetricHashes,
} from './perceptualHash';

const S = HASH_SOURCE_PX;

/** A sum of a few waves: smooth, and never flat. */
const picture = fc
  .array(
    fc.tuple(
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 0, max: 5 }),
      fc.double({ min: 0.2, max: 1, noNaN: true }),
    ),
    {
      minLength: 3,
      maxLength: 6,
    },
  )
  .map((waves) =>
    Float64Array.from({ length: S * S }, (_, at) =>
      waves.reduce((sum, [u, v, a], i) => sum + a * Math.sin((u * (at % S) + v * Math.floor(at / S)) / 7 + i + a), 0),
    ),
  );

function moved(grey: Float64Array, from: (x: number, y: number) => [number, number]): Float64Array {
  return grey.map((_, at) => {
    const [x, y] = from(at % S, Math.floor(at / S));
    return grey[y * S + x] ?? 0;
  });
}

describe('perceptualHash', () => {
  it('agrees with ImageHash', () => {
    for (const { grey, hash } of golden) {
      const words = perceptualHash(Float64Array.from(grey));
      expect([...words].map((word) => word.toString(16).padStart(8, '0')).join('')).toBe(hash);
    }
  });

  it('does not change with brightness and contrast', () => {
    fc.assert(
      fc.property(picture, (grey) => {
        const hash = perceptualHash(grey);
        expect(hashDistance(hash, 0, perceptualHash(grey.map((v) => 3 * v + 40)), 0)).toBeLessThanOrEqual(2);
      }),
    );
  });

  it('finds a turned or mirrored copy', () => {
    fc.assert(
      fc.property(picture, (grey) => {
        const hashes = symmetricHashes(grey);
        for (const copy of [
          moved(grey, (x, y) => [S - 1 - x, y]),
          moved(grey, (x, y) => [x, S - 1 - y]),
          moved(grey, (x, y) => [y, x]),
          moved(grey, (x, y) => [y, S - 1 - x]),
        ]) {
          expect(nearestHash(hashes, perceptualHash(copy))?.distance).toBeLessThanOrEqual(2);
        }
      }),
    );
  });

  it('counts the bits that differ, and finds the nearest', () => {
    const bank = Uint32Array.of(0, 0, 0xffffffff, 0xf, 0x80000001, 0);
    expect(hashDistance(bank, 0, bank, 1)).toBe(36);
    expect(nearestHash(Uint32Array.of(0x80000001, 1), bank)).toEqual({ row: 2, distance: 1 });
    expect(nearestHash(Uint32Array.of(0, 0), new Uint32Array())).toBeNull();
  });

  it('reads brightness as ITU-R BT.601 does', () => {
    expect([...brightness([1, 0, 0, 1, 0, 0])]).toEqual([0.299, 0.587]);
  });
});

import fc from 'fast-check';
import { unzlibSync } from 'fflate';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { packRuns } from './zlibRuns';

const runs = fc.array(fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 1, max: 1200 })), { maxLength: 40 });
const bytesOf = (all: readonly (readonly [number, number])[]): Uint8Array =>
  Uint8Array.from(all.flatMap(([byte, length]) => new Array<number>(length).fill(byte)));

describe('bytes packed as runs', () => {
  it('are unpacked by zlib and fflate to what they were', () => {
    fc.assert(
      fc.property(fc.oneof(runs.map(bytesOf), fc.uint8Array({ maxLength: 9000 })), (bytes) => {
        const packed = packRuns(bytes);
        expect(new Uint8Array(inflateSync(packed))).toEqual(bytes);
        expect(unzlibSync(packed)).toEqual(bytes);
        expect(packed.length).toBeLessThanOrEqual(Math.ceil((bytes.length * 9) / 8) + 16);
      }),
    );
  });

  it('of every length that a code stands for, and those around', () => {
    for (const byte of [0, 143, 144, 255])
      for (let length = 0; length < 530; length += 1) {
        const bytes = new Uint8Array(length).fill(byte);
        expect(new Uint8Array(inflateSync(packRuns(bytes)))).toEqual(bytes);
      }
  });
});

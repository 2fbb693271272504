import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buffered } from './sink';
import { runs } from '../testing/propertyRuns';

describe('a buffered sink', () => {
  it('hands on every byte in order, in few pieces, and is closed once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 700_000 }), { maxLength: 6 }), async (lengths) => {
        const pieces: Uint8Array[] = [];
        let closed = 0;
        const sink = buffered({ write: (bytes) => void pieces.push(bytes), close: () => void (closed += 1) });
        let next = 0;
        for (const length of lengths) await sink.write(Uint8Array.from({ length }, () => next++ % 251));
        await sink.close();
        await sink.close();
        const all = Buffer.concat(pieces);
        expect(all.length).toBe(next);
        expect(all.every((byte, i) => byte === i % 251)).toBe(true);
        expect(pieces.length).toBe(Math.ceil(next / 2 ** 20));
        expect(closed).toBe(1);
      }),
      { numRuns: runs(20) },
    );
  });
});

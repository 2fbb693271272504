import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mask } from '../../contracts/image';
import { dilateMask, erodeMask, invertMask, maskWithout } from './dilate';

const masks = fc
  .record({
    width: fc.integer({ min: 1, max: 12 }),
    height: fc.integer({ min: 1, max: 9 }),
    seed: fc.infiniteStream(fc.boolean()),
  })
  .map(({ width, height, seed }): Mask => {
    const bits = seed[Symbol.iterator]();
    return { width, height, data: Uint8Array.from({ length: width * height }, () => (bits.next().value ? 1 : 0)) };
  });

/** The definition, pixel by pixel. */
function grown({ width, height, data }: Mask, radius: number): Mask {
  const out = data.map((_, at) => {
    for (let dy = -radius; dy <= radius; dy += 1) {
      for (let dx = -radius; dx <= radius; dx += 1) {
        const [x, y] = [(at % width) + dx, Math.floor(at / width) + dy];
        if (x >= 0 && y >= 0 && x < width && y < height && data[y * width + x] === 1) return 1;
      }
    }
    return 0;
  });
  return { width, height, data: out };
}

describe('masks', () => {
  it('grow by squares', () => {
    fc.assert(
      fc.property(masks, fc.integer({ min: 0, max: 4 }), (mask, radius) => {
        expect(dilateMask(mask, radius)).toEqual(grown(mask, radius));
      }),
    );
  });

  it('shrink as their outside grows', () => {
    fc.assert(
      fc.property(masks, fc.integer({ min: 0, max: 4 }), (mask, radius) => {
        const small = erodeMask(mask, radius);
        expect(invertMask(small)).toEqual(grown(invertMask(mask), radius));
        expect(maskWithout(small, mask).data.includes(1)).toBe(false);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mask } from '../../contracts/image';
import { maskBounds } from '../image/region';
import { inverseTurn, placeMask, shrinkMask, turnMask, type MaskPlacement, type Turn } from './placeMask';
import { emptyMask, maskArea } from './rle';
import { runs } from '../../testing/propertyRuns';

/** An ellipse, its centre and radii in shares of the sides. */
function ellipse(width: number, height: number, x: number, y: number, rx: number, ry: number): Mask {
  const mask = emptyMask(width, height);
  for (let i = 0; i < mask.data.length; i += 1) {
    const dx = ((i % width) + 0.5) / width - x;
    const dy = (Math.floor(i / width) + 0.5) / height - y;
    if ((dx / rx) ** 2 + (dy / ry) ** 2 <= 1) mask.data[i] = 1;
  }
  return mask;
}

const share = fc.double({ min: 0, max: 0.999, noNaN: true });
const turns = fc.constantFrom<Turn>(0, 1, 2, 3, 4, 5, 6, 7);
const placement = fc.record<MaskPlacement>({
  turn: turns,
  u: share,
  v: share,
  place: fc.constantFrom('anywhere', 'centre', 'as-drawn'),
});
const side = fc.integer({ min: 64, max: 200 });
const anyMask = fc
  .tuple(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 14 }))
  .chain(([width, height]) =>
    fc
      .array(fc.constantFrom(0, 1), { minLength: width * height, maxLength: width * height })
      .map((bits): Mask => ({ width, height, data: Uint8Array.from(bits) })),
  );

describe('an outline on another background', () => {
  it('lies inside with a margin, and its share of the shorter side squared is kept', () => {
    const radius = fc.double({ min: 0.08, max: 0.3, noNaN: true });
    fc.assert(
      fc.property(side, side, radius, radius, side, side, placement, (w, h, rx, ry, width, height, how) => {
        const shape = ellipse(w, h, 0.5, 0.5, rx, ry);
        const placed = placeMask(shape, width, height, how);
        expect([placed.width, placed.height]).toEqual([width, height]);
        const bounds = maskBounds(placed);
        if (!bounds) throw new Error('empty');
        const [marginX, marginY] = [Math.floor(0.04 * width), Math.floor(0.04 * height)];
        expect(bounds.x).toBeGreaterThanOrEqual(marginX);
        expect(bounds.y).toBeGreaterThanOrEqual(marginY);
        expect(bounds.x + bounds.width).toBeLessThanOrEqual(width - marginX);
        expect(bounds.y + bounds.height).toBeLessThanOrEqual(height - marginY);
        const before = maskArea(shape) / Math.min(w, h) ** 2;
        const after = maskArea(placed) / Math.min(width, height) ** 2;
        const drawn = maskBounds(shape);
        const isLong = Math.max(drawn?.width ?? 0, drawn?.height ?? 0) > 0.82 * Math.min(w, h);
        if (isLong) expect(after).toBeLessThan(1.1 * before);
        else expect(Math.abs(after / before - 1)).toBeLessThan(0.15);
        const again = placeMask(shape, width, height, how);
        expect(again.data.every((value, i) => value === placed.data[i])).toBe(true);
      }),
    );
  });

  it('is never empty and never outside, however strange shape and size', () => {
    const small = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(anyMask, small, small, placement, (shape, width, height, how) => {
        fc.pre(maskArea(shape) > 0);
        const placed = placeMask(shape, width, height, how);
        expect(placed.data.length).toBe(width * height);
        expect(maskArea(placed)).toBeGreaterThan(0);
      }),
    );
    expect(() => placeMask(emptyMask(3, 3), 8, 8, { turn: 0, u: 0, v: 0, place: 'centre' })).toThrow(RangeError);
  });

  it('is moved by u and v, and lies in the middle or where it was drawn', () => {
    const shape = ellipse(100, 80, 0.3, 0.7, 0.1, 0.12);
    const centre = (how: Partial<MaskPlacement>): [number, number] => {
      const bounds = maskBounds(placeMask(shape, 200, 100, { turn: 0, u: 0.5, v: 0.5, place: 'anywhere', ...how }));
      return [
        ((bounds?.x ?? 0) + (bounds?.width ?? 0) / 2) / 200,
        ((bounds?.y ?? 0) + (bounds?.height ?? 0) / 2) / 100,
      ];
    };
    const near = (found: [number, number], x: number, y: number): void => {
      expect(Math.hypot(found[0] - x, found[1] - y)).toBeLessThan(0.02);
    };
    near(centre({ place: 'centre', u: 0.9 }), 0.5, 0.5);
    near(centre({ place: 'as-drawn' }), 0.3, 0.7);
    near(centre({ place: 'as-drawn', turn: 4 }), 0.7, 0.7); // mirrored
    near(centre({ place: 'as-drawn', turn: 1 }), 0.3, 0.3); // a quarter turn clockwise
    near(centre({}), 0.5, 0.5);
    expect(centre({ u: 0 })[0]).toBeLessThan(centre({ u: 0.99 })[0] - 0.2);
    expect(centre({ v: 0 })[1]).toBeLessThan(centre({ v: 0.99 })[1] - 0.2);
  });
});

describe('turns', () => {
  it('are taken back by their inverse', () => {
    fc.assert(
      fc.property(anyMask, turns, (mask, turn) => {
        expect(turnMask(turnMask(mask, turn), inverseTurn(turn))).toEqual(mask);
      }),
    );
  });

  it('are eight, a quarter turn going clockwise', () => {
    const mask: Mask = { width: 3, height: 2, data: Uint8Array.of(1, 1, 0, 0, 0, 0) };
    expect(turnMask(mask, 1)).toEqual({ width: 2, height: 3, data: Uint8Array.of(0, 1, 0, 1, 0, 0) });
    expect(turnMask(mask, 4)).toEqual({ width: 3, height: 2, data: Uint8Array.of(0, 1, 1, 0, 0, 0) });
    const forms = ([0, 1, 2, 3, 4, 5, 6, 7] as const).map((turn) => {
      const { width, data } = turnMask(mask, turn);
      return `${width}:${data.join('')}`;
    });
    expect(new Set(forms).size).toBe(8);
  });
});

describe('shrunk masks', () => {
  it('keep their share of the frame and stay painted', () => {
    const radius = fc.double({ min: 0.1, max: 0.45, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 60, max: 400 }),
        fc.integer({ min: 60, max: 400 }),
        radius,
        radius,
        (w, h, rx, ry) => {
          const mask = ellipse(w, h, 0.5, 0.5, rx, ry);
          const small = shrinkMask(mask, 64);
          expect(Math.max(small.width, small.height)).toBeLessThanOrEqual(64);
          const [before, after] = [maskArea(mask) / (w * h), maskArea(small) / (small.width * small.height)];
          expect(Math.abs(after - before)).toBeLessThan(0.05);
          expect(shrinkMask(small, 64)).toBe(small);
        },
      ),
      { numRuns: runs(40) },
    );
    const dot = emptyMask(1000, 700);
    dot.data[123_456] = 1;
    expect(maskArea(shrinkMask(dot, 32))).toBe(1);
    expect(maskArea(shrinkMask(emptyMask(90, 90), 32))).toBe(0);
  });
});

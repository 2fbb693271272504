import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mask, RgbaImage, SquareRegion } from '../../contracts/image';
import { findSkinRegions } from './skinRegions';
import { runs } from '../../testing/propertyRuns';

type Colour = readonly [number, number, number];
const SKIN: Colour = [214, 160, 140];

interface Disc {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly colour: Colour;
}

/** Skin with a little texture and discs on it; beyond `tube`, in half diagonals, the dark of the dermatoscope. */
function picture(width: number, height: number, discs: readonly Disc[], tube = 9): RgbaImage {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < width * height; i += 1) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const inTube = Math.hypot(2 * x - width, 2 * y - height) / Math.hypot(width, height) > tube;
    const disc = discs.find((candidate) => Math.hypot(x - candidate.x, y - candidate.y) < candidate.radius);
    const colour: Colour = inTube ? [8, 8, 10] : (disc?.colour ?? SKIN);
    for (let c = 0; c < 3; c += 1) data[4 * i + c] = (colour[c] ?? 0) + ((x * 7 + y * 13) % 5);
    data[4 * i + 3] = 255;
  }
  return { width, height, data };
}

function maskOf(width: number, height: number, { x, y, radius }: Disc): Mask {
  const data = Uint8Array.from({ length: width * height }, (_, i) =>
    Math.hypot((i % width) - x, Math.floor(i / width) - y) < radius ? 1 : 0,
  );
  return { width, height, data };
}

const LESION: Disc = { x: 300, y: 220, radius: 60, colour: [96, 56, 44] };

/** Whether a disc reaches into the square. */
function holds({ x, y, sidePx }: SquareRegion, disc: Disc): boolean {
  const near = (at: number, from: number): number => Math.max(from, Math.min(at, from + sidePx));
  return Math.hypot(disc.x - near(disc.x, x), disc.y - near(disc.y, y)) < disc.radius;
}

describe('regions of healthy skin', () => {
  it('lie in the image, beside the lesion, are large and hardly overlap, whatever is where', () => {
    const lesion = fc.record<Disc>({
      x: fc.integer({ min: 0, max: 400 }),
      y: fc.integer({ min: 0, max: 300 }),
      radius: fc.integer({ min: 5, max: 150 }),
      colour: fc.constantFrom<Colour>([96, 56, 44], [40, 30, 60], [190, 60, 80], SKIN),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 200, max: 400 }),
        fc.integer({ min: 150, max: 300 }),
        lesion,
        (width, height, disc) => {
          const [image, mask] = [picture(width, height, [disc]), maskOf(width, height, disc)];
          const found = findSkinRegions(image, mask);
          expect(found.length).toBeLessThanOrEqual(4);
          const shared = new Uint8Array(width * height);
          for (const { x, y, sidePx } of found) {
            expect([x, y, sidePx].every(Number.isInteger)).toBe(true);
            expect(Math.min(x, y, width - x - sidePx, height - y - sidePx)).toBeGreaterThanOrEqual(0);
            expect(sidePx).toBeGreaterThanOrEqual(Math.max(64, Math.ceil(0.3 * Math.min(width, height))));
            let [inLesion, again] = [0, 0];
            for (let row = y; row < y + sidePx; row += 1)
              for (let column = x; column < x + sidePx; column += 1) {
                const i = row * width + column;
                inLesion += mask.data[i] ?? 0;
                again += shared[i] ?? 0;
                shared[i] = 1;
              }
            expect(inLesion).toBe(0);
            expect(again).toBeLessThan(0.15 * sidePx * sidePx);
          }
          expect(findSkinRegions(image, mask)).toEqual(found);
        },
      ),
      { numRuns: runs(12) },
    );
  });

  it('are found about a small lesion, the largest first', () => {
    const found = findSkinRegions(picture(600, 450, [LESION]), maskOf(600, 450, LESION));
    expect(found.length).toBeGreaterThan(1);
    expect(found[0]?.sidePx).toBeGreaterThan(200);
    found.slice(1).forEach(({ sidePx }, i) => expect(sidePx).toBeLessThanOrEqual(found[i]?.sidePx ?? 0));
  });

  it.each<[string, Disc]>([
    ['another lesion', { x: 100, y: 100, radius: 24, colour: [120, 80, 66] }],
    ['ink', { x: 480, y: 360, radius: 20, colour: [150, 130, 200] }],
    ['a sticker', { x: 500, y: 90, radius: 60, colour: [60, 180, 190] }],
    ['glare', { x: 90, y: 380, radius: 24, colour: [255, 255, 255] }],
  ])('leave out %s', (_, spot) => {
    const clean = findSkinRegions(picture(600, 450, [LESION]), maskOf(600, 450, LESION));
    expect(clean.some((region) => holds(region, spot))).toBe(true); // or the test would say nothing
    const found = findSkinRegions(picture(600, 450, [LESION, spot]), maskOf(600, 450, LESION));
    expect(found.length).toBeGreaterThan(0);
    for (const region of found) expect(holds(region, { ...spot, radius: spot.radius - 4 })).toBe(false);
  });

  it('leave out dark corners', () => {
    const image = picture(600, 450, [LESION], 0.75);
    const found = findSkinRegions(image, maskOf(600, 450, LESION));
    expect(found.length).toBeGreaterThan(0);
    for (const { x, y, sidePx } of found)
      for (const [px, py] of [
        [x, y],
        [x + sidePx - 1, y],
        [x, y + sidePx - 1],
        [x + sidePx - 1, y + sidePx - 1],
      ] as const)
        // prettier-ignore
        expect(image.data[4 * (py * 600 + px)]).toBeGreaterThan(200);
  });

  it('are none where the lesion fills the image, or the image is small', () => {
    const large: Disc = { x: 150, y: 100, radius: 160, colour: [96, 56, 44] };
    expect(findSkinRegions(picture(300, 200, [large]), maskOf(300, 200, large))).toEqual([]);
    const none: Disc = { x: -9, y: -9, radius: 1, colour: SKIN };
    expect(findSkinRegions(picture(60, 60, []), maskOf(60, 60, none))).toEqual([]);
    expect(findSkinRegions(picture(64, 64, []), maskOf(64, 64, none))).toEqual([{ x: 0, y: 0, sidePx: 64 }]);
  });
});

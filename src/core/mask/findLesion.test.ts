import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RgbaImage } from '../../contracts/image';
import { findLesion } from './findLesion';
import { runs } from '../../testing/propertyRuns';

type Colour = readonly [number, number, number];

/** Skin with a round spot, a dark corner as of a dermatoscope, and a little texture. */
function picture(width: number, height: number, x: number, y: number, radius: number, spot: Colour): RgbaImage {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < width * height; i += 1) {
    const [px, py] = [i % width, Math.floor(i / width)];
    const inTube = Math.hypot((2 * px) / width - 1, (2 * py) / height - 1) > 1.3;
    const inSpot = Math.hypot(px - x, py - y) < radius;
    const colour: Colour = inTube ? [10, 8, 8] : inSpot ? spot : [214, 160, 140];
    data.set([...colour.map((value) => value + ((px * 7 + py * 13) % 5)), 255], 4 * i);
  }
  return { width, height, data };
}

describe('a lesion that nobody has drawn', () => {
  it('is found wherever it lies, whatever its colour, without the dark corners', () => {
    const colours = fc.constantFrom<Colour>([96, 56, 44], [40, 30, 60], [190, 60, 80], [240, 225, 220]);
    fc.assert(
      fc.property(
        fc.integer({ min: 90, max: 230 }),
        fc.integer({ min: 80, max: 160 }),
        fc.integer({ min: 20, max: 60 }),
        colours,
        (x, y, radius, colour) => {
          const found = findLesion(picture(320, 240, x, y, radius, colour));
          let [both, either] = [0, 0];
          for (let i = 0; i < 320 * 240; i += 1) {
            const inSpot = Math.hypot((i % 320) - x, Math.floor(i / 320) - y) < radius;
            const inFound = found?.data[i] === 1;
            both += inSpot && inFound ? 1 : 0;
            either += inSpot || inFound ? 1 : 0;
          }
          expect(both / either).toBeGreaterThan(0.7);
        },
      ),
      { numRuns: runs(40) },
    );
  });

  it('is not found on bare skin of one colour', () => {
    const plain = { width: 64, height: 48, data: new Uint8ClampedArray(4 * 64 * 48).fill(200) };
    expect(findLesion(plain)).toBeNull();
  });
});

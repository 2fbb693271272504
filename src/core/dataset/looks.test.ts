/** Hair is told from pigment, and the lesion's size from the frame. */
import { describe, expect, it } from 'vitest';
import type { RgbaImage } from '../../contracts/image';
import { hairGroupOf, looksOf, sizeGroupOf } from './looks';

const SIDE = 160;

/** Grainy skin with a dark disc of a radius, and dark lines beside or inside it. */
function picture({ radius = 0, hairs = 0, lines = 0 }): RgbaImage {
  const data = new Uint8ClampedArray(SIDE * SIDE * 4);
  for (let y = 0; y < SIDE; y += 1)
    for (let x = 0; x < SIDE; x += 1) {
      const inside = Math.hypot(x - SIDE / 2, y - SIDE / 2) < radius;
      const isHair = !inside && hairs > 0 && x % Math.round(SIDE / hairs) < 2;
      const isLine = inside && lines > 0 && x % Math.round(SIDE / lines) < 2;
      const dark = (inside ? 90 : 0) + (isHair ? 110 : 0) + (isLine ? 50 : 0);
      const grain = (x * 7 + y * 13) % 5;
      data.set([220 - dark + grain, 170 - dark + grain, 150 - dark + grain, 255], 4 * (y * SIDE + x));
    }
  return { width: SIDE, height: SIDE, data };
}

describe('what a real image shows', () => {
  it('is hair on the skin, and not the lines inside a lesion', () => {
    const hair = (shown: Parameters<typeof picture>[0]) => hairGroupOf(looksOf(picture(shown)).hairShare);
    expect(hair({ radius: 40 })).toBe('no hair');
    expect(hair({ radius: 40, lines: 12 })).toBe('no hair');
    expect(hair({ radius: 40, hairs: 8 })).toBe('hair');
    expect(hair({ hairs: 8 })).toBe('hair');
  });

  it('is a small, a medium or a large lesion, or none', () => {
    const sizes = [24, 44, 64].map((radius) => looksOf(picture({ radius })).diameter ?? NaN);
    expect(sizes.map(sizeGroupOf)).toEqual(['small', 'medium', 'large']);
    expect(sizes[1]).toBeCloseTo(88 / SIDE, 1);
    expect(looksOf(picture({})).diameter).toBeNull();
  });
});

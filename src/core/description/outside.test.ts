import { describe, expect, it } from 'vitest';
import { fillEllipse } from '../mask/fillPath';
import { emptyMask } from '../mask/rle';
import { frameAround, OUTLINER_PX, outlinerPixels, outsideShare } from './outside';

const image = (width: number, height: number) => ({
  width,
  height,
  data: new Uint8ClampedArray(4 * width * height).fill(200),
});

function disc(width: number, height: number, x: number, y: number, radiusPx: number) {
  const mask = emptyMask(width, height);
  fillEllipse(mask, { x: x - radiusPx, y: y - radiusPx }, { x: x + radiusPx, y: y + radiusPx }, 1);
  return mask;
}

/** What an outliner would find that sees this mask and nothing else. */
const seen = (radiusPx: number, x = 112, y = 112): Float32Array =>
  Float32Array.from(disc(OUTLINER_PX, OUTLINER_PX, x, y, radiusPx).data);

describe('a lesion outside the mask', () => {
  const mask = disc(448, 448, 224, 224, 60);

  it('is none where the lesion ends with the mask, a little beyond it, or is not seen', () => {
    expect(outsideShare(seen(30), image(448, 448), mask)).toBe(0);
    expect(outsideShare(seen(35), image(448, 448), mask)).toBe(0);
    expect(outsideShare(seen(0), image(448, 448), mask)).toBe(0);
  });

  it('is measured in areas of the mask', () => {
    expect(outsideShare(seen(60), image(448, 448), mask)).toBeCloseTo((60 ** 2 - 36 ** 2) / 30 ** 2, 0);
    expect(outsideShare(seen(15, 40, 40), image(448, 448), mask)).toBeCloseTo(0.25, 1);
  });

  it('is looked for in a square of the shorter side that holds the mask', () => {
    expect(frameAround(image(600, 450), disc(600, 450, 560, 200, 20))).toEqual({ x: 150, y: 0, sidePx: 450 });
    expect(frameAround(image(600, 450), disc(600, 450, 300, 200, 20))).toEqual({ x: 75, y: 0, sidePx: 450 });
    expect(frameAround(image(64, 64), emptyMask(64, 64))).toEqual({ x: 0, y: 0, sidePx: 64 });
    expect(outlinerPixels(image(600, 450), mask)).toHaveLength(3 * OUTLINER_PX ** 2);
  });
});

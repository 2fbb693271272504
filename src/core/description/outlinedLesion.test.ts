import { describe, expect, it } from 'vitest';
import { OUTLINER_PX } from './outside';
import { outlinedLesion } from './outlinedLesion';

const image = (width: number, height: number) => ({ width, height, data: new Uint8ClampedArray(4 * width * height) });

function rectangles(...parts: (readonly [x: number, y: number, side: number, value: number])[]): Float32Array {
  const seen = new Float32Array(OUTLINER_PX ** 2);
  for (const [left, top, side, value] of parts)
    for (let y = top; y < top + side; y += 1) seen.fill(value, y * OUTLINER_PX + left, y * OUTLINER_PX + left + side);
  return seen;
}

const area = (data: Uint8Array): number => data.reduce((sum, value) => sum + value, 0);

describe('the lesion that an outliner sees', () => {
  it('is the largest part, without holes, at the size and in the middle of the image', () => {
    const seen = rectangles([20, 20, 100, 0.9], [60, 60, 10, 0.1], [180, 180, 30, 0.99]);
    const mask = outlinedLesion(seen, image(600, 448));
    expect(mask).toMatchObject({ width: 600, height: 448 });
    if (!mask) return;
    expect(area(mask.data)).toBe(200 ** 2);
    const at = (x: number, y: number) => mask.data[y * 600 + x];
    expect([at(76 + 40, 40), at(76 + 239, 239), at(76 + 125, 125)]).toEqual([1, 1, 1]);
    expect([at(76 + 39, 40), at(76 + 240, 239), at(76 + 370, 370), at(10, 100)]).toEqual([0, 0, 0, 0]);
  });

  it('is none where it is not likely, a speck, or the whole picture', () => {
    expect(outlinedLesion(rectangles([20, 20, 100, 0.5]), image(224, 224))).toBeNull();
    expect(outlinedLesion(rectangles([20, 20, 10, 1]), image(224, 224))).toBeNull();
    expect(outlinedLesion(rectangles([0, 0, 224, 1]), image(224, 224))).toBeNull();
  });
});

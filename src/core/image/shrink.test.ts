import { describe, expect, it } from 'vitest';
import type { RgbaImage } from '../../contracts/image';
import { shrunkTo } from './shrink';

function image(width: number, height: number, colour: (x: number, y: number) => number): RgbaImage {
  const data = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let i = 0; i < width * height; i += 1) data[4 * i] = colour(i % width, Math.floor(i / width));
  return { width, height, data };
}

describe('a smaller picture', () => {
  it('keeps the shape and averages what falls together', () => {
    const small = shrunkTo(
      image(80, 40, (x) => (x % 2 === 0 ? 100 : 50)),
      20,
    );
    expect([small.width, small.height]).toEqual([20, 10]);
    for (let i = 0; i < small.data.length; i += 4)
      expect([...small.data.subarray(i, i + 4)]).toEqual([75, 255, 255, 255]);
  });

  it('of a small picture is the picture', () => {
    const small = image(9, 5, (x) => x);
    expect(shrunkTo(small, 9)).toBe(small);
  });

  it('of a thread is still a pixel wide', () => {
    expect(
      shrunkTo(
        image(4000, 3, () => 7),
        100,
      ),
    ).toMatchObject({ width: 100, height: 1 });
  });
});

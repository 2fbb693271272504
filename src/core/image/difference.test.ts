import { describe, expect, it } from 'vitest';
import type { RgbaImage } from '../../contracts/image';
import { differenceOf } from './difference';

const image = (...data: number[]): RgbaImage => ({
  width: data.length / 4,
  height: 1,
  data: Uint8ClampedArray.from(data),
});

describe('the difference of two images', () => {
  it('says how much, in how many pixels and where, whatever the alpha', () => {
    const found = differenceOf(image(1, 2, 3, 255, 9, 9, 9, 0), image(1, 2, 3, 0, 9, 4, 10, 255), 8);
    expect(found).toMatchObject({ max: 5, pixels: 1 });
    expect([...(found.image?.data ?? [])]).toEqual([0, 0, 0, 255, 0, 40, 8, 255]);
  });

  it('of two sizes is as large as can be', () => {
    expect(differenceOf(image(0, 0, 0, 0), image())).toEqual({ max: 255, pixels: 1, image: null });
  });
});

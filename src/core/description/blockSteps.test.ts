import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { RgbaImage } from '../../contracts/image';
import { gaussianNoise } from '../random/gaussian';
import { blockSteps } from './blockSteps';
import golden from './golden/blockSteps.json' with { type: 'json' };

function imageOf(width: number, height: number, grey: ArrayLike<number>): RgbaImage {
  const data = new Uint8ClampedArray(4 * width * height).map((_, i) => (i % 4 === 3 ? 255 : (grey[i >> 2] ?? 0)));
  return { width, height, data };
}

/** Grey skin with some noise of a few pixels. */
function skin(side: number): RgbaImage {
  const noise = gaussianNoise(4, side * side);
  const grey = Float64Array.from(noise, (value, at) => 150 + 4 * value + 20 * Math.sin(at / side / 9));
  return imageOf(side, side, grey);
}

async function asJpeg({ width, height, data }: RgbaImage, quality: number): Promise<RgbaImage> {
  const jpeg = await sharp(data, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .jpeg({ quality })
    .toBuffer();
  return { width, height, data: new Uint8ClampedArray(await sharp(jpeg).ensureAlpha().raw().toBuffer()) };
}

describe('blockSteps', () => {
  it.each(golden.map((example, i) => [i, example] as const))('agrees with NumPy, case %i', (_, example) => {
    const found = blockSteps(imageOf(example.width, example.height, example.grey), { x: 0, y: 0, sidePx: 64 });
    example.steps.forEach((wanted, i) => expect(found[i]).toBeCloseTo(wanted, 6));
  });

  it('finds the blocks of a strong compression wherever the region begins, and none in what was not compressed', async () => {
    const plain = skin(80);
    const packed = await asJpeg(plain, 10);
    for (const region of [
      { x: 0, y: 0, sidePx: 80 },
      { x: 5, y: 11, sidePx: 50 },
    ]) {
      const [before, after] = [blockSteps(plain, region), blockSteps(packed, region)];
      expect(Math.min(...after)).toBeGreaterThan(Math.max(...before) + 0.5);
    }
  });

  it.each([
    ['outside of the image', { x: 200, y: 0, sidePx: 40 }],
    ['of one pixel', { x: 3, y: 3, sidePx: 1 }],
    ['of two pixels', { x: 3, y: 3, sidePx: 2 }],
  ])('gives 0 for a region %s', (_, region) => {
    expect(blockSteps(skin(40), region)).toEqual([0, 0]);
  });
});

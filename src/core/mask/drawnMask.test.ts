import { describe, expect, it } from 'vitest';
import sharp from 'sharp';
import type { Mask, RgbaImage } from '../../contracts/image';
import { drawnMask, maskOfImage, type Frame } from './drawnMask';
import { fillEllipse } from './fillPath';
import { emptyMask, maskArea } from './rle';

/** Lies in a corner, and is no square: whichever way it is turned, it can be told. */
function lesion(width: number, height: number): Mask {
  const mask = emptyMask(width, height);
  fillEllipse(mask, { x: width * 0.1, y: height * 0.2 }, { x: width * 0.6, y: height * 0.5 }, 1);
  return mask;
}

function greys(width: number, height: number, levelAt: (i: number) => number): RgbaImage {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < width * height; i += 1) data.set([levelAt(i), levelAt(i), levelAt(i), 255], 4 * i);
  return { width, height, data };
}

const picture = ({ width, height, data }: Mask, off = 0, on = 255): RgbaImage =>
  greys(width, height, (i) => (data[i] === 1 ? on : off));

function read(drawn: RgbaImage, frame: Partial<Frame> = {}) {
  const found = drawnMask(drawn, { width: 60, height: 40, orientation: 1, ...frame });
  if (typeof found === 'string') throw new Error(found);
  return found;
}

/** Share of pixels that both have, of those that one has. */
function overlap(a: Mask, b: Mask): number {
  const both = a.data.reduce((sum, value, i) => sum + (value === 1 && b.data[i] === 1 ? 1 : 0), 0);
  return both / (maskArea(a) + maskArea(b) - both);
}

describe('a mask that somebody has drawn', () => {
  it('is taken as it is where it has the size of its image', () => {
    expect(read(picture(lesion(60, 40)))).toEqual({ mask: lesion(60, 40), mends: [] });
    expect(read(picture(lesion(60, 40), 0, 1))).toEqual({ mask: lesion(60, 40), mends: [] });
  });

  it.each([
    [120, 80],
    [30, 20],
    [200, 133],
    [31, 21],
  ])('of %d x %d is scaled to an image of the same proportions', (width, height) => {
    const { mask, mends } = read(picture(lesion(width, height)));
    expect([mask.width, mask.height, ...mends]).toEqual([60, 40, 'scaled']);
    expect(overlap(mask, lesion(60, 40))).toBeGreaterThan(0.85);
  });

  it.each([5, 6, 7, 8])(
    'that lies as the camera wrote orientation %d is turned as a viewer turns the image',
    async (o) => {
      const written = picture(lesion(40, 60));
      const raw = { width: 40, height: 60, channels: 4 } as const;
      const upright = await sharp(await sharp(written.data, { raw }).withMetadata({ orientation: o }).jpeg().toBuffer())
        .rotate()
        .raw()
        .toBuffer();
      const wanted: Mask = {
        ...{ width: 60, height: 40 },
        data: Uint8Array.from({ length: 2400 }, (_, i) => ((upright[3 * i] ?? 0) > 127 ? 1 : 0)),
      };
      const { mask, mends } = read(written, { orientation: o });
      expect(mends).toEqual(['turned']);
      expect(overlap(mask, wanted)).toBeGreaterThan(0.95);
      expect(read(picture(lesion(80, 120)), { orientation: o }).mends).toEqual(['turned', 'scaled']);
    },
  );

  it('is not used where its proportions are others, and no camera turned the image', () => {
    expect(drawnMask(picture(lesion(40, 60)), { width: 60, height: 40, orientation: 1 })).toBe('size');
    expect(drawnMask(picture(lesion(50, 50)), { width: 60, height: 40, orientation: 6 })).toBe('size');
  });

  it('that is bright all round shows the lesion in dark; a close-up stays', () => {
    const mask = lesion(60, 40);
    expect(read(picture(mask, 255, 0))).toEqual({ mask, mends: ['inverted'] });
    const closeUp = { ...mask, data: new Uint8Array(2400).fill(1) };
    closeUp.data.set([0, 0, 0], 30);
    expect(read(picture(closeUp))).toEqual({ mask: closeUp, mends: [] });
    const half = { ...mask, data: Uint8Array.from({ length: 2400 }, (_, i) => (i % 60 < 40 ? 1 : 0)) };
    expect(read(picture(half)).mends).toEqual([]);
  });

  it('of several classes, or of one level, is named', () => {
    const ids = greys(60, 40, (i) => Math.floor((i % 60) / 20));
    expect(maskOfImage(ids)).toBe('classes');
    expect(maskOfImage(greys(60, 40, (i) => [0, 128, 255][Math.floor((i % 60) / 20)] ?? 0))).toBe('classes');
    expect(maskOfImage(greys(60, 40, () => 255))).toBe('flat');
  });

  it('with a soft edge is no map of classes', () => {
    const soft = greys(60, 40, (i) =>
      Math.max(0, Math.min(255, 128 + 40 * (14 - Math.hypot((i % 60) - 30, i / 60 - 20)))),
    );
    expect(maskOfImage(soft)).toMatchObject({ mends: [] });
  });
});

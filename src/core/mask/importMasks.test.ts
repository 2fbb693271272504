import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../../contracts/failure';
import type { Mask, RgbaImage } from '../../contracts/image';
import { packRuns, unpackRuns } from './cocoRuns';
import golden from './golden/coco.json' with { type: 'json' };
import { eachCocoMask, maskFromImage } from './importMasks';
import { decodeRle, encodeRle, maskArea } from './rle';
import { runs } from '../../testing/propertyRuns';

const [HEIGHT = 0, WIDTH = 0] = golden.size;

function coco(segmentation: unknown, width = WIDTH, height = HEIGHT): unknown {
  return {
    images: [{ id: 7, file_name: 'images/ISIC_1.jpg', width, height }],
    annotations: [{ id: 3, image_id: 7, segmentation }],
  };
}

function masksFromCoco(json: unknown) {
  const all = [...eachCocoMask(json)];
  return {
    masks: all.flatMap(({ found }) => found ?? []),
    problems: all.flatMap(({ problems }) => problems),
  };
}

function only(json: unknown): Mask {
  const { masks, problems } = masksFromCoco(json);
  expect(problems).toEqual([]);
  expect(masks.length).toBe(1);
  return decodeRle(masks[0]?.rle ?? { size: [1, 1], counts: [1] });
}

const anyMask = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
  .chain(([width, height]) =>
    fc
      .array(fc.constantFrom(0, 1), { minLength: width * height, maxLength: width * height })
      .map((bits): Mask => ({ width, height, data: Uint8Array.from(bits) })),
  )
  .filter((mask) => maskArea(mask) > 0 && maskArea(mask) < mask.data.length);

describe('masks from COCO', () => {
  it.each(golden.packed)('unpacks the runs of pycocotools: $name', ({ packed, counts }) => {
    expect(unpackRuns(packed)).toEqual(counts);
    expect(packRuns(counts)).toBe(packed);
    const { masks } = masksFromCoco(coco({ size: golden.size, counts: packed }));
    expect(masks).toEqual([{ name: 'ISIC_1', rle: { size: golden.size, counts } }]);
  });

  it.each(golden.polygons)('fills polygons as pycocotools does, up to their border: $name', ({ polygons, counts }) => {
    const own = only(coco(polygons));
    const theirs = decodeRle({ size: [HEIGHT, WIDTH], counts });
    const differ = own.data.reduce((sum, value, i) => sum + (value === theirs.data[i] ? 0 : 1), 0);
    expect(differ).toBeLessThan(0.04 * maskArea(theirs));
    // Where they differ a border runs: a neighbour has the other value.
    own.data.forEach((value, i) => {
      if (value === theirs.data[i]) return;
      expect([i - 1, i + 1, i - WIDTH, i + WIDTH].some((j) => theirs.data[j] === value)).toBe(true);
    });
  });

  it('fills a rectangle exactly', () => {
    const mask = only(coco([[2, 1, 5, 1, 5, 4, 2, 4]], 8, 6));
    expect(maskArea(mask)).toBe(9);
    expect([mask.data[8 + 2], mask.data[3 * 8 + 4], mask.data[8 + 5], mask.data[4 * 8 + 2]]).toEqual([1, 1, 0, 0]);
  });

  it('returns every mask, also one that needs joining of runs', () => {
    fc.assert(
      fc.property(anyMask, fc.nat(5), (mask, at) => {
        const { size, counts } = encodeRle(mask);
        const split = [...counts.slice(0, at), ...(at < counts.length ? [0, 0] : []), ...counts.slice(at)];
        const { masks } = masksFromCoco(coco({ size, counts: split }, mask.width, mask.height));
        expect(masks[0]?.rle).toEqual({ size, counts });
      }),
    );
  });

  it('numbers the masks of one image', () => {
    const segmentation = { size: [2, 2], counts: [0, 2, 2] };
    const annotations = [1, 2, 3].map((id) => ({ id, image_id: 'a', segmentation }));
    const { masks } = masksFromCoco({ images: [{ id: 'a', width: 2, height: 2 }], annotations });
    expect(masks.map(({ name }) => name)).toEqual(['image a', 'image a (2)', 'image a (3)']);
  });

  it.each([
    ['too short a polygon', [[1, 2, 3, 4]], failureOf('coco-polygon-points')],
    ['half a point', [[1, 2, 3, 4, 5, 6, 7]], failureOf('coco-polygon-points')],
    ['no segmentation', undefined, failureOf('coco-segmentation-unknown')],
    ['text among numbers', [[1, 2, 'x', 4, 5, 6]], failureOf('coco-segmentation-unknown')],
    [
      'runs of another image',
      { size: [3, 3], counts: [1, 8] },
      failureOf('coco-segmentation-size', { width: 3, height: 3, imageWidth: WIDTH, imageHeight: HEIGHT }),
    ],
    [
      'runs that do not add up',
      { size: [HEIGHT, WIDTH], counts: [1, 2] },
      failureOf('coco-runs-length', { found: 3, wanted: HEIGHT * WIDTH }),
    ],
    [
      'a negative run',
      { size: [HEIGHT, WIDTH], counts: [-1, HEIGHT * WIDTH + 1] },
      failureOf('coco-segmentation-unknown'),
    ],
    ['a packed run that never ends', { size: [HEIGHT, WIDTH], counts: 'ooo' }, failureOf('coco-runs-damaged')],
    ['letters that no packing writes', { size: [HEIGHT, WIDTH], counts: '0~' }, failureOf('coco-runs-damaged')],
    ['nothing painted', { size: [HEIGHT, WIDTH], counts: [HEIGHT * WIDTH] }, failureOf('coco-mask-empty')],
    ['everything painted', { size: [HEIGHT, WIDTH], counts: [0, HEIGHT * WIDTH] }, failureOf('coco-mask-full')],
    ['a polygon outside', [[-9, -9, -2, -9, -2, -2]], failureOf('coco-mask-empty')],
  ])('says what is wrong with %s', (_, segmentation, fault) => {
    const { masks, problems } = masksFromCoco(coco(segmentation));
    expect(masks).toEqual([]);
    expect(problems).toEqual([failureOf('coco-annotation-named', { id: '3', fault })]);
  });

  it('refuses large and unknown images and keeps the rest', () => {
    const { masks, problems } = masksFromCoco({
      images: [
        { id: 1, width: 1e5, height: 1e5 },
        { id: 2, width: 2, height: 2 },
        { id: 2, width: 3, height: 3 },
        { id: 4 },
      ],
      annotations: [
        { id: 1, image_id: 1, segmentation: [[0, 0, 1e5, 0, 1e5, 1e5]] },
        { id: 2, image_id: 2, segmentation: { size: [2, 2], counts: [1, 1, 2] } },
        { id: 3, image_id: 9, segmentation: [] },
        null,
      ],
    });
    expect(masks.map(({ rle }) => rle.counts)).toEqual([[1, 1, 2]]);
    expect(problems).toEqual([
      failureOf('coco-image-twice', { number: 3, id: '2' }),
      failureOf('coco-image-incomplete', { number: 4 }),
      failureOf('coco-annotation-named', {
        id: '1',
        fault: failureOf('coco-image-too-large', { width: 1e5, height: 1e5, millions: 64 }),
      }),
      failureOf('coco-annotation-named', { id: '3', fault: failureOf('coco-image-missing', { id: '9' }) }),
      failureOf('coco-annotation-numbered', { number: 4, fault: failureOf('coco-no-image') }),
    ]);
  });

  it('never throws', () => {
    const some = fc.oneof(fc.jsonValue(), fc.record({ images: fc.jsonValue(), annotations: fc.array(fc.jsonValue()) }));
    fc.assert(
      fc.property(
        fc.oneof(
          some,
          fc.jsonValue().map(coco),
          fc.string().map((counts) => coco({ size: golden.size, counts })),
        ),
        (json) => {
          const { masks, problems } = masksFromCoco(json);
          expect(masks.length + problems.length).toBeGreaterThanOrEqual(json === null ? 1 : 0);
          for (const { rle } of masks) decodeRle(rle);
        },
      ),
      { numRuns: runs(300) },
    );
  });
});

describe('a mask from an image', () => {
  /** Grey levels and opacities, a pixel each. */
  function image(width: number, pixels: readonly (readonly [number, number])[]): RgbaImage {
    const data = Uint8ClampedArray.from(pixels.flatMap(([grey, alpha]) => [grey, grey, grey, alpha]));
    return { width, height: pixels.length / width, data };
  }
  const levels = (mask: Mask, off: number, on: number): RgbaImage =>
    image(
      mask.width,
      Array.from(mask.data, (value) => [value === 1 ? on : off, 255] as const),
    );

  it('is where the image is bright, whichever two levels stand for it', () => {
    const pairs = fc.constantFrom([0, 255], [0, 1], [10, 240], [0, 128]);
    fc.assert(
      fc.property(anyMask, pairs, (mask, [off = 0, on = 0]) => {
        expect(maskFromImage(levels(mask, off, on))).toEqual(mask);
      }),
    );
  });

  it('is the shape that was cut out, of whatever colour', () => {
    fc.assert(
      fc.property(anyMask, fc.integer({ min: 0, max: 255 }), (mask, grey) => {
        const cutOut = image(
          mask.width,
          Array.from(mask.data, (value) => [grey, value * 255] as const),
        );
        expect(maskFromImage(cutOut)).toEqual(mask);
      }),
    );
  });

  it('is not where a bright pixel cannot be seen', () => {
    const hidden = image(4, [[0, 255], [255, 0], [0, 255], [255, 255]]); // prettier-ignore
    expect(maskFromImage(hidden)?.data).toEqual(Uint8Array.of(0, 0, 0, 1));
  });

  it('survives the noise of a JPEG at its border', () => {
    const noisy = image(
      5,
      [2, 0, 40, 250, 255, 0, 3, 200, 252, 255].map((grey) => [grey, 255] as const),
    );
    expect(maskFromImage(noisy)?.data).toEqual(Uint8Array.of(0, 0, 0, 1, 1, 0, 0, 1, 1, 1));
  });

  it('is not found in what is empty, full, faint noise or a photograph', () => {
    const maskOf = (greys: readonly number[]): Mask | null =>
      maskFromImage(
        image(
          greys.length,
          greys.map((grey) => [grey, 255] as const),
        ),
      );
    expect(maskOf([0, 0, 0])).toBeNull();
    expect(maskOf([255, 255, 255])).toBeNull();
    expect(maskOf([0, 3, 1, 2, 0, 0])).toBeNull();
    expect(maskOf(Array.from({ length: 64 }, (_, i) => 4 * i))).toBeNull();
    expect(maskFromImage(image(2, [[9, 0], [9, 0]]))).toBeNull(); // prettier-ignore
  });
});

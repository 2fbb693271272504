/** The real reading worker, beside the real storage worker that keeps on keeping. */
import { describe, expect, it } from 'vitest';
import { fail, failureOf, InlayError } from '../contracts/failure';
import { encodePng } from '../core/provenance/png';
import { packedChunk, pngOf, zipOf } from '../testing/hostile';
import { createStorageClient } from './clients';
import { createReadingClient } from './readingClient';

const MIB = 2 ** 20;
const none = (): void => undefined;

const code = (outcome: { readonly ok: boolean; readonly failure?: { readonly code: string } }): string =>
  outcome.failure?.code ?? 'read';

/** An image of so many masks of 64 million pixels, each of which takes a second. */
function largeMasks(count: number): File {
  const annotations = Array.from({ length: count }, (_, id) => ({
    ...{ id, image_id: 1 },
    segmentation: { size: [8_000, 8_000], counts: [id + 1, 31_999_999, 32_000_000 - id] },
  }));
  const coco = { images: [{ id: 1, file_name: 'a.png', width: 8_000, height: 8_000 }], annotations };
  return new File([JSON.stringify(coco)], 'coco.json');
}

describe('the reading worker', () => {
  it('reads outlines from COCO and from images of masks, and says what it cannot read', async () => {
    const reader = createReadingClient();
    const coco = {
      images: [{ id: 1, file_name: 'a.jpg', width: 400, height: 300 }],
      annotations: [
        { id: 1, image_id: 1, segmentation: [[100, 100, 300, 100, 300, 200, 100, 200]] },
        { id: 2, image_id: 9, segmentation: [[0, 0, 9, 0, 9, 9]] },
      ],
    };
    const read = await reader.readShapes(new Blob([JSON.stringify(coco)]), none);
    if (!read.ok) throw InlayError.of(read.failure);
    expect(read.value.shapes).toHaveLength(1);
    expect(Math.max(...(read.value.shapes[0]?.rle.size ?? []))).toBe(256);
    expect(read.value.problems).toHaveLength(1);

    const drawn = { width: 96, height: 64, data: new Uint8ClampedArray(96 * 64 * 4).fill(255) };
    for (let i = 0; i < 96 * 64; i += 1) if (i % 96 < 30 || i % 96 > 60) drawn.data.set([0, 0, 0, 255], 4 * i);
    const fromPng = await reader.readShapes(new Blob([encodePng(drawn)]), none);
    expect(fromPng.ok && fromPng.value.shapes).toHaveLength(1);
    const wholeSize = await reader.readMask(new Blob([JSON.stringify(coco)]), none);
    expect(wholeSize).toMatchObject({ ok: true, value: { outlines: 1, rle: { size: [300, 400] } } });

    const refused = (content: BlobPart) => reader.readShapes(new Blob([content]), none);
    expect(await refused('{"images": [')).toMatchObject({ failure: { code: 'outlines-not-json' } });
    expect(await refused('{"images": [], "annotations": []}')).toEqual(fail('outlines-none', { problems: [] }));
    expect(await refused('hello')).toEqual(fail('image-not-an-image'));
    drawn.data.fill(255);
    const flat = [failureOf('outline-image-flat')];
    expect(await refused(encodePng(drawn))).toEqual(fail('outlines-none', { problems: flat }));
  });

  it('tells how far it is and can be ended, and what is decided meanwhile is kept at once', async () => {
    const [reader, storage] = [createReadingClient(), createStorageClient('beside')];
    await storage.loadQueue();
    const heard: number[] = [];
    let hear: () => void = none;
    const begun = new Promise<void>((resolve) => (hear = resolve));
    const reading = reader.readShapes(largeMasks(2_000), (done) => {
      heard.push(done);
      hear();
    });
    await begun;
    const began = performance.now();
    const saved = await storage.saveSelection({
      schema: 1,
      rule: { levels: {}, gamma: null, mostTypicalP: null },
      controlSeed: 1,
    });
    expect(saved.ok).toBe(true);
    expect(performance.now() - began).toBeLessThan(1_000);
    reader.end();
    expect(code(await reading)).toBe('worker-died');
    expect(heard[0]).toBeLessThan(2_000);
    expect(await createReadingClient().readPlan(new Blob(['not json']))).toMatchObject({
      failure: { code: 'plan-not-json' },
    });
  });

  it.each<
    [
      string,
      () => Promise<Blob> | Blob,
      'readImage' | 'readMask' | 'readPlan' | 'checkBundleZip' | 'readProject',
      string,
    ]
  >([
    [
      'an image of 900 million pixels',
      () => new Blob([pngOf({ width: 30_000, height: 30_000, dataBytes: 99 })]),
      'readImage',
      'image-too-large',
    ],
    [
      'an image with a profile of 60 MB',
      () => new Blob([pngOf({ width: 99, height: 99, chunks: [packedChunk('iCCP', 60 * MIB)] })]),
      'readImage',
      'limit-chunk',
    ],
    ['a mask image on its side', () => new Blob([pngOf({ width: 64_000, height: 64 })]), 'readMask', 'limit-side'],
    [
      'a mask of one row',
      () =>
        new Blob([
          JSON.stringify({
            images: [{ id: 1, width: 64_000_000, height: 1 }],
            annotations: [{ image_id: 1, segmentation: [[0, 0, 9, 0, 9, 1]] }],
          }),
        ]),
      'readMask',
      'outlines-none',
    ],
    ['brackets', () => new Blob(['['.repeat(9_000_000)]), 'readMask', 'limit-depth'],
    ['a plan of brackets', () => new Blob(['['.repeat(9_000_000)]), 'readPlan', 'limit-depth'],
    [
      'a bundle that unpacks to 90 MB',
      () => zipOf({ 'manifest.json': new Uint8Array(90 * MIB) }),
      'checkBundleZip',
      'bundle-unsafe-archive',
    ],
    [
      'a project that unpacks to 90 MB',
      () => zipOf({ 'entries.jsonl': new Uint8Array(90 * MIB) }),
      'readProject',
      'project-not-readable',
    ],
  ])('refuses %s', async (_, make, method, expected) => {
    const [reader, file] = [createReadingClient(), await make()];
    const outcome = await {
      readImage: () => reader.readImage(file, 'a.png'),
      readMask: () => reader.readMask(file, none),
      readPlan: () => reader.readPlan(file),
      checkBundleZip: () => reader.checkBundleZip(file, none),
      readProject: () => reader.readProject(file, 'bad', none),
    }[method]();
    reader.end();
    expect(code(outcome)).toBe(expected);
  });

  it.each([
    [6_000, 4_000],
    [5_000, 5_000],
  ])(
    'reads an image of %d x %d pixels',
    async (width, height) => {
      const reader = createReadingClient();
      const read = await reader.readImage(new Blob([pngOf({ width, height, colour: 2 })]), 'a.png');
      reader.end();
      if (!read.ok) throw InlayError.of(read.failure);
      expect(read.value.background).toMatchObject({ width, height });
    },
    120_000,
  );
});

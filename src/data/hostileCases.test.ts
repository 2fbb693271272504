/** Files that were found to take all there is. They are not in the repository; src/testing/hostile.ts draws others of their kinds. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { failureOf } from '../contracts/failure';
import { LIMITS } from '../contracts/limits';
import { openSource } from './dataset/source';
import { readMaskFile } from './shapeFile';
import { zipOf } from '../testing/hostile';

const SHARED = resolve('../shared/cases/hostile');
const none = (): void => undefined;

async function shared(name: string): Promise<File | null> {
  const path = join(SHARED, name);
  if (existsSync(path)) return new File([new Uint8Array(await readFile(path))], name);
  console.info(`SKIPPED: ${path} is not there.`);
  return null;
}

const opened = (file: File) => openSource({ kind: 'zip', file, handle: null }, none);
const fault = failureOf('limit-ratio', { name: 'd/meta.csv', most: LIMITS.packing.ratio });

it('a data set with a table of a gigabyte is opened, and the table refused before it is unpacked', async () => {
  const drawn = new File([await zipOf({ 'd/meta.csv': new Uint8Array(20 * 2 ** 20) })], 'set.zip');
  for (const file of [await shared('dataset-1GB-csv.zip'), drawn]) {
    const source = file && (await opened(file));
    if (source?.ok) await expect(source.value.read('d/meta.csv', 2 ** 31)).rejects.toMatchObject({ failure: fault });
    else expect(source).toBeNull(); // the folder of cases is not there
  }
});

it('a mask of 64 million columns is left out, and of 2,000 masks the first one is read at once', async () => {
  const [long, many] = [await shared('coco-64Mx1.json'), await shared('coco-2000-masks.json')];
  if (long) expect(await readMaskFile(long, none)).toMatchObject({ failure: { code: 'outlines-none' } });
  if (many) expect(await readMaskFile(many, none)).toMatchObject({ value: { outlines: 2_000 } });
  const annotations = [{ id: 1, image_id: 1, segmentation: [[0, 0, 100, 0, 100, 1]] }];
  const coco = { images: [{ id: 1, width: 50_000_000, height: 1 }], annotations };
  const drawn = await readMaskFile(new Blob([JSON.stringify(coco)]), none);
  const problem = failureOf('coco-image-too-large', { width: 50_000_000, height: 1, millions: 64 });
  expect(drawn).toMatchObject({
    failure: { params: { problems: [failureOf('coco-annotation-named', { id: '1', fault: problem })] } },
  });
});

it('a polygon of more corners and columns than can be drawn is left out', async () => {
  const points = Array.from({ length: 4_000 }, (_, i) => (i % 2 === 1 ? i : i % 4 === 0 ? 0 : 30_000));
  const annotations = [{ id: 1, image_id: 1, segmentation: [points] }];
  const coco = { images: [{ id: 1, width: 30_000, height: 2_000 }], annotations };
  expect(await readMaskFile(new Blob([JSON.stringify(coco)]), none)).toMatchObject({
    failure: {
      params: { problems: [failureOf('coco-annotation-named', { id: '1', fault: failureOf('coco-polygon-large') })] },
    },
  });
});

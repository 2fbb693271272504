/** The real dataset worker: opens what a person has, keeps what it saw, names what is odd, and loses nothing when it is stopped. */
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { beforeEach, describe, expect, it } from 'vitest';
import { ISIC_2019 } from '../contracts/classes';
import { failureOf, type Failure } from '../contracts/failure';
import { SCAN_STATES, type DatasetApi, type OpenedDataset, type ScanBatch } from '../contracts/dataset';
import { createDatasetClient } from './clients';
import { emptyStorage } from './emptyStorage.browser';
import { opened, picked, value, type Tree } from './pickedDataset.browser';

const TRUTH = 'image,MEL,NV,BCC,AK,BKL,DF,VASC,SCC,UNK';

async function fixture(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await fetch(`/e2e/fixtures/images/${name}`)).arrayBuffer());
}

/** A JPEG of one colour. */
async function jpeg(colour: string, size = 300): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = new OffscreenCanvas(size, size * 0.75);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no context');
  context.fillStyle = colour;
  context.fillRect(0, 0, size, size);
  return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer());
}

/** The tree as a folder in the origin's own file system: a handle like one that a person picks. */
async function folder(tree: Tree, name = 'folder'): Promise<FileSystemDirectoryHandle> {
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(name, { create: true });
  for (const [path, body] of Object.entries(tree)) {
    const parts = path.split('/');
    let at = root;
    for (const part of parts.slice(0, -1)) at = await at.getDirectoryHandle(part, { create: true });
    const writable = await (await at.getFileHandle(parts.at(-1) ?? '', { create: true })).createWritable();
    await writable.write(body);
    await writable.close();
  }
  return root;
}

async function zipped(tree: Tree, options: { readonly password?: string } = {}): Promise<File> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), options);
  for (const [path, body] of Object.entries(tree))
    await writer.add(path, new Uint8ArrayReader(typeof body === 'string' ? new TextEncoder().encode(body) : body));
  return new File([new Uint8Array(await writer.close())], 'set.zip');
}

const statesOf = (scan: ScanBatch): string[] => [...scan.state].map((place) => SCAN_STATES[place] ?? '');
const oddity = ({ summary }: OpenedDataset, kind: string) => summary.oddities.find((entry) => entry.kind === kind);

async function small(): Promise<Tree> {
  return {
    'images/ISIC_1.jpg': await jpeg('#c89070'),
    'images/ISIC_2.jpg': await jpeg('#5a3a28'),
    'images/ISIC_3.jpg': await jpeg('#c89070'),
    'images/ISIC_4.jpg': new Uint8Array(0),
    'images/ISIC_5.jpg': await fixture('exif-orientation-6.jpg'),
    'truth.csv': `\ufeff${TRUTH}\r\nISIC_1,0,1,0,0,0,0,0,0,0\r\nISIC_2,1,0,0,0,0,0,0,0,0\r\nISIC_3,0,1,0,0,0,0,0,0,0\r\nISIC_4,0,0,0,0,0,1,0,0,0\r\nISIC_9,0,0,0,0,0,1,0,0,0\r\n`,
    'meta.csv':
      'image;age_approx;anatom_site_general;lesion_id;sex\nISIC_1;55;"torso; upper";L1;female\nISIC_2;;;;male\n',
  };
}

beforeEach(emptyStorage);

describe('a data set', () => {
  it('is read, scanned, and there again in another worker, which goes on where the first one stopped', async () => {
    const handle = await folder(await small());
    const ended = await inWorker(async (dataset) => {
      const { summary, source } = await opened(dataset, { kind: 'folder', handle });
      expect(source.kind).toBe('open');
      expect(summary).toMatchObject({ name: 'folder', images: 5, reading: { layout: 'isic-2019' } });
      expect(oddity({ summary, source }, 'row-without-file')).toMatchObject({ count: 1, examples: ['ISIC_9'] });
      const [first] = value(await dataset.images(0, 1));
      expect(first).toMatchObject({ id: 'ISIC_1', class: 'NV', lesion: 'L1', site: 'torso; upper', ageYears: 55 });
      expect([...value(await dataset.scanned()).itaDeg]).toEqual([NaN, NaN, NaN, NaN, NaN]);
      const batches: ScanBatch[] = [];
      value(await dataset.scan((batch) => batches.push(batch)));
      const scan = value(await dataset.scanned());
      expect(statesOf(scan)).toEqual(['scanned', 'scanned', 'scanned', 'unreadable', 'scanned']);
      expect([...scan.duplicateOf]).toEqual([-1, -1, 0, -1, -1]);
      expect(scan.itaDeg[0]).toBeGreaterThan(scan.itaDeg[1] ?? NaN);
      expect(new Set(batches.flatMap(({ images }) => [...images])).size).toBe(5);
      expect([...scan.hairShare].every(Number.isNaN)).toBe(true);
      const looked: ScanBatch[] = [];
      value(await dataset.look((batch) => looked.push(batch)));
      expect(looked.flatMap(({ images }) => [...images]).toSorted()).toEqual([0, 1, 2, 4]);
      const seen = value(await dataset.scanned());
      expect([...seen.hairShare].map(Number.isNaN)).toEqual([false, false, false, true, false]);
      return seen;
    });
    await inWorker(async (dataset) => {
      const again = value(await dataset.restore());
      expect(again?.source.kind).toBe('open');
      expect(value(await dataset.scanned())).toEqual(ended);
      let batches = 0;
      value(await dataset.scan(() => (batches += 1)));
      value(await dataset.look(() => (batches += 1)));
      expect(batches).toBe(0);
      const [upright, none, turned] = value(await dataset.thumbnails([0, 3, 4]));
      const [width = 0, height = 0] = await sizeOf(await fixture('exif-orientation-6.jpg'));
      const [turnedWidth = 0, turnedHeight = 0] = await sizeOf(turned);
      expect(turnedWidth > turnedHeight).toBe(width > height);
      expect(none).toBeNull();
      expect(await sizeOf(upright)).toEqual([160, 120]);
      expect(new TextDecoder('latin1').decode(turned ?? undefined)).not.toContain('Exif');
      expect(value(await dataset.file(0)).size).toBeGreaterThan(0);
      value(await dataset.close());
      expect(value(await dataset.restore())).toBeNull();
      const empty = await dataset.open(picked({ 'a.txt': '' }), [], () => undefined);
      expect([empty.ok, value(await dataset.reopen())?.summary]).toEqual([false, again?.summary]);
      expect(value(await dataset.scanned()), 'nothing has to be scanned again').toEqual(ended);
      value(await dataset.close());
      value(await dataset.purge());
      expect(value(await dataset.reopen())).toBeNull();
    });
  });

  it('is corrected by hand, and keeps the correction when the same files are opened again', async () => {
    await inWorker(async (dataset) => {
      const tree = { 'strange/a.jpg': await jpeg('red'), 'nevi/b.jpg': await jpeg('blue') };
      const { summary } = await opened(dataset, picked(tree));
      expect(summary.labels).toEqual([
        { label: 'nevi', class: 'NV', images: 1 },
        { label: 'strange', class: null, images: 1 },
      ]);
      value(await dataset.scan(() => undefined));
      const classes = { ...summary.reading.classes, strange: 'DF' as const };
      const corrected = value(await dataset.read({ ...summary.reading, classes }, ISIC_2019.classes));
      expect(corrected.summary.labels).toContainEqual({ label: 'strange', class: 'DF', images: 1 });
      expect(statesOf(value(await dataset.scanned()))).toEqual(['scanned', 'scanned']);
      const again = await opened(dataset, picked(tree));
      expect(again.summary.labels).toContainEqual({ label: 'strange', class: 'DF', images: 1 });
    });
  });

  it('that was picked as a list has to be picked again after a reload; what was scanned is there', async () => {
    const tree = await small();
    await inWorker(async (dataset) => {
      await opened(dataset, picked(tree));
      value(await dataset.scan(() => undefined));
    });
    await inWorker(async (dataset) => {
      expect(value(await dataset.restore())?.source.kind).toBe('gone');
      const refused = await dataset.scan(() => undefined);
      expect(refused.ok ? '' : refused.failure.code).toBe('dataset-not-reached');
      expect(value(await dataset.thumbnails([0]))[0]).toBeInstanceOf(Uint8Array);
      await opened(dataset, picked(tree));
      expect(statesOf(value(await dataset.scanned()))[0]).toBe('scanned');
    });
  });

  it('is shown and not changed by a second tab', async () => {
    await inWorker(async (dataset) => {
      await opened(dataset, picked(await small()));
      value(await dataset.scan(() => undefined));
      await inWorker(async (second) => {
        expect(value(await second.restore())?.source.kind).toBe('other-tab');
        expect(value(await second.thumbnails([0]))[0]).toBeInstanceOf(Uint8Array);
        const refused = await second.open(picked({ 'a.jpg': await jpeg('red') }), ISIC_2019.classes, () => undefined);
        expect(refused.ok ? '' : refused.failure.code).toBe('dataset-busy');
      });
      expect(value(await dataset.images(0, 9))).toHaveLength(5);
    });
  });

  it('can be paused and goes on', async () => {
    const bytes = await jpeg('#c89070', 900);
    const tree = Object.fromEntries(
      Array.from({ length: 200 }, (_, i) => [`nv/${i}.jpg`, new Uint8Array([...bytes, i % 256])]),
    );
    await inWorker(async (dataset) => {
      await opened(dataset, picked(tree));
      const first = dataset.scan(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 50));
      value(await dataset.pause());
      value(await first);
      const before = statesOf(value(await dataset.scanned())).filter((state) => state === 'scanned').length;
      expect(before).toBeLessThan(200);
      value(await dataset.scan(() => undefined));
      expect(statesOf(value(await dataset.scanned())).every((state) => state === 'scanned')).toBe(true);
    });
  });
});

describe('zips', () => {
  it('are read without being unpacked to the disk', async () => {
    await inWorker(async (dataset) => {
      const { summary } = await opened(dataset, { kind: 'zip', file: await zipped(await small()), handle: null });
      expect(summary).toMatchObject({ name: 'set', images: 5 });
      value(await dataset.scan(() => undefined));
      expect(statesOf(value(await dataset.scanned()))).toEqual([
        'scanned',
        'scanned',
        'scanned',
        'unreadable',
        'scanned',
      ]);
    });
  });

  it('that are hostile or damaged are refused, and the data set that was open stays', async () => {
    await inWorker(async (dataset) => {
      await opened(dataset, picked({ 'nv/a.jpg': await jpeg('red') }));
      const whole = await zipped({ 'nv/a.jpg': await jpeg('red') });
      const cases: [File, Failure][] = [
        [new File([whole.slice(0, whole.size - 40)], 'cut.zip'), failureOf('zip-damaged')],
        [new File(['no zip at all'], 'text.zip'), failureOf('zip-damaged')],
        [await zipped({ 'nv/a.jpg': 'x' }, { password: 'secret' }), failureOf('zip-encrypted')],
        [
          await patched(await zipped({ 'aa/bb.jpg': 'x' }), 'aa/bb.jpg', '../bb.jpg'),
          failureOf('zip-path-outside', { path: '../bb.jpg' }),
        ],
      ];
      for (const [file, fault] of cases) {
        const refused = await dataset.open({ kind: 'zip', file, handle: null }, ISIC_2019.classes, () => undefined);
        expect(refused).toMatchObject({ failure: { code: 'dataset-unsafe-archive', params: { fault } } });
      }
      expect(value(await dataset.images(0, 9))).toHaveLength(1);
    });
  });

  it('with a bomb in it lose that file only', async () => {
    await inWorker(async (dataset) => {
      const file = await zipped({ 'nv/bomb.jpg': new Uint8Array(300 * 2 ** 20), 'nv/good.jpg': await jpeg('red') });
      await opened(dataset, { kind: 'zip', file, handle: null });
      value(await dataset.scan(() => undefined));
      expect(statesOf(value(await dataset.scanned()))).toEqual(['over-limit', 'scanned']);
    });
  });
});

describe('a data set of another name', () => {
  it('is told by name and token, and left to another project', async () => {
    await inWorker(async (dataset) => {
      const tree = { 'nv/a.jpg': await jpeg('red') };
      await opened(dataset, picked(tree));
      const other = value(await dataset.open(picked(tree, 'other'), ISIC_2019.classes, () => undefined));
      expect(other).toMatchObject({ name: 'other' });
      expect(value(await dataset.restore())?.summary.name).toBe('mine');
      const more = await opened(dataset, picked({ ...tree, 'nv/b.jpg': await jpeg('blue') }));
      expect(more.summary.images).toBe(2); // the same folder, to which an image was added
    });
  });
});

describe('what cannot be read', () => {
  it('is told: images that are cut off, no image, and files that are gone', async () => {
    await inWorker(async (dataset) => {
      const whole = await fixture('exif-orientation-6.jpg');
      const plain = await jpeg('#c89070', 900);
      await opened(
        dataset,
        picked({
          'nv/a.jpg': plain.slice(0, plain.length / 2),
          'nv/b.jpg': whole.slice(0, whole.length / 2),
          'nv/c.jpg': plain,
        }),
      );
      value(await dataset.scan(() => undefined));
      expect(statesOf(value(await dataset.scanned()))).toEqual(['unreadable', 'unreadable', 'scanned']);
      const empty = await dataset.open(picked({ 'notes.txt': 'hello' }), ISIC_2019.classes, () => undefined);
      expect(empty.ok ? '' : empty.failure.code).toBe('dataset-empty');
      const handle = await folder({ 'nv/a.jpg': await jpeg('red'), 'nv/b.jpg': await jpeg('blue') }, 'mine');
      await opened(dataset, { kind: 'folder', handle });
      await (await handle.getDirectoryHandle('nv')).removeEntry('b.jpg');
      value(await dataset.scan(() => undefined));
      expect(statesOf(value(await dataset.scanned()))).toEqual(['scanned', 'unreadable']);
      const missing = await dataset.file(1);
      expect(missing.ok ? '' : missing.failure.code).toBe('dataset-file-missing');
    });
  });
});

/** Width and height as it is shown. */
async function sizeOf(file: Uint8Array<ArrayBuffer> | null | undefined): Promise<number[]> {
  const bitmap = await createImageBitmap(new Blob([file ?? '']));
  return [bitmap.width, bitmap.height];
}

/** Runs with a worker of its own and ends it. */
async function inWorker<T>(use: (dataset: DatasetApi) => Promise<T>): Promise<T> {
  const client = createDatasetClient('test');
  try {
    return await use(client);
  } finally {
    client.end();
  }
}

/** A zip in which a name was replaced by another one of the same length. */
async function patched(zip: File, name: string, by: string): Promise<File> {
  const bytes = new Uint8Array(await zip.arrayBuffer());
  const [old, fresh] = [new TextEncoder().encode(name), new TextEncoder().encode(by)];
  for (let at = 0; at + old.length <= bytes.length; at += 1)
    if (old.every((byte, i) => bytes[at + i] === byte)) bytes.set(fresh, at);
  return new File([bytes], 'patched.zip');
}

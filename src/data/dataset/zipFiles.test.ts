/** Zips as people have them: what cannot be read is named once, and the rest is read. */
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { failureIn } from '../../contracts/failure';
import { readTree, readZip } from '../../testing/datasetTree';

type Body = string | Uint8Array<ArrayBuffer>;

/** @param level 0: stored */
async function zipped(tree: Readonly<Record<string, Body>>, level = 0): Promise<Uint8Array<ArrayBuffer>> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { level });
  for (const [path, body] of Object.entries(tree))
    await writer.add(path, new Uint8ArrayReader(typeof body === 'string' ? new TextEncoder().encode(body) : body));
  return new Uint8Array(await writer.close());
}

/** The zip with other bytes wherever some stand, of the same length. */
function patched(zip: Uint8Array<ArrayBuffer>, from: string, to: string): Uint8Array<ArrayBuffer> {
  const text = Array.from(zip, (byte) => String.fromCharCode(byte)).join('');
  return Uint8Array.from(text.replaceAll(from, to), (sign) => sign.charCodeAt(0));
}

/** Says of every file of that name that it is packed by another method. */
function packedBy(zip: Uint8Array<ArrayBuffer>, name: string, method: number): Uint8Array<ArrayBuffer> {
  const bytes = zip.slice();
  const view = new DataView(bytes.buffer);
  const text = Array.from(zip, (byte) => String.fromCharCode(byte)).join('');
  for (const [mark, nameAt, methodAt] of [
    ['PK\u0003\u0004', 30, 8],
    ['PK\u0001\u0002', 46, 10],
  ] as const)
    for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1))
      if (text.startsWith(name, at + nameAt)) view.setUint16(at + methodAt, method, true);
  return bytes;
}

const failureOfZip = async (zip: Uint8Array<ArrayBuffer>) =>
  readZip(new Blob([zip])).then(
    () => null,
    (error: unknown) => failureIn(error),
  );
const labels = { 'metadata.csv': 'image,dx\nISIC_1,nv\nISIC_2,df\n' };

describe('a zip', () => {
  it('of Windows has folders', async () => {
    const zip = patched(await zipped({ 'set/NV/1.jpg': 'a', 'set/DF/1.jpg': 'b' }), 'set/', 'set\\');
    const found = await readZip(new Blob([patched(patched(zip, 'NV/', 'NV\\'), 'DF/', 'DF\\')]));
    expect(found.each((image) => image.class)).toEqual({ 'set/DF/1.jpg': 'DF', 'set/NV/1.jpg': 'NV' });
  });

  it.each(['/home/x.jpg', '../x.jpg', '..\\x.jpg', 'C:\\xx.jpg'])(
    'is read without a file that would lie outside, %s',
    async (path) => {
      const name = `N/${'y'.repeat(path.length - 6)}.jpg`;
      const zip = patched(await zipped({ [name]: 'a', 'DF/1.jpg': 'b' }), name, path);
      const found = await readZip(new Blob([zip]));
      expect(found.images.map((image) => image.path)).toEqual(['DF/1.jpg']);
      expect(found.oddity('path-outside')).toEqual({
        kind: 'path-outside',
        count: 1,
        examples: [path.replaceAll('\\', '/')],
      });
    },
  );

  it.each([
    [12, 'bzip2'],
    [14, 'LZMA'],
    [93, 'Zstandard'],
  ])('packed by method %i says so once', async (method, name) => {
    const zip = await zipped({ 'NV/a.jpg': 'aaaa', 'DF/b.jpg': 'bbbb', 'DF/c.jpg': 'cccc' });
    const some = packedBy(packedBy(zip, 'NV/a.jpg', method), 'DF/b.jpg', method);
    const found = await readZip(new Blob([some]));
    expect(found.images.map(({ path }) => path)).toEqual(['DF/c.jpg']);
    expect(found.oddity('zip-packing')).toEqual({ kind: 'zip-packing', count: 2, examples: [name] });
    const failure = await failureOfZip(packedBy(some, 'DF/c.jpg', method));
    expect(failure).toMatchObject({
      code: 'dataset-unsafe-archive',
      params: { fault: { code: 'zip-packing', params: { method: name } } },
    });
  });

  it.each([0, 6])('in a zip is opened, stored or packed (%i), and named where it cannot be', async (level) => {
    const inner = {
      'part_1.zip': await zipped({ 'ISIC_1.jpg': 'a' }),
      'x/part_2.zip': await zipped({ 'in/ISIC_2.jpg': 'b' }, 6),
    };
    const found = await readZip(new Blob([await zipped({ ...inner, ...labels, 'broken.zip': 'no zip' }, level)]));
    expect(found.each((image) => image.class)).toEqual({
      'part_1.zip/ISIC_1.jpg': 'NV',
      'x/part_2.zip/in/ISIC_2.jpg': 'DF',
    });
    expect(found.oddity('zip-inside')).toEqual({ kind: 'zip-inside', count: 1, examples: ['broken.zip'] });
  });

  it('in a folder is opened; one that lies there unpacked, too, is not', async () => {
    const part = await zipped({ 'ISIC_1.jpg': 'first', 'ISIC_2.jpg': 'second' }, 6);
    const packed = await readTree({ 'part_1.zip': part, ...labels });
    expect(packed.images.map((image) => [image.path, image.class])).toEqual([
      ['part_1.zip/ISIC_1.jpg', 'NV'],
      ['part_1.zip/ISIC_2.jpg', 'DF'],
    ]);
    const both = await readTree({
      'part_1.zip': part,
      'part_1/ISIC_1.jpg': 'first',
      'part_1/ISIC_2.jpg': 'second',
      ...labels,
    });
    expect(both.images.map(({ path }) => path)).toEqual(['part_1/ISIC_1.jpg', 'part_1/ISIC_2.jpg']);
    expect(both.kinds).toEqual(['zip-unpacked']);
    const classes = await readTree({ 'NV.zip': await zipped({ '1.jpg': 'a' }), 'DF/1.jpg': 'other' });
    expect(classes.each((image) => image.class)).toEqual({ 'DF/1.jpg': 'DF', 'NV.zip/1.jpg': 'NV' });
  });

  it('has masks and tables like a folder', async () => {
    const tree = { 'images/NV/1.jpg': 'a', 'masks/NV/1.png': 'b', 'images/DF/1.jpg': 'c', 'masks/DF/1.png': 'd' };
    const found = await readZip(
      new Blob([await zipped({ ...tree, 'more.csv': 'image,age\nNV/1.jpg,50\nDF/1.jpg,60\n' })]),
    );
    expect(found.each(({ mask, ageYears }) => [mask, ageYears])).toEqual({
      'images/DF/1.jpg': ['masks/DF/1.png', 60],
      'images/NV/1.jpg': ['masks/NV/1.png', 50],
    });
  });
});

describe.skipIf(!existsSync('../shared/cases/zips'))('zips of the shared folder', () => {
  const shared = (name: string): Blob => new Blob([readFileSync(`../shared/cases/${name}`)]);

  it('are read as told', async () => {
    const folders = await readZip(shared('zips/backslash_folders.zip'));
    expect(folders.images.map((image) => image.class)).toEqual(['DF', 'NV']);
    const nested = await readZip(shared('zips/nested.zip'));
    expect(nested.images.map((image) => image.class)).toEqual(['NV', 'NV']);
    const absolute = await readZip(shared('zips/absolute.zip'));
    expect(absolute.oddity('path-outside')?.examples).toEqual(['/home/u/set/NV/b.jpg']);
    expect(absolute.images.map(({ path }) => path)).toEqual(['NV/a.jpg']);
    const constructor = await readZip(shared('hostile/dataset-constructor.zip'));
    expect(constructor.images.map(({ label }) => label)).toEqual(['constructor', 'mel', 'toString']);
    const ends = await readZip(shared('hostile/dataset-crcrlf.zip'));
    expect(ends.images.map((image) => image.class)).toEqual(['MEL', 'NV']);
    expect(await failureOfZip(new Uint8Array(readFileSync('../shared/cases/zips/lzma.zip')))).toMatchObject({
      params: { fault: { params: { method: 'LZMA' } } },
    });
  });
});

/** inspect says what the Dataset screen says, of folders and zips on the disk. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DATA } from '../scripts/dataFolder';
import { run, workplace } from './testing';

const { at, said, complained } = workplace();

interface Inspected {
  readonly images: readonly {
    readonly path: string;
    readonly label: string | null;
    readonly class: string | null;
    readonly lesion: string | null;
    readonly patient: string | null;
    readonly split: string | null;
    readonly mask: string | null;
  }[];
  readonly tables: readonly { readonly path: string; readonly key: string | null; readonly images: number }[];
  readonly oddities: readonly {
    readonly kind: string;
    readonly count: number;
    readonly examples: readonly string[];
    readonly says: string;
  }[];
}

async function inspected(path: string): Promise<Inspected> {
  expect(await run('inspect', path, '--json'), complained.join()).toBe(0);
  return JSON.parse(said.at(-1) ?? '') as Inspected;
}

async function onDisk(name: string, tree: Readonly<Record<string, string>>): Promise<string> {
  for (const [path, body] of Object.entries(tree)) {
    await mkdir(dirname(join(at(name), path)), { recursive: true });
    await writeFile(join(at(name), path), body);
  }
  return at(name);
}

const classesOf = ({ images }: Inspected) => images.map((image) => image.class);

describe('inspect', () => {
  it('says of each image its path, label, class, lesion, patient, split and mask, null where nothing is known', async () => {
    const folder = await onDisk('set', {
      'train/NV/1.jpg': 'a',
      'train/NV/1_mask.png': 'b',
      'test/odd/2.jpg': 'c',
      'test/3.jpg': 'd',
      't.csv': 'file,lesion_id,patient_id\ntrain/NV/1.jpg,L1,P1\n',
      '.hidden/4.jpg': 'e',
    });
    const found = await inspected(folder);
    expect(found.images).toEqual([
      { path: 'test/3.jpg', label: null, class: null, lesion: null, patient: null, split: 'test', mask: null },
      { path: 'test/odd/2.jpg', label: 'odd', class: null, lesion: null, patient: null, split: 'test', mask: null },
      {
        path: 'train/NV/1.jpg',
        label: 'NV',
        class: 'NV',
        lesion: 'L1',
        patient: 'P1',
        split: 'train',
        mask: 'train/NV/1_mask.png',
      },
    ]);
    expect(found.tables).toEqual([{ path: 't.csv', key: 'file', images: 1, says: ['lesion', 'patient'] }]);
    expect(found.oddities.map(({ kind, count }) => [kind, count])).toEqual([
      ['file-without-row', 2],
      ['no-label', 1],
      ['unknown-label', 1],
    ]);
    expect(found.oddities[2]?.says).toContain('1 image has a label that is none of the eight classes: odd.');
  });

  it('says the same in sentences', async () => {
    const folder = await onDisk('words', { 'NV/1.jpg': 'a', 'DF/1.jpg': 'b', 'clinics.csv': 'id,name\n1,A\n' });
    expect(await run('inspect', folder)).toBe(0);
    expect(said).toEqual([
      'words: Folder layout, 2 images of 2 lesions',
      'No table with labels was found; the images lie in a folder a class.',
      '  DF (DF): 1',
      '  NV (NV): 1',
      'clinics.csv: nothing about the images',
      '1 table has nothing to do with the images: clinics.csv. Not read.',
    ]);
  });

  it('ends as documented where it is used wrongly, or there is nothing to read', async () => {
    expect(await run('inspect')).toBe(2);
    expect(await run('inspect', 'a', 'b')).toBe(2);
    expect(await run('inspect', at('absent'))).toBe(3);
    await writeFile(at('no.zip'), 'no zip');
    expect(await run('inspect', at('no.zip'))).toBe(3);
    expect(await run('inspect', await onDisk('empty', { 'a.txt': 'nothing' }))).toBe(3);
    expect(complained).toEqual([
      'inlay: inspect needs one PATH: a folder or a zip of images.',
      'inlay: inspect needs one PATH: a folder or a zip of images.',
      `inlay: ${at('absent')} is not there.`,
      expect.stringContaining('It is not a zip, or it is damaged.'),
      expect.stringContaining('There is no image in empty.'),
    ]);
  });
});

describe.skipIf(!existsSync('../shared/cases/sets'))('sets of the shared folder', () => {
  const shared = (name: string): Promise<Inspected> => inspected(join('../shared/cases/sets', name));

  it.each([
    ['dataverse-tab', ['BKL', 'DF'], []],
    ['decimal-comma', ['NV', 'DF'], []],
    ['excel-sep-line', ['NV', 'DF'], []],
    ['folders-and-a-list', ['DF', 'DF', 'MEL', 'NV', 'NV'], ['unused-table']],
    ['hf-same-names', ['MEL', 'DF', 'NV', 'NV'], []],
    ['isic-2018-task-3', ['NV', 'AK', 'AK'], []],
    ['masks-same-names', ['DF', 'MEL', 'NV'], []],
    ['one-hot-booleans', ['DF', 'NV'], []],
    ['trailing-commas', ['NV', 'DF'], []],
    ['two-ground-truths', ['NV', 'MEL', 'DF', 'DF'], []],
  ])('%s', async (name, classes, kinds) => {
    const found = await shared(name);
    expect(classesOf(found)).toEqual(classes);
    expect(found.oddities.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('keep splits and masks apart', async () => {
    const splits = await shared('hf-same-names');
    expect(splits.images.map(({ split }) => split)).toEqual(['test', 'test', 'train', 'train']);
    const masks = await shared('masks-same-names');
    expect(masks.images.map(({ mask }) => mask)).toEqual(
      ['DF', 'MEL', 'NV'].map((code) => `masks/${code}/1_segmentation.png`),
    );
  });
});

describe.skipIf(!existsSync(DATA))('real sets', () => {
  it('HAM10000 has a class, a lesion and a mask for every image', async () => {
    const { images, oddities } = await inspected(join(DATA, 'ham10000'));
    expect(images).toHaveLength(10_015);
    expect(images.every(({ class: code, lesion, mask }) => code !== null && lesion !== null && mask !== null)).toBe(
      true,
    );
    expect(new Set(images.map(({ mask }) => mask)).size).toBe(10_015);
    expect(oddities).toEqual([]);
  });

  it('MILK10k counts each image once, though some lie there in two sizes', async () => {
    const { images, oddities } = await inspected(join(DATA, 'milk10k'));
    expect(images).toHaveLength(4_206);
    expect(images.filter((image) => image.class === 'DF')).toHaveLength(29);
    expect(oddities.find(({ kind }) => kind === 'duplicate-name')?.count).toBe(800);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ISIC_2019, type LesionClass } from '../../contracts/classes';
import type { Reading } from '../../contracts/dataset';
import { assemble } from './assemble';
import { indexImages } from './imageIndex';
import { meaningsOf } from './labels';
import { folderLabel } from './labelSources';
import { oddityList } from './oddities';
import { sortFiles } from './paths';
import { collectTable, type Row } from './tableRows';
import { estimateIta, toneOf } from '../colour/skinTone';

interface Written {
  readonly path: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}
const table = (path: string, columns: string[], ...rows: string[][]): Written => ({
  path,
  columns,
  rows,
});
const read = (
  paths: string[],
  tables: Written[],
  change: (reading: Reading) => Reading = (same) => same,
  classes: readonly LesionClass[] = ISIC_2019.classes,
) => {
  const files = sortFiles(paths);
  const odd = oddityList();
  const index = indexImages(files.images);
  const collected = tables.flatMap(({ path, columns, rows }) => {
    const collector = collectTable(path, index);
    collector.columns(columns);
    for (const row of rows) collector.row(row);
    return collector.finish() ?? [];
  });
  const wanted = { classes, corrected: null, areCopies: () => false };
  const found = assemble(files, index, collected, wanted, oddityList());
  const read = assemble(files, index, collected, { ...wanted, corrected: change(found.reading) }, odd);
  return { ...read, ...read.detection, oddities: odd.all() };
};
const oddity = (found: ReturnType<typeof read>, kind: string) => found.oddities.find((entry) => entry.kind === kind);

const TRUTH = ['image', 'MEL', 'NV', 'BCC', 'AK', 'BKL', 'DF', 'VASC', 'SCC', 'UNK'];
const oneHot = (id: string, ...hot: string[]) => [
  id,
  ...TRUTH.slice(1).map((code) => (hot.includes(code) ? '1.0' : '0.0')),
];

describe('layouts', () => {
  it('reads ISIC 2019: ground truth, metadata, empty lesions, UNK', () => {
    const truth = table('ISIC_2019_Training_GroundTruth.csv', TRUTH, oneHot('ISIC_1', 'NV'), oneHot('ISIC_2', 'UNK'));
    const meta = table(
      'ISIC_2019_Training_Metadata.csv',
      ['image', 'age_approx', 'anatom_site_general', 'lesion_id', 'sex'],
      ['ISIC_1', '55', 'anterior torso', 'MSK_1', 'female'],
      ['ISIC_2', '', '', '', ''],
    );
    const folder = 'ISIC_2019_Training_Input';
    const found = read([`${folder}/ISIC_1.jpg`, `${folder}/ISIC_2.jpg`, truth.path, meta.path], [truth, meta]);
    expect(found.reading.layout).toBe('isic-2019');
    expect(found.images[0]).toEqual({
      id: 'ISIC_1',
      path: `${folder}/ISIC_1.jpg`,
      label: 'NV',
      class: 'NV',
      lesion: 'MSK_1',
      patient: null,
      ownSplit: 'train',
      mask: null,
      ageYears: 55,
      sex: 'female',
      site: 'anterior torso',
      skinType: null,
    });
    expect(found.images[1]).toMatchObject({ label: 'UNK', class: null, lesion: null });
    expect(found.oddities).toEqual([{ kind: 'unknown-label', count: 1, examples: ['UNK'] }]);
  });

  it('reads HAM10000 with its masks; a ground truth is taken before akiec, and says why', () => {
    const meta = table(
      'HAM10000_metadata.csv',
      ['lesion_id', 'image_id', 'dx', 'dx_type', 'age', 'sex', 'localization'],
      ['HAM_1', 'ISIC_1', 'akiec', 'histo', '80.0', 'male', 'face'],
    );
    const truth = table('GroundTruth.csv', TRUTH, oneHot('ISIC_1', 'SCC'));
    const paths = ['HAM10000_images_part_1/ISIC_1.jpg', 'masks/ISIC_1_segmentation.png', meta.path];
    const alone = read(paths, [meta]);
    expect(alone.images[0]).toMatchObject({
      class: 'AK',
      label: 'akiec',
      mask: 'masks/ISIC_1_segmentation.png',
      site: 'face',
    });
    const both = read([...paths, truth.path], [meta, truth]);
    expect(both.images[0]).toMatchObject({ class: 'SCC', lesion: 'HAM_1' });
    expect(both.why).toMatchObject({ kind: 'one-hot', before: 'HAM10000_metadata.csv' });
    expect(both.candidates.map(({ label }) => label.kind)).toEqual(['one-hot', 'column', 'folder']);
  });

  it("reads the ISIC Archive's export by its most exact diagnosis", () => {
    const meta = table(
      'metadata.csv',
      ['isic_id', 'diagnosis_1', 'diagnosis_2', 'diagnosis_3', 'patient_id', 'fitzpatrick_skin_type'],
      ['ISIC_1', 'Malignant', 'Malignant epidermal', 'Squamous cell carcinoma in situ', 'IP_1', 'III'],
      ['ISIC_2', 'Benign', '', '', 'IP_1', ''],
    );
    const found = read(['ISIC_1.JPG', 'ISIC_2.jpg', 'metadata.csv'], [meta]);
    expect(found.reading.layout).toBe('isic-archive');
    expect(found.images[0]).toMatchObject({ class: 'SCC', skinType: 3, lesion: null, patient: 'IP_1' });
    expect(found.labels).toContainEqual({ label: 'Benign', class: null, images: 1 });
  });

  it("reads Hugging Face's imagefolder, masks and all", () => {
    const meta = table(
      'metadata.jsonl',
      ['file_name', 'mask_file_name', 'label'],
      ['images/a.png', 'masks/a_segmentation.png', 'DF'],
    );
    const found = read(['images/a.png', 'masks/a_segmentation.png', 'metadata.jsonl'], [meta]);
    expect(found.reading.layout).toBe('hf-imagefolder');
    expect(found.images).toMatchObject([{ class: 'DF', mask: 'masks/a_segmentation.png' }]);
  });

  it('reads a folder a class, where names may repeat and folders that only sort are passed over', () => {
    const found = read(['train/3_nevus/1.jpg', 'train/melanoma/1.jpg', 'train/lentigo/2.jpg', '.DS_Store'], []);
    expect(found.images.map(({ id, class: code }) => [id, code])).toEqual([
      ['train/3_nevus/1', 'NV'],
      ['2', null],
      ['train/melanoma/1', 'MEL'],
    ]);
  });

  it('takes the meaning of a label from the person', () => {
    const found = read(['lentigo/2.jpg', 'other/3.jpg'], [], (reading) => ({
      ...reading,
      classes: { lentigo: 'BKL' },
    }));
    expect(found.images.map((image) => image.class)).toEqual(['BKL', null]);
    expect(found.reading.classes).toEqual({ lentigo: 'BKL', other: null });
  });

  it('says so where nothing tells the class', () => {
    expect(read(['images/1.jpg'], []).why).toEqual({ kind: 'nothing' });
  });
});

describe('what is odd is counted and never fatal', () => {
  const truth = table(
    'GroundTruth.csv',
    [...TRUTH, 'weather'],
    oneHot('ISIC_1', 'NV', 'MEL'),
    oneHot('ISIC_2', 'DF'),
    oneHot('ISIC_2', 'NV'),
    oneHot('ISIC_1', 'NV'),
    oneHot('gone', 'NV'),
    oneHot('', 'NV'),
    oneHot('=cmd()', 'NV'),
  );
  const found = read(['a/ISIC_1.jpg', 'a/ISIC_2.jpg', 'b/ISIC_2.jpg', 'a/é_3.jpg', 'x_segmentation.png'], [truth]);

  it.each([
    ['two-labels', 1, 'ISIC_1'],
    ['duplicate-row', 1, 'ISIC_1'],
    ['ambiguous-row', 2, 'GroundTruth.csv: ISIC_2 (a/ISIC_2, b/ISIC_2)'],
    ['row-without-file', 2, 'gone'],
    ['file-without-row', 3, 'é_3'],
    ['broken-row', 1, 'GroundTruth.csv: a row without image'],
    ['unknown-column', 1, 'weather'],
    ['mask-without-image', 1, 'x_segmentation.png'],
    ['no-label', 3, 'é_3'],
  ])('%s', (kind, count, example) => {
    expect(oddity(found, kind)).toMatchObject({ count });
    expect(oddity(found, kind)?.examples).toContain(example);
  });

  it('keeps what is right beside it', () => {
    expect(found.images.map(({ id, class: code }) => [id, code])).toEqual([
      ['ISIC_1', null],
      ['a/ISIC_2', null],
      ['é_3', null],
      ['b/ISIC_2', null],
    ]);
  });

  it('never throws, and keeps one image a name', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.array(fc.string(), { maxLength: 10 })), (paths, rows) => {
        const result = read(paths, [table('t.csv', TRUTH, ...rows)]);
        expect(new Set(result.images.map(({ id }) => id)).size).toBe(result.images.length);
      }),
    );
  });
});

describe('labels', () => {
  it.each([
    ['NV', 'NV'],
    ['akiec', 'AK'],
    ["Bowen's disease", 'SCC'],
    ['Benign keratosis-like lesions', 'BKL'],
    ['DF dermatofibroma', 'DF'],
    ['melanoma  (invasive)', 'MEL'],
    ['nv something else', null],
    ['lentigo simplex', null],
    ['', null],
  ])('%s -> %s', (label, code) => expect(meaningsOf(ISIC_2019.classes)(label)).toBe(code));

  it('takes the innermost folder that does not only sort', () => {
    expect(folderLabel('melanoma/images/1.jpg')).toBe('melanoma');
    expect(folderLabel('1.jpg')).toBe('');
  });
});

describe('skin tone', () => {
  const plain = (r: number, g: number, b: number) => {
    const data = new Uint8ClampedArray(20 * 20 * 4);
    for (let i = 0; i < data.length; i += 4) data.set([r, g, b, 255], i);
    return { width: 20, height: 20, data };
  };

  it('gives the angle of the primaries of sRGB, whose L* and b* under D65 are published: 53.24 and 67.20, 87.73 and 83.18', () => {
    expect(estimateIta(plain(255, 0, 0))).toBeCloseTo((Math.atan(3.24 / 67.2) * 180) / Math.PI, 1);
    expect(estimateIta(plain(0, 255, 0))).toBeCloseTo((Math.atan(37.73 / 83.18) * 180) / Math.PI, 1);
  });

  it('says nothing where the border is the tube', () => {
    expect(estimateIta(plain(5, 5, 5))).toBeNull();
  });

  it('sorts angles', () => {
    expect([60, 50, 30, 20, 0, -40].map(toneOf)).toEqual([
      'very light',
      'light',
      'intermediate',
      'tan',
      'brown',
      'dark',
    ]);
  });
});

describe('a project with a class of its own', () => {
  const spitz: LesionClass = { code: 'SPITZ', name: 'Spitz tumour', colour: 'olive', source: 'project' };
  const nine = [...ISIC_2019.classes, spitz];

  it('finds a ninth column of a one-hot table, as a label that no class is known of until there is one', () => {
    const columns = [...TRUTH, 'SPITZ', 'constructor', 'biopsied'];
    const row = (id: string, code: string, biopsied: string) =>
      columns.map((column) =>
        column === 'image' ? id : column === 'biopsied' ? biopsied : column === code ? '1' : '0',
      );
    const truth = table(
      'GroundTruth.csv',
      columns,
      row('a', 'NV', '1'),
      row('b', 'SPITZ', '1'),
      row('c', 'constructor', '0'),
    );
    const before = read(['a.jpg', 'b.jpg', 'c.jpg'], [truth]);
    expect(before.labels.map(({ label, class: code }) => [label, code])).toEqual([
      ['NV', 'NV'],
      ['SPITZ', null],
      ['constructor', null],
    ]);
    expect(oddity(before, 'unknown-column')?.examples).toEqual(['biopsied']);
    const after = read(['a.jpg', 'b.jpg', 'c.jpg'], [truth], (reading) => reading, nine);
    expect(after.images.map((image) => image.class)).toEqual(['NV', 'SPITZ', null]);
  });

  it('reads a label anew whose class was taken away', () => {
    const labels = table('labels.csv', ['image', 'label'], ['a', 'odd'], ['b', 'nevus']);
    const said = (reading: Reading): Reading => ({ ...reading, classes: { odd: 'SPITZ', nevus: null } });
    const classesOf = (classes: readonly LesionClass[]) =>
      read(['a.jpg', 'b.jpg'], [labels], said, classes).images.map((image) => image.class);
    expect(classesOf(nine)).toEqual(['SPITZ', null]);
    expect(classesOf(ISIC_2019.classes)).toEqual([null, null]);
  });
});

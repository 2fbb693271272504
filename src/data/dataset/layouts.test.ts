/** Each published layout is read from its own header row; the rows are made up. */
import { describe, expect, it } from 'vitest';
import type { DatasetImage } from '../../contracts/dataset';
import { LAYOUTS, layoutOf } from '../../core/dataset/layouts/list';
import { readTree } from '../../testing/datasetTree';

interface Fixture {
  readonly id: string;
  readonly images: readonly string[];
  /** Path -> the column that tells which header of the layout is meant, and rows: a value a column. */
  readonly tables: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>;
  readonly classes: readonly (string | null)[];
  readonly first?: Partial<DatasetImage>;
}

const FIXTURES: readonly Fixture[] = [
  {
    id: 'isic-2018',
    images: ['ISIC2018_Task3_Training_Input/ISIC_0000001.jpg', 'ISIC2018_Task3_Training_Input/ISIC_0000002.jpg'],
    tables: {
      'ISIC2018_Task3_Training_GroundTruth.csv': [
        { image: 'ISIC_0000001', AKIEC: '1.0' },
        { image: 'ISIC_0000002', NV: '1.0' },
      ],
    },
    classes: ['AK', 'NV'],
    first: { label: 'AKIEC', ownSplit: 'train' },
  },
  {
    id: 'isic-2019',
    images: ['ISIC_2019_Test_Input/ISIC_0000001.jpg'],
    tables: {
      'ISIC_2019_Test_GroundTruth.csv': [
        { image: 'ISIC_0000001', SCC: '1.0', score_weight: '1.0', validation_weight: '0.0' },
      ],
    },
    classes: ['SCC'],
    first: { ownSplit: 'test' },
  },
  {
    id: 'isic-2020',
    images: ['train/ISIC_0000001.jpg', 'train/ISIC_0000002.jpg'],
    tables: {
      'train.csv': [
        {
          image_name: 'ISIC_0000001',
          patient_id: 'IP_1',
          diagnosis: 'melanoma',
          target: '1',
          age_approx: '45.0',
          sex: 'male',
        },
        { image_name: 'ISIC_0000002', patient_id: 'IP_1', diagnosis: 'unknown', target: '0' },
      ],
    },
    classes: ['MEL', null],
    first: { patient: 'IP_1', ageYears: 45, sex: 'male' },
  },
  {
    id: 'isic-2024',
    images: ['train-image/image/ISIC_0000001.jpg', 'train-image/image/ISIC_0000002.jpg'],
    tables: {
      'train-metadata.csv': [
        {
          isic_id: 'ISIC_0000001',
          target: '1',
          patient_id: 'IP_1',
          iddx_full: 'x',
          iddx_1: 'Malignant',
          iddx_3: 'Basal cell carcinoma',
        },
        { isic_id: 'ISIC_0000002', target: '0', iddx_full: 'Benign', iddx_1: 'Benign' },
      ],
    },
    classes: ['BCC', null],
    first: { label: 'Basal cell carcinoma', patient: 'IP_1' },
  },
  {
    id: 'isic-archive',
    images: ['ISIC_0000001.jpg'],
    tables: {
      'metadata.csv': [
        {
          isic_id: 'ISIC_0000001',
          diagnosis_1: 'Benign',
          diagnosis_3: 'Nevus',
          fitzpatrick_skin_type: 'II',
          lesion_id: 'IL_1',
        },
      ],
    },
    classes: ['NV'],
    first: { skinType: 2, lesion: 'IL_1' },
  },
  {
    id: 'ham10000',
    images: ['HAM10000_images_part_1/ISIC_0000001.jpg'],
    tables: {
      'HAM10000_metadata.tab': [
        {
          lesion_id: 'HAM_1',
          image_id: 'ISIC_0000001',
          dx: 'bkl',
          dx_type: 'histo',
          age: '80.0',
          sex: 'male',
          localization: 'scalp',
        },
      ],
    },
    classes: ['BKL'],
    first: { lesion: 'HAM_1', ageYears: 80, site: 'scalp' },
  },
  {
    id: 'milk10k',
    images: [
      'MILK10k_Training_Input/IL_1/ISIC_0000001.jpg',
      'MILK10k_Training_Input/IL_1/ISIC_0000002.jpg',
      'MILK10k_Training_Input/IL_2/ISIC_0000003.jpg',
    ],
    tables: {
      'MILK10k_Training_GroundTruth.csv': [
        { lesion_id: 'IL_1', SCCKA: '1.0' },
        { lesion_id: 'IL_2', INF: '1.0' },
      ],
      'MILK10k_Training_Metadata.csv': [
        { lesion_id: 'IL_1', isic_id: 'ISIC_0000001', image_type: 'dermoscopic', age_approx: '70' },
        { lesion_id: 'IL_1', isic_id: 'ISIC_0000002', image_type: 'clinical: close-up' },
        { lesion_id: 'IL_2', isic_id: 'ISIC_0000003', image_type: 'dermoscopic' },
      ],
    },
    classes: ['SCC', 'SCC', null],
    first: { label: 'SCCKA', lesion: 'IL_1', ageYears: 70 },
  },
  {
    id: 'pad-ufes-20',
    images: ['images/imgs_part_1/PAT_1_2_3.png', 'images/imgs_part_1/PAT_4_5_6.png'],
    tables: {
      'metadata.csv': [
        {
          patient_id: 'PAT_1',
          lesion_id: '2',
          img_id: 'PAT_1_2_3.png',
          diagnostic: 'ACK',
          fitspatrick: '3.0',
          region: 'FACE',
          gender: 'FEMALE',
          biopsed: 'True',
        },
        { patient_id: 'PAT_4', lesion_id: '5', img_id: 'PAT_4_5_6.png', diagnostic: 'NEV', biopsed: 'False' },
      ],
    },
    classes: ['AK', 'NV'],
    first: { patient: 'PAT_1', lesion: '2', skinType: 3, site: 'face', sex: 'female' },
  },
  {
    id: 'derm7pt',
    images: ['images/NEL/Nel001.jpg', 'images/NEL/NEL002.jpg', 'images/FCL/Fcl003.jpg'],
    tables: {
      'meta/meta.csv': [
        {
          case_num: '1',
          diagnosis: 'melanoma (less than 0.76 mm)',
          derm: 'NEL/Nel001.jpg',
          clinic: 'NEL/NEL002.jpg',
          sex: 'female',
          location: 'back',
        },
        { case_num: '2', diagnosis: 'reed or spitz nevus', derm: 'FCL/Fcl003.jpg', clinic: 'FCL/Fcl004.jpg' },
      ],
    },
    classes: ['NV', 'MEL', 'MEL'],
    first: { lesion: '2' },
  },
  {
    id: 'ddi',
    images: ['000001.png', '000002.png'],
    tables: {
      'ddi_metadata.csv': [
        {
          '': '0',
          DDI_ID: '1',
          DDI_file: '000001.png',
          skin_tone: '56',
          malignant: 'TRUE',
          disease: 'melanoma-in-situ',
        },
        {
          '': '1',
          DDI_ID: '2',
          DDI_file: '000002.png',
          skin_tone: '12',
          malignant: 'FALSE',
          disease: 'verruca-vulgaris',
        },
      ],
    },
    classes: ['MEL', null],
    first: { label: 'melanoma-in-situ' },
  },
  {
    id: 'fitzpatrick17k',
    images: ['images/0123456789abcdef0123456789abcdef.jpg'],
    tables: {
      'fitzpatrick17k.csv': [
        {
          md5hash: '0123456789abcdef0123456789abcdef',
          fitzpatrick_scale: '4',
          label: 'nevocytic nevus',
          nine_partition_label: 'benign melanocyte',
        },
      ],
    },
    classes: ['NV'],
    first: { skinType: 4 },
  },
  {
    id: 'hf-imagefolder',
    images: ['test/1.png', 'train/1.png'],
    tables: {
      'train/metadata.csv': [{ file_name: '1.png', label: 'nevus' }],
      'test/metadata.csv': [{ file_name: '1.png', label: 'melanoma' }],
    },
    classes: ['MEL', 'NV'],
    first: { ownSplit: 'test', split: 'test' },
  },
];

/** The header of the layout that has all columns of the rows. */
function headerFor(id: string, rows: readonly Readonly<Record<string, string>>[]): readonly string[] {
  const named = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const layout = LAYOUTS.find(
    (known) => known.id === id && named.every((name) => known.header.split(',').includes(name)),
  );
  if (!layout) throw new Error(`No table of ${id} has ${named.join()}.`);
  return layout.header.split(',');
}

describe('published layouts', () => {
  it('have a fixture each, a source, and a header that is theirs', () => {
    expect(new Set(FIXTURES.map(({ id }) => id))).toEqual(new Set(LAYOUTS.map(({ id }) => id)));
    for (const layout of LAYOUTS) {
      expect(layout.source).toMatch(/^https:\/\//);
      expect(layoutOf('metadata.csv', layout.header.split(','))?.id, layout.id).toBe(layout.id);
    }
  });

  it.each(FIXTURES)('$id', async ({ id, images, tables, classes, first }) => {
    const written = Object.entries(tables).map(([path, rows]) => {
      const header = headerFor(id, rows);
      const isHot = header.some((name) => /^(MEL|BCC)$/.test(name));
      const separator = path.endsWith('.tab') ? '\t' : ',';
      const cells = rows.map((row) => header.map((name) => `"${row[name] ?? (isHot ? '0.0' : '')}"`));
      return [path, [header, ...cells].map((line) => line.join(separator)).join('\n')] as const;
    });
    const found = await readTree({
      ...Object.fromEntries(images.map((path) => [path, path])),
      ...Object.fromEntries(written),
    });
    expect(found.layout).toBe(id);
    expect(found.images.map((image) => image.class)).toEqual(classes);
    expect(found.images[0]).toMatchObject(first ?? {});
    expect(found.kinds.filter((kind) => !['unknown-label', 'no-label', 'row-without-file'].includes(kind))).toEqual([]);
  });

  it('a folder a class, with splits and without', async () => {
    const found = await readTree({
      'train/DF/1.jpg': 'a',
      'train/NV/1.jpg': 'b',
      'test/DF/1.jpg': 'c',
      'DF/2.jpg': 'd',
    });
    expect(found.layout).toBe('imagefolder');
    expect(found.images.map((image) => image.class)).toEqual(['DF', 'DF', 'DF', 'NV']);
  });

  it('a folder a class that holds a folder a patient', async () => {
    const found = await readTree({ 'NV/P1/1.jpg': 'a', 'MEL/P2/1.jpg': 'b', 'Spitz/P3/1.jpg': 'c' });
    expect(found.each(({ label }) => label)).toEqual({
      'MEL/P2/1.jpg': 'MEL',
      'NV/P1/1.jpg': 'NV',
      'Spitz/P3/1.jpg': 'Spitz',
    });
  });

  it('the same images twice, in folders that hold the same numbers of the archive', async () => {
    const ids = Array.from({ length: 30 }, (_, at) => `ISIC_00000${String(at).padStart(2, '0')}`);
    const found = await readTree({
      ...Object.fromEntries(ids.map((id) => [`images/${id}.jpg`, id])),
      ...Object.fromEntries(ids.slice(0, 25).map((id) => [`large/${id}.jpg`, `larger ${id}`])),
      'GroundTruth.csv': ['image,NV,DF', ...ids.map((id) => `${id},1,0`)].join('\n'),
    });
    expect(found.images.map(({ path, class: code }) => [path, code])).toEqual(
      ids.map((id) => [`images/${id}.jpg`, 'NV']),
    );
    expect(found.oddity('duplicate-name')?.count).toBe(25);
  });
});

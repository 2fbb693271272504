/** Images, rows and masks meet by the longest path that both know; where several fit, none is taken. */
import { describe, expect, it } from 'vitest';
import { readTree } from '../../testing/datasetTree';

const labelOf = ({ label }: { readonly label: string }): string => label;
const maskOf = ({ mask }: { readonly mask: string | null }): string | null => mask;

describe('rows', () => {
  it('meet images of the same name by the path, however it is written', async () => {
    const tree = { 'train/0001.jpg': 'a', 'train/0002.jpg': 'b', 'test/0001.jpg': 'c', 'test/0002.jpg': 'd' };
    const right = { 'test/0001.jpg': 'MEL', 'test/0002.jpg': 'DF', 'train/0001.jpg': 'NV', 'train/0002.jpg': 'NV' };
    for (const written of [
      (path: string) => path,
      (path: string) => `./${path}`,
      (path: string) => path.replace('/', '\\'),
      (path: string) => `C:\\data\\${path.replace('/', '\\')}`,
      (path: string) => `/home/me/set/${path}`,
      (path: string) => path.replace('.jpg', ''),
      (path: string) => path.replace('.jpg', '.png'),
      (path: string) => path.toUpperCase(),
    ]) {
      const rows = Object.entries(right).map(([path, label]) => `${written(path)},${label}`);
      const found = await readTree({ ...tree, 'metadata.csv': ['file_name,label', ...rows].join('\n') });
      expect(found.each(labelOf), rows[0]).toEqual(right);
      expect(found.kinds).toEqual([]);
    }
  });

  it('keep the splits of the data set, whose validation images are for calibration', async () => {
    const folders = ['train', 'validation', 'test'];
    const tree = Object.fromEntries(
      folders.flatMap((folder) => ['NV', 'DF'].map((code) => [`${folder}/${code}/1.jpg`, folder + code])),
    );
    const found = await readTree(tree);
    expect(found.each(({ split }) => split)).toEqual({
      'test/DF/1.jpg': 'test',
      'test/NV/1.jpg': 'test',
      'train/DF/1.jpg': 'train',
      'train/NV/1.jpg': 'train',
      'validation/DF/1.jpg': 'calibration',
      'validation/NV/1.jpg': 'calibration',
    });
    expect(found.at('validation/NV/1.jpg')).toMatchObject({
      ownSplit: 'validation',
      class: 'NV',
      id: 'validation/NV/1',
    });
  });

  it.each([
    [
      'a table in the folder of its images',
      { 'train/metadata.csv': 'file_name,label\n1.jpg,NV\n', 'test/metadata.csv': 'file_name,label\n1.jpg,DF\n' },
    ],
    [
      'a table beside the folder of its images',
      { 'train.csv': 'image,label\n1,NV\n', 'test.csv': 'image,label\n1,DF\n' },
    ],
    [
      'a table that speaks of its split',
      { 'Training_GroundTruth.csv': 'image,NV,DF\n1,1,0\n', 'Test_GroundTruth.csv': 'image,NV,DF\n1,0,1\n' },
    ],
    ['a column with the split', { 'all.csv': 'image,split,label\n1,train,NV\n1,test,DF\n' }],
    [
      'tables in folders of their own',
      { 'labels/train/a.csv': 'image,label\n1,NV\n', 'labels/test/a.csv': 'image,label\n1,DF\n' },
    ],
  ])('of the same name are told apart by %s', async (_, tables) => {
    const found = await readTree({ 'train/images/1.jpg': 'a', 'test/images/1.jpg': 'b', ...tables });
    expect(found.each(labelOf)).toEqual({ 'test/images/1.jpg': 'DF', 'train/images/1.jpg': 'NV' });
    expect(found.kinds).toEqual([]);
  });

  it('of the same name in folders of patients are told apart by the patient', async () => {
    const tree = { 'P01/1.jpg': 'a', 'P02/1.jpg': 'b', 'P02/2.jpg': 'c' };
    const found = await readTree({ ...tree, 't.csv': 'patient_id,image,dx\nP01,1,nv\nP02,1,mel\nP02,2,df\n' });
    expect(found.each(({ class: code, patient }) => [code, patient])).toEqual({
      'P01/1.jpg': ['NV', 'P01'],
      'P02/1.jpg': ['MEL', 'P02'],
      'P02/2.jpg': ['DF', 'P02'],
    });
  });

  it('that fit several images are read for none of them, and told', async () => {
    const found = await readTree({ 'a/1.jpg': 'a', 'b/1.jpg': 'b', 'b/2.jpg': 'c', 't.csv': 'image,dx\n1,nv\n2,df\n' });
    expect(found.each(labelOf)).toEqual({ 'a/1.jpg': '', 'b/1.jpg': '', 'b/2.jpg': 'df' });
    expect(found.oddity('ambiguous-row')).toEqual({
      kind: 'ambiguous-row',
      count: 1,
      examples: ['t.csv: 1 (a/1, b/1)'],
    });
  });

  it('are of all images that are one and the same file', async () => {
    const found = await readTree({
      'part_1/ISIC_7.jpg': 'same',
      'Part_1/ISIC_7.jpg': 'same',
      't.csv': 'image,dx\nISIC_7,nv\n',
    });
    expect(found.each(labelOf)).toEqual({ 'Part_1/ISIC_7.jpg': 'nv', 'part_1/ISIC_7.jpg': 'nv' });
    expect(found.kinds).toEqual([]);
  });

  it('about an image that is missing are not taken for one of the same name elsewhere', async () => {
    const found = await readTree({
      'NV/1.jpg': 'a',
      'DF/2.jpg': 'b',
      'test/3.jpg': 'c',
      't.csv': 'file,dx\nNV/1.jpg,nv\nDF/1.jpg,df\nDF/2.jpg,df\ntrain/3.jpg,mel\n',
    });
    expect(found.each(labelOf)).toEqual({ 'DF/2.jpg': 'df', 'NV/1.jpg': 'nv', 'test/3.jpg': '' });
    expect(found.oddity('row-without-file')).toMatchObject({ count: 2, examples: ['DF/1.jpg', 'train/3.jpg'] });
  });

  it('meet names whose accents, case, zeros or ending were changed by a program', async () => {
    const found = await readTree({
      ['a/übung.JPG'.normalize('NFD')]: 'a',
      'a/0007.jpg': 'b',
      'a/ISIC_0000013_downsampled.jpg': 'c',
      'a/Case_012.png': 'd',
      't.csv': 'image,dx\nÜbung.jpg,nv\n7,df\nISIC_0000013,mel\ncase_12,bcc\n',
    });
    expect(found.images.map(labelOf).toSorted()).toEqual(['bcc', 'df', 'mel', 'nv']);
    expect(found.at('a/0007.jpg')?.label).toBe('df');
    expect(found.oddity('near-name')?.count).toBe(3);
    expect(found.kinds).toEqual(['near-name']);
  });

  it('do not meet loosely where an exact name is there, or where two would fit', async () => {
    const found = await readTree({
      'a/01.jpg': 'a',
      'a/1.jpg': 'b',
      'a/002.jpg': 'c',
      'a/02.jpg': 'd',
      't.csv': 'image,dx\n1,nv\n01,df\n2,mel\n',
    });
    expect(found.each(labelOf)).toEqual({ 'a/002.jpg': '', 'a/01.jpg': 'df', 'a/02.jpg': '', 'a/1.jpg': 'nv' });
    expect(found.oddity('ambiguous-row')?.count).toBe(1);
  });

  it('of a table that has nothing to do with images change nothing, and it is named', async () => {
    const images = { 'NV/1.jpg': 'a', 'NV/2.jpg': 'b', 'MEL/1.jpg': 'c', 'DF/1.jpg': 'd', 'DF/2.jpg': 'e' };
    const alone = await readTree(images);
    for (const table of [
      'id,name\n1,A\n2,B\n',
      'id,label\n1,A\n2,B\n',
      'city,beds\nUlm,3\n',
      'image,dx\nother,nv\n',
      'a\n1\n',
    ]) {
      const found = await readTree({ ...images, 'clinics.csv': table });
      expect(found.images, table).toEqual(alone.images);
      expect(found.oddity('unused-table'), table).toEqual({
        kind: 'unused-table',
        count: 1,
        examples: ['clinics.csv'],
      });
      expect(found.kinds, table).toEqual(['unused-table']);
    }
    expect(alone.each(({ class: code }) => code)['MEL/1.jpg']).toBe('MEL');
  });

  it('name images in a column of any name', async () => {
    const found = await readTree({
      'x/ab_1.jpg': 'a',
      'x/ab_2.jpg': 'b',
      't.csv': 'picture of,age,what\nab_1.jpg,50,nevus\nab_2.jpg,60,melanoma\n',
    });
    expect(found.each(({ class: code, ageYears }) => [code, ageYears])).toEqual({
      'x/ab_1.jpg': ['NV', 50],
      'x/ab_2.jpg': ['MEL', 60],
    });
  });
});

describe('masks', () => {
  const drawn = (paths: readonly string[]) => Object.fromEntries(paths.map((path, at) => [path, `${at}`]));

  it.each([
    [
      'parallel folders',
      'images/DF/1.jpg',
      'masks/DF/1_segmentation.png',
      'images/NV/1.jpg',
      'masks/NV/1_segmentation.png',
    ],
    ['a folder within each class', 'DF/1.jpg', 'DF/masks/1.png', 'NV/1.jpg', 'NV/masks/1.png'],
    ['two folders within each class', 'DF/images/1.jpg', 'DF/masks/1.png', 'NV/images/1.jpg', 'NV/masks/1.png'],
    ['beside the images', 'DF/1.jpg', 'DF/1_mask.png', 'NV/1.jpg', 'NV/1_mask.png'],
    ['splits', 'train/1.jpg', 'train_masks/1.png', 'test/1.jpg', 'test_masks/1.png'],
    [
      'splits within folders',
      'images/train/1.jpg',
      'segmentations/train/1.png',
      'images/test/1.jpg',
      'segmentations/test/1.png',
    ],
    ['patients', 'P1/visit/1.jpg', 'masks/P1/1.png', 'P2/visit/1.jpg', 'masks/P2/1.png'],
    ['a zip a class', 'DF.zip/1.jpg', 'masks/DF/1.png', 'NV.zip/1.jpg', 'masks/NV/1.png'],
  ])('of images of the same name are those of their folder: %s', async (_, first, firstMask, second, secondMask) => {
    const found = await readTree(drawn([first, firstMask, second, secondMask]));
    expect(found.each(maskOf)).toEqual({ [first]: firstMask, [second]: secondMask });
    expect(found.kinds.filter((kind) => kind.includes('mask'))).toEqual([]);
  });

  it('that fit several images, or several of one image, are not taken, and are told', async () => {
    const several = await readTree(drawn(['DF/1.jpg', 'NV/1.jpg', 'masks/1.png']));
    expect(several.images.map(maskOf)).toEqual([null, null]);
    expect(several.oddity('ambiguous-mask')).toMatchObject({ count: 1, examples: ['masks/1.png'] });
    const two = await readTree(drawn(['NV/1.jpg', 'expert_masks/1.png', 'student_masks/1.png']));
    expect(two.images.map(maskOf)).toEqual([null]);
    expect(two.oddity('ambiguous-mask')?.examples).toEqual(['NV/1.jpg: expert_masks/1.png, student_masks/1.png']);
  });

  it('of an image that is missing are not given to one of the same name', async () => {
    const found = await readTree(
      drawn(['images/NV/1.jpg', 'images/DF/2.jpg', 'masks/NV/1.png', 'masks/DF/1.png', 'masks/DF/2.png']),
    );
    expect(found.each(maskOf)).toEqual({ 'images/DF/2.jpg': 'masks/DF/2.png', 'images/NV/1.jpg': 'masks/NV/1.png' });
    expect(found.oddity('mask-without-image')?.examples).toEqual(['masks/DF/1.png']);
  });

  it('are those that a table names, and no images', async () => {
    const found = await readTree({
      ...drawn(['p/a.png', 'p/b.png', 'outlines/one.png', 'outlines/two.png']),
      'metadata.csv': 'file_name,mask,label\np/a.png,outlines/two.png,NV\np/b.png,outlines/one.png,DF\n',
    });
    expect(found.each(maskOf)).toEqual({ 'p/a.png': 'outlines/two.png', 'p/b.png': 'outlines/one.png' });
  });

  it('are told from images of a set that is called after its masks', async () => {
    const found = await readTree(
      drawn(['ham_with_masks/NV/1.jpg', 'ham_with_masks/masks/NV/1.png', 'ham_with_masks/DF/2.jpg']),
    );
    expect(found.each(maskOf)).toEqual({
      'ham_with_masks/DF/2.jpg': null,
      'ham_with_masks/NV/1.jpg': 'ham_with_masks/masks/NV/1.png',
    });
    const only = await readTree(drawn(['masks/NV/1.jpg', 'masks/DF/2.jpg']));
    expect(only.images).toHaveLength(2);
  });
});

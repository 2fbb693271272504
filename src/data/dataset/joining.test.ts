/** Any number of tables: each says what it knows, what disagrees is told, and lesions and patients stay together. */
import { describe, expect, it } from 'vitest';
import { readTree } from '../../testing/datasetTree';

const HEAD = 'image,MEL,NV,BCC,AK,BKL,DF,VASC,SCC,UNK';
const classOf = ({ class: code }: { readonly class: string | null }): string | null => code;

describe('tables', () => {
  it('one a split are one source, and metadata beside them is joined', async () => {
    const found = await readTree({
      'Train_Input/ISIC_1.jpg': 'a',
      'Train_Input/ISIC_2.jpg': 'b',
      'Test_Input/ISIC_9.jpg': 'c',
      'Train_GroundTruth.csv': `${HEAD}\nISIC_1,1,0,0,0,0,0,0,0,0\nISIC_2,0,0,0,0,0,1,0,0,0\n`,
      'Test_GroundTruth.csv': `${HEAD}\nISIC_9,0,1,0,0,0,0,0,0,0\n`,
      'Train_Metadata.csv': 'image,age_approx,lesion_id,sex\nISIC_1,55,L1,female\nISIC_2,,L2,male\n',
      'Test_Metadata.csv': 'image;age_approx;sex\nISIC_9;40,0;female\n',
    });
    expect(found.each((image) => [image.class, image.lesion, image.ageYears, image.ownSplit, image.split])).toEqual({
      'Test_Input/ISIC_9.jpg': ['NV', null, 40, 'test', 'test'],
      'Train_Input/ISIC_1.jpg': ['MEL', 'L1', 55, 'train', 'train'],
      'Train_Input/ISIC_2.jpg': ['DF', 'L2', null, 'train', 'train'],
    });
    expect(found.kinds).toEqual([]);
    expect(found.why).toMatchObject({ kind: 'one-hot', tables: ['Test_GroundTruth.csv', 'Train_GroundTruth.csv'] });
    expect(found.tables.find(({ path }) => path === 'Train_Metadata.csv')).toEqual({
      path: 'Train_Metadata.csv',
      key: 'image',
      images: 2,
      says: ['lesion', 'age', 'sex'],
    });
  });

  it('that agree in other words are not told to disagree; an akiec that is an SCC is none either', async () => {
    const found = await readTree({
      'a/ISIC_1.jpg': 'a',
      'a/ISIC_2.jpg': 'b',
      'truth.csv': `${HEAD}\nISIC_1,0,0,0,0,0,0,0,1,0\nISIC_2,0,1,0,0,0,0,0,0,0\n`,
      'HAM10000_metadata.csv': 'lesion_id,image_id,dx\nH1,ISIC_1,akiec\nH2,ISIC_2,nv\n',
    });
    expect(found.each(classOf)).toEqual({ 'a/ISIC_1.jpg': 'SCC', 'a/ISIC_2.jpg': 'NV' });
    expect(found.kinds).toEqual([]);
  });

  it('that contradict each other in one column leave the image without a class', async () => {
    const found = await readTree({
      'a/x1.jpg': 'a',
      'a/x2.jpg': 'b',
      'one.csv': 'image,dx,age\nx1,nv,50\nx2,df,60\n',
      'two.csv': 'image,dx,age\nx1,mel,51\nx2,DF,60.0\n',
    });
    expect(found.each(classOf)).toEqual({ 'a/x1.jpg': null, 'a/x2.jpg': 'DF' });
    expect(found.oddity('labels-disagree')).toEqual({
      kind: 'labels-disagree',
      count: 1,
      examples: ['x1: nv (one.csv), mel (two.csv)'],
    });
    expect(found.oddity('tables-disagree')?.examples).toEqual(['x1: age 50, 51']);
  });

  it('that name an image twice with two labels leave it without a class', async () => {
    const found = await readTree({
      'a/x1.jpg': 'a',
      'a/x2.jpg': 'b',
      't.csv': 'image,dx\nx1,nv\nx1,mel\nx2,df\nx2,DF\n',
    });
    expect(found.each(classOf)).toEqual({ 'a/x1.jpg': null, 'a/x2.jpg': 'DF' });
    expect(found.kinds).toEqual(['unknown-label', 'labels-disagree', 'duplicate-row']);
  });

  it('and folders that contradict each other are told', async () => {
    const found = await readTree({ 'NV/x1.jpg': 'a', 'DF/x2.jpg': 'b', 't.csv': 'image,dx\nx1,mel\nx2,df\n' });
    expect(found.at('NV/x1.jpg')?.class).toBe('MEL');
    expect(found.oddity('labels-disagree')?.examples).toEqual(['x1: mel, NV']);
  });

  it('fill each other: an image that the first one leaves out has the label of the second', async () => {
    const found = await readTree({
      'a/x1.jpg': 'a',
      'a/x2.jpg': 'b',
      'one.csv': 'image,dx\nx1,nv\n',
      'two.csv': 'image,label\nx2,melanoma\n',
    });
    expect(found.each(classOf)).toEqual({ 'a/x1.jpg': 'NV', 'a/x2.jpg': 'MEL' });
  });

  it('of lesions and of patients are joined by what another table, or a folder, says', async () => {
    const found = await readTree({
      'IL_1/x1.jpg': 'a',
      'IL_1/x2.jpg': 'b',
      'IL_2/x3.jpg': 'c',
      'images.csv': 'image,patient_id\nx1,P1\nx2,P1\nx3,P2\n',
      'lesions.csv': 'lesion_id,diagnosis\nIL_1,nevus\nIL_2,melanoma\nIL_3,nevus\n',
      'patients.tsv': 'patient_id\tsex\tage\nP1\tf\t40\nP2\tm\t50\n',
    });
    expect(found.each((image) => [image.class, image.sex, image.ageYears])).toEqual({
      'IL_1/x1.jpg': ['NV', 'female', 40],
      'IL_1/x2.jpg': ['NV', 'female', 40],
      'IL_2/x3.jpg': ['MEL', 'male', 50],
    });
    expect(found.kinds).toEqual([]);
  });

  it('with a column twice say it, and what it contradicts means nothing', async () => {
    const found = await readTree({
      'a/x1.jpg': 'a',
      'a/x2.jpg': 'b',
      'a/x3.jpg': 'c',
      't.csv': 'image,dx,dx\nx1,nv,nv\nx2,nv,mel\nx3,,df\n',
    });
    expect(found.each(classOf)).toEqual({ 'a/x1.jpg': 'NV', 'a/x2.jpg': null, 'a/x3.jpg': 'DF' });
    expect(found.oddity('column-twice')?.examples).toEqual(['t.csv: dx']);
    expect(found.oddity('tables-disagree')?.examples).toEqual(['t.csv: dx nv, mel']);
  });

  it('say 1 in many ways', async () => {
    const rows = { True: 'False', '1,0': '0,0', '1.0': '0.0', TRUE: 'FALSE', '1': '' };
    for (const [yes, no] of Object.entries(rows)) {
      const text = `image;NV;DF\nx1;${yes};${no}\nx2;${no};${yes}\n`;
      const found = await readTree({ 'a/x1.jpg': 'a', 'a/x2.jpg': 'b', 't.csv': text });
      expect(found.each(classOf), yes).toEqual({ 'a/x1.jpg': 'NV', 'a/x2.jpg': 'DF' });
    }
  });

  it('of text and of JSON lines are tables; licences are not', async () => {
    const tree = { 'a/x1.jpg': 'a', 'a/x2.jpg': 'b', 'LICENSE.txt': 'CC BY-NC, see below.\nNo warranty.\n' };
    const text = await readTree({ ...tree, 'labels.txt': 'image\tdx\nx1\tnv\nx2\tdf\n' });
    expect(text.each(classOf)).toEqual({ 'a/x1.jpg': 'NV', 'a/x2.jpg': 'DF' });
    expect(text.kinds).toEqual([]);
    const json = await readTree({
      ...tree,
      'metadata.jsonl': '{"file_name":"a/x1.jpg"}\n{"file_name":"a/x2.jpg","label":"DF","age":50}\n',
    });
    expect(json.each((image) => [image.class, image.ageYears])).toEqual({
      'a/x1.jpg': [null, null],
      'a/x2.jpg': ['DF', 50],
    });
  });
});

describe('labels that every object inherits', () => {
  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    '%s is a label, and may be a column',
    async (name) => {
      const folder = await readTree({ [`${name}/1.jpg`]: 'a', 'NV/2.jpg': 'b' });
      expect(folder.at(`${name}/1.jpg`)).toMatchObject({ label: name, class: null });
      const table = await readTree({ 'a/x1.jpg': 'a', 'a/x2.jpg': 'b', 't.csv': `image,dx\nx1,${name}\nx2,nv\n` });
      expect(table.at('a/x1.jpg')?.label).toBe(name);
      const hot = await readTree({
        'a/x1.jpg': 'a',
        'a/x2.jpg': 'b',
        'a/x3.jpg': 'c',
        't.csv': `image,NV,DF,${name}\nx1,0,0,1\nx2,1,0,0\nx3,0,1,0\n`,
      });
      expect(hot.each(({ label }) => label)).toEqual({ 'a/x1.jpg': name, 'a/x2.jpg': 'NV', 'a/x3.jpg': 'DF' });
      const own = [{ code: 'X', name, colour: 'olive', source: 'project' } as const];
      expect((await readTree({ [`${name}/1.jpg`]: 'a' }, own)).images[0]?.class).toBe('X');
    },
  );
});

describe('splits', () => {
  it('keep a patient together, whatever lesions and classes the images are of', async () => {
    const ids = Array.from({ length: 120 }, (_, at) => at);
    const rows = ids.map((at) => `x${at},L${at % 60},P${at % 30},${at % 2 === 0 ? 'nv' : 'df'}`);
    const found = await readTree({
      ...Object.fromEntries(ids.map((at) => [`a/x${at}.jpg`, `${at}`])),
      't.csv': ['image,lesion_id,patient_id,dx', ...rows].join('\n'),
    });
    const splits = new Map<string, Set<string>>();
    for (const { patient, split } of found.images)
      splits.set(patient ?? '', (splits.get(patient ?? '') ?? new Set()).add(split));
    expect([...splits.values()].map(({ size }) => size)).toEqual(Array.from({ length: 30 }, () => 1));
    expect(new Set(found.images.map(({ split }) => split)).size).toBe(3);
  });

  it('of the data set give way where a lesion is on both sides, and it is told', async () => {
    const found = await readTree({
      'train/x1.jpg': 'a',
      'test/x2.jpg': 'b',
      'test/x3.jpg': 'c',
      't.csv': 'image,lesion_id,dx\nx1,L1,nv\nx2,L1,nv\nx3,L2,nv\n',
    });
    expect(found.each(({ split }) => split)).toEqual({
      'test/x2.jpg': 'train',
      'test/x3.jpg': 'test',
      'train/x1.jpg': 'train',
    });
    expect(found.oddity('group-in-two-splits')?.examples).toEqual(['L1']);
  });
});

/** The person's own real training images and the samples in one set, a folder a class, with a table that says which are synthetic. */
import type { RealImage } from '../../../contracts/archive';
import { csvLine } from '../../dataset/csv';
import { markdownText } from '../markdown';
import type { RowFile } from '../rows';
import { isLesion, type Preset } from './preset';

const COLUMNS = ['file', 'label', 'synthetic', 'image_id', 'lesion_id', 'patient_id', 'source_id'];

const sampleFile = (code: string, id: string): string => `train/${code}/${id}.png`;

/** Each has its own name; of two that are called alike the later ones get a number. */
function namedApart(real: readonly RealImage[]): readonly string[] {
  const seen = new Map<string, number>();
  return real.map(({ class: code, path }) => {
    const name = path.replace(/^.*\//, '');
    const key = `${code}/${name}`.toLowerCase(); // some systems know no capitals
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return `train/${code}/${times === 1 ? name : name.replace(/(\.[^.]*)?$/, `-${times}$1`)}`;
  });
}

function table(real: readonly RealImage[]): RowFile {
  const files = namedApart(real);
  const rows = real.map(({ class: code, id, lesion, patient }, i) =>
    csvLine([files[i] ?? '', code, 'False', id, lesion ?? '', patient ?? '', '']),
  );
  return {
    path: 'train.csv',
    scope: 'exported',
    sections: [
      {
        head: [csvLine(COLUMNS), ...rows].join(''),
        separator: '',
        foot: '',
        rowsOf: ({ record, source }) => [
          csvLine([sampleFile(record.class, record.id), record.class, 'True', record.id, record.id, '', source ?? '']),
        ],
      },
    ],
  };
}

export const merged: Preset = {
  id: 'merged',
  takes: isLesion,
  placeOf: ({ record }) => ({ image: sampleFile(record.class, record.id), mask: null }),
  realPlaces: namedApart,
  tables: (_facts, real) => [table(real)],
  texts(facts, real) {
    const counts = new Map<string, readonly [real: number, synthetic: number]>();
    for (const { class: code } of real) counts.set(code, [(counts.get(code)?.[0] ?? 0) + 1, 0]);
    for (const { class: code, samples } of facts.byClass) counts.set(code, [counts.get(code)?.[0] ?? 0, samples]);
    const text = [
      `# ${markdownText(facts.name)}: real and synthetic training images`,
      '',
      'Real images of your own, as their files are, and synthetic ones made with Inlay. Not a medical device; not for diagnosis.',
      '',
      '```python',
      'import pandas as pd',
      'from torchvision.datasets import ImageFolder',
      'train = ImageFolder("train")',
      'table = pd.read_csv("train.csv")  # which of them are synthetic',
      '```',
      '',
      '| class | real | synthetic |',
      '|---|---|---|',
      ...[...counts].map(([code, [own, synthetic]]) => `| ${markdownText(code)} | ${own} | ${synthetic} |`),
      '',
      'It is for training alone. No real image of the validation and test parts is in it, and no sample that stands on skin of one.',
      'Measure a classifier on real images that are not in it.',
      '',
      'What the files of the real images say of a person is still in them. They are under no licence unless you give one.',
      `Licences of the synthetic images: ${facts.imageLicences.map(markdownText).join('; ')}.`,
      '',
    ].join('\n');
    return [{ path: 'README.md', text }];
  },
};

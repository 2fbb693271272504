/** Hugging Face's imagefolder with its parts as splits and the classes as a ClassLabel: `load_dataset(folder)["train"]` holds no test row. */
import { writtenCodes } from '../classList';
import { EXPORT_SPLITS } from '../backgroundSplit';
import type { ExportFacts } from '../facts';
import type { ExportRow, RowFile } from '../rows';
import { metadataOf } from '../tables';
import { ofSplit, type Preset } from './preset';
import { readme } from './readme';

const file = ({ record }: ExportRow): string => `images/${record.id}.png`;
const mask = ({ record }: ExportRow): string => `masks/${record.id}.png`;

/** `file_name` counts from the folder of the table. */
const rows: RowFile = {
  path: 'metadata.jsonl',
  scope: 'exported',
  sections: [
    {
      head: '',
      separator: '',
      foot: '',
      rowsOf(row) {
        const { file_name: _f, mask_file_name: _m, split: _s, ...rest } = metadataOf(row);
        return [`${JSON.stringify({ file_name: file(row), mask_file_name: mask(row), ...rest })}\n`];
      },
    },
  ],
};

export const huggingface: Preset = {
  id: 'huggingface',
  takes: () => true,
  placeOf: (row) => ({ image: `data/${row.split}/${file(row)}`, mask: `data/${row.split}/${mask(row)}` }),
  tables: (facts) => splitsOf(facts).map((split) => ofSplit(rows, `data/${split}/metadata.jsonl`, split)),
  texts: (facts) => [{ path: 'README.md', text: `${frontMatter(facts)}${words(facts)}` }],
};

/** Parts that have a sample: an empty one cannot be loaded. */
function splitsOf({ byClass }: ExportFacts) {
  return EXPORT_SPLITS.filter((_, part) => byClass.some(({ parts }) => (parts[part] ?? 0) > 0));
}

function frontMatter(facts: ExportFacts): string {
  const names = writtenCodes(facts.list).map((code, i) => `      '${i}': ${JSON.stringify(code)}`);
  return [
    '---',
    'task_categories:',
    '- image-classification',
    'tags:',
    '- synthetic',
    'configs:',
    '- config_name: default',
    '  drop_labels: true',
    '  data_files:',
    ...splitsOf(facts).flatMap((split) => [`  - split: ${split}`, `    path: data/${split}/**`]),
    'class_label:',
    '  label:',
    '    names:',
    ...names,
    '---',
    '',
  ].join('\n');
}

function words(facts: ExportFacts): string {
  const names = JSON.stringify(writtenCodes(facts.list));
  return readme(facts, {
    title: 'for Hugging Face datasets',
    loading: [
      '```python',
      'from datasets import ClassLabel, load_dataset',
      `data = load_dataset("FOLDER")  # of this file`,
      `data = data.cast_column("label", ClassLabel(names=${names}))`,
      'train = data["train"]',
      '```',
    ].join('\n'),
    about: 'The columns beside image and mask are those of the table `metadata.jsonl` of each part.',
  });
}

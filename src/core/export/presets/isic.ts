/** As the ISIC challenges lay their files: images of a part in one folder, and a one-hot table of its own for each part. */
import { EXPORT_SPLITS, type ExportSplit } from '../backgroundSplit';
import { csvLine } from '../../dataset/csv';
import type { ExportRow, RowFile } from '../rows';
import { groundTruthCsv } from '../tables';
import { ofSplit, type Preset } from './preset';
import { readme } from './readme';

const NAMES: Readonly<Record<ExportSplit, string>> = { train: 'Training', validation: 'Validation', test: 'Test' };

/** The columns of ISIC 2019; nothing is known of a person who is not there. */
const metadata: RowFile = {
  path: 'Metadata.csv',
  scope: 'exported',
  sections: [
    {
      head: csvLine(['image', 'age_approx', 'anatom_site_general', 'lesion_id', 'sex', 'synthetic', 'source_id']),
      separator: '',
      foot: '',
      rowsOf: ({ record, source }: ExportRow) => [csvLine([record.id, '', '', record.id, '', 'True', source ?? ''])],
    },
  ],
};

export const isic: Preset = {
  id: 'isic',
  takes: () => true,
  placeOf: ({ record, split }) => ({ image: `${NAMES[split]}_Input/${record.id}.png`, mask: null }),
  tables: (facts) =>
    EXPORT_SPLITS.flatMap((split) => [
      ofSplit(groundTruthCsv(facts.list), `${NAMES[split]}_GroundTruth.csv`, split),
      ofSplit(metadata, `${NAMES[split]}_Metadata.csv`, split),
    ]),
  texts: (facts) => [
    {
      path: 'README.md',
      text: readme(facts, {
        title: 'tables as ISIC 2019 has them',
        loading: ['```python', 'import pandas as pd', 'truth = pd.read_csv("Training_GroundTruth.csv")', '```'].join(
          '\n',
        ),
        about: 'One column a class, 1.0 where it is the one. Painted-away skin (SKIN) goes under UNK.',
      }),
    },
  ],
};

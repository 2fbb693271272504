/** Images and masks of the same name in two folders, as segmentation code reads them. */
import type { ExportRow } from '../rows';
import { isLesion, SHORT_SPLITS, type Preset } from './preset';
import { readme } from './readme';

const placed = (folder: string, { record, split }: ExportRow): string =>
  `${folder}/${SHORT_SPLITS[split]}/${record.id}.png`;

export const segmentation: Preset = {
  id: 'segmentation',
  takes: isLesion,
  placeOf: (row) => ({ image: placed('images', row), mask: placed('masks', row) }),
  tables: () => [],
  texts: (facts) => [
    {
      path: 'README.md',
      text: readme(facts, {
        title: 'images and masks',
        loading: [
          '```python',
          'from pathlib import Path',
          'pairs = [(image, Path("masks/train") / image.name) for image in sorted(Path("images/train").iterdir())]',
          '```',
        ].join('\n'),
        about: 'In a mask 255 is lesion, 0 is skin.',
      }),
    },
  ],
};

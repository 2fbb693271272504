/** A folder a class in a folder a part, as torchvision's ImageFolder, Keras and most course notebooks read it. */
import type { ExportRow } from '../rows';
import { isLesion, SHORT_SPLITS, type Preset } from './preset';
import { readme } from './readme';

const imagePath = ({ record, split }: ExportRow): string => `${SHORT_SPLITS[split]}/${record.class}/${record.id}.png`;

export const folders: Preset = {
  id: 'folders',
  takes: isLesion,
  placeOf: (row) => ({ image: imagePath(row), mask: null }),
  tables: () => [],
  texts: (facts) => [
    {
      path: 'README.md',
      text: readme(facts, {
        title: 'a folder a class',
        loading: [
          '```python',
          'from torchvision.datasets import ImageFolder',
          'train = ImageFolder("train")',
          '```',
        ].join('\n'),
        about: 'The name of the folder is the class. A part, or a class in it, that has no sample has no folder.',
      }),
    },
  ],
};

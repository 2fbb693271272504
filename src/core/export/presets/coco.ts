/** COCO instances, a file a part, as detectron2, MMDetection and torchvision's CocoDetection read them. */
import { EXPORT_SPLITS } from '../backgroundSplit';
import type { SampleRecord } from '../../../contracts/sample';
import { cocoJson } from '../tables';
import { ofSplit, SHORT_SPLITS, type Preset } from './preset';
import { readme } from './readme';

const fileName = ({ id }: SampleRecord): string => `${id}.png`;

export const coco: Preset = {
  id: 'coco',
  takes: () => true,
  placeOf: ({ record, split }) => ({ image: `${SHORT_SPLITS[split]}/${fileName(record)}`, mask: null }),
  tables: (facts) =>
    EXPORT_SPLITS.map((split) =>
      ofSplit(
        cocoJson(facts.list, facts.imageLicences, { fileName }),
        `annotations/instances_${SHORT_SPLITS[split]}.json`,
        split,
      ),
    ),
  texts: (facts) => [
    {
      path: 'README.md',
      text: readme(facts, {
        title: 'COCO instances',
        loading: [
          '```python',
          'from pycocotools.coco import COCO',
          'train = COCO("annotations/instances_train.json")  # images lie in train/',
          '```',
        ].join('\n'),
        about: 'An instance an image: the lesion, as run lengths, with its box and its area.',
      }),
    },
  ],
};

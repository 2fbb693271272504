/** Collects what is odd about a data set: how often, with a few examples; said in words for the person. */
import { ODDITIES, type Oddity } from '../../contracts/dataset';

const MAX_EXAMPLES = 5;

export interface OddityList {
  add(kind: Oddity['kind'], example: string): void;
  all(): Oddity[];
}

export function oddityList(): OddityList {
  const found = new Map<Oddity['kind'], { count: number; examples: string[] }>();
  return {
    add(kind, example) {
      const known = found.get(kind);
      if (!known) found.set(kind, { count: 1, examples: [example] });
      else {
        known.count += 1;
        if (known.examples.length < MAX_EXAMPLES && !known.examples.includes(example)) known.examples.push(example);
      }
    },
    all: () =>
      ODDITIES.flatMap((kind) => {
        const known = found.get(kind);
        return known ? [{ kind, ...known }] : [];
      }),
  };
}

/** What happened and what the studio did about it. */
export const ODDITY_WORDS: Readonly<
  Record<Oddity['kind'], { readonly single: string; readonly many: string; readonly then: string }>
> = {
  'row-without-file': {
    single: 'row names an image that is not here',
    many: 'rows name images that are not here',
    then: 'Passed over.',
  },
  'file-without-row': {
    single: 'image is in no row of a table',
    many: 'images are in no row of a table',
    then: 'What the table would say is unknown.',
  },
  'no-label': {
    single: 'image has no label',
    many: 'images have no label',
    then: 'Shown, and counted for no class.',
  },
  'unknown-label': {
    single: 'image has a label that is none of the eight classes',
    many: 'images have labels that are none of the eight classes',
    then: 'Counted for no class; you can say what a label means.',
  },
  'two-labels': { single: 'image has two labels', many: 'images have two labels', then: 'Counted for no class.' },
  'duplicate-row': {
    single: 'row is about an image that already has one',
    many: 'rows are about images that already have one',
    then: 'The first row counts.',
  },
  'duplicate-name': {
    single: 'file has the name of another one',
    many: 'files have the name of another one',
    then: 'The first one counts.',
  },
  'broken-row': { single: 'row of a table is broken', many: 'rows of tables are broken', then: 'Passed over.' },
  'unknown-column': { single: 'column is not known', many: 'columns are not known', then: 'Not read.' },
  'lesion-of-two-classes': {
    single: 'lesion has images of different classes',
    many: 'lesions have images of different classes',
    then: 'Each image keeps its own class; all go to one split.',
  },
  'mask-without-image': {
    single: 'mask belongs to no image',
    many: 'masks belong to no image',
    then: 'Passed over.',
  },
  'unreadable-table': {
    single: 'table could not be read',
    many: 'tables could not be read',
    then: 'Passed over.',
  },
  'unused-table': {
    single: 'table has no column that names images',
    many: 'tables have no column that names images',
    then: 'Not read.',
  },
  'unreadable-image': {
    single: 'image cannot be read: empty, damaged or above 64 megapixels',
    many: 'images cannot be read: empty, damaged or above 64 megapixels',
    then: 'Counted for no class.',
  },
  'duplicate-image': {
    single: 'image is the same file as another one, byte for byte',
    many: 'images are the same file as another one, byte for byte',
    then: 'The first one counts.',
  },
};

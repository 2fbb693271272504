/** Which images of a data set are shown. */
import { ANY_CLASS, NO_CLASS, type ClassCode } from '../../contracts/classes';
import { SCAN_STATES, type DatasetImage, type Oddity } from '../../contracts/dataset';
import { isLike, type Likeness } from './coverage';
import { ageGroupOf, counts, siteOf, type ScanColumns } from './tally';

export interface ImageFilter extends Likeness {
  /** A code, ANY_CLASS or NO_CLASS. */
  readonly class: ClassCode;
  readonly split: DatasetImage['split'] | 'all';
  /** `all`, or a name of `tallySites`, `tallyAges`. */
  readonly site: string;
  readonly age: string;
  readonly state: (typeof IMAGE_STATES)[number];
}

export const IMAGE_STATES = [
  'all',
  'counted',
  'duplicate',
  'unreadable',
  'over-limit',
  'with-mask',
  'without-mask',
] as const;

export const ALL_IMAGES: ImageFilter = {
  class: ANY_CLASS,
  split: 'all',
  tone: 'all',
  hair: 'all',
  size: 'all',
  site: 'all',
  age: 'all',
  state: 'all',
};

/** Places of the images that pass, in order. */
export function filterImages(images: readonly DatasetImage[], scan: ScanColumns, filter: ImageFilter): number[] {
  const passing: number[] = [];
  images.forEach((image, at) => {
    const passes =
      (filter.class === ANY_CLASS || (image.class ?? NO_CLASS) === filter.class) &&
      (filter.split === 'all' || image.split === filter.split) &&
      (filter.site === 'all' || siteOf(image) === filter.site) &&
      (filter.age === 'all' || ageGroupOf(image) === filter.age) &&
      isLike(scan, at, filter) &&
      isInState(image, at, scan, filter.state);
    if (passes) passing.push(at);
  });
  return passing;
}

function isInState(image: DatasetImage, at: number, scan: ScanColumns, state: ImageFilter['state']): boolean {
  switch (state) {
    case 'all':
      return true;
    case 'counted':
      return counts(image, at, scan);
    case 'duplicate':
      return (scan.duplicateOf[at] ?? -1) >= 0;
    case 'unreadable':
    case 'over-limit':
      return scan.state[at] === SCAN_STATES.indexOf(state);
    case 'with-mask':
      return image.mask !== null;
    case 'without-mask':
      return image.mask === null;
  }
}

const MAX_EXAMPLES = 5;

/** What turned out to be odd when the images were scanned. */
export function scanOddities(images: readonly DatasetImage[], scan: ScanColumns): Oddity[] {
  const kinds = [
    { kind: 'unreadable-image', state: 'unreadable' },
    { kind: 'image-over-limit', state: 'over-limit' },
    { kind: 'duplicate-image', state: 'duplicate' },
  ] as const;
  return kinds.flatMap(({ kind, state }) => {
    const found = filterImages(images, scan, { ...ALL_IMAGES, state });
    const examples = found.slice(0, MAX_EXAMPLES).flatMap((at) => images[at]?.id ?? []);
    return found.length === 0 ? [] : [{ kind, count: found.length, examples }];
  });
}

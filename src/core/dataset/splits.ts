/** Assigns every image to a split, so that images of one lesion, and of one patient where patients are known, stay together. */
import type { DatasetImage } from '../../contracts/dataset';
import type { LesionClass } from '../../contracts/classes';
import type { OddityList } from './oddities';
import { splitLesions, type Split } from './split';

/** An image before its split is known. */
export type UnsplitImage = Omit<DatasetImage, 'split'>;

/** What images are one of, so that they may not be on both sides: the lesion, else the patient, else the image alone. */
export function lesionOf({ lesion, patient, id }: Pick<DatasetImage, 'lesion' | 'patient' | 'id'>): string {
  return lesion ?? patient ?? id;
}

/**
 * Class by class and by lesion. Where the data set itself says what is for training and what for testing, that holds, and only the images
 * for calibration are drawn from those for training.
 */
export async function assignSplits(
  images: readonly UnsplitImage[],
  classes: readonly LesionClass[],
  odd: OddityList,
): Promise<DatasetImage[]> {
  const groupOf = groupsOf(images);
  const classOf = new Map<string, number>();
  for (const [at, { class: code }] of images.entries()) {
    const group = groupOf[at] ?? '';
    const place = code === null ? classes.length : classes.findIndex((known) => known.code === code);
    if (!classOf.has(group)) classOf.set(group, place);
  }
  const own = ownSplits(images, groupOf, odd);
  const isOwn = (group: string): boolean => own.get(group) === 'train';
  const drawn = await splitLesions(new Map([...classOf].filter(([group]) => !own.has(group))));
  const drawnOfTraining = await splitLesions(new Map([...classOf].filter(([group]) => isOwn(group))));
  const hasValidation = [...own.values()].includes('calibration');
  const splitOf = (group: string): Split => {
    const said = own.get(group);
    if (said === undefined) return drawn.get(group) ?? 'train';
    const isForCalibration = drawnOfTraining.get(group) === 'calibration' && !hasValidation;
    return said === 'train' && isForCalibration ? 'calibration' : said;
  };
  return images.map((image, at) => ({ ...image, split: splitOf(groupOf[at] ?? '') }));
}

/** Of each image the name of its group: that of the first patient in it, else of the lesion, else of the image. */
function groupsOf(images: readonly UnsplitImage[]): readonly string[] {
  if (images.every(({ patient }) => patient === null)) return images.map(lesionOf);
  const parents = new Map<string, string>();
  const root = (name: string): string => {
    let at = name;
    for (let next = parents.get(at); next !== undefined && next !== at; next = parents.get(at)) at = next;
    return at;
  };
  const nodes = images.map(({ id, lesion, patient }) => {
    const names = [patient === null ? [] : `p${patient}`, lesion === null ? [] : `l${lesion}`].flat();
    const [first = `i${id}`, second] = names;
    if (second !== undefined) {
      const roots = [root(first), root(second)].toSorted((a, b) =>
        a.startsWith('p') === b.startsWith('p') ? (a < b ? -1 : 1) : a.startsWith('p') ? -1 : 1,
      );
      const [kept = first, joined = second] = roots;
      if (kept !== joined) parents.set(joined, kept);
    }
    return first;
  });
  return nodes.map((node) => root(node).slice(1));
}

/** What the data set says of each group, where it tells training from testing at all; a group on both sides is for training. */
function ownSplits(images: readonly UnsplitImage[], groupOf: readonly string[], odd: OddityList): Map<string, Split> {
  const said = new Set(images.map(({ ownSplit }) => ownSplit));
  const found = new Map<string, Split>();
  if (!said.has('train') || !(said.has('test') || said.has('validation'))) return found;
  const inTwo = new Set<string>();
  const order: readonly Split[] = ['train', 'calibration', 'test'];
  for (const [at, { ownSplit }] of images.entries()) {
    if (ownSplit === null) continue;
    const group = groupOf[at] ?? '';
    const split: Split = ownSplit === 'validation' ? (said.has('test') ? 'calibration' : 'test') : ownSplit;
    const before = found.get(group);
    if (before !== undefined && before !== split) inTwo.add(group);
    if (before === undefined || order.indexOf(split) < order.indexOf(before)) found.set(group, split);
  }
  for (const group of inTwo) odd.add('group-in-two-splits', group);
  return found;
}

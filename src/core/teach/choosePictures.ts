/** Which images of a data set a class is shown or taught from, and which lesions are only looked at. */
import type { ClassCode } from '../../contracts/classes';
import type { DatasetImage } from '../../contracts/dataset';
import { OWN_CLASS_LIMITS } from '../../contracts/ownClass';
import { lesionOf } from '../dataset/lesionOf';

/** Of the lesions, so many are held out; at least and at most so many. */
const HELD_OUT = { share: 0.2, least: 2, most: 8 } as const;

export interface Chosen {
  /** Places in the data set; by turns of all lesions, so that none counts more than another. */
  readonly learn: readonly number[];
  /** One image a lesion. */
  readonly heldOut: readonly number[];
  /** Lesions that are learnt from. */
  readonly lesions: number;
}

/**
 * Images of the test split stay out of everything. Lesions of the calibration split are held out first.
 * @param usable places of images that can be read @param isTaught else none has to be held out
 */
export function choosePictures(
  images: readonly DatasetImage[],
  usable: readonly number[],
  code: ClassCode,
  isTaught: boolean,
): Chosen {
  const byLesion = new Map<string, { readonly at: number[]; isCalibration: boolean }>();
  for (const at of usable) {
    const image = images[at];
    if (image?.class !== code || image.split === 'test') continue;
    const name = lesionOf(image);
    const lesion = byLesion.get(name) ?? { at: [], isCalibration: image.split === 'calibration' };
    lesion.at.push(at);
    byLesion.set(name, lesion);
  }
  const all = [...byLesion.values()];
  const wanted = Math.min(HELD_OUT.most, Math.max(HELD_OUT.least, Math.round(HELD_OUT.share * all.length)));
  const ordered = [...all].sort((a, b) => Number(b.isCalibration) - Number(a.isCalibration));
  const heldOut = isTaught ? ordered.slice(0, wanted) : [];
  const learnt = ordered.filter((lesion) => !heldOut.includes(lesion));
  return {
    learn: byTurns(learnt.map(({ at }) => at)).slice(0, OWN_CLASS_LIMITS.pictures),
    heldOut: heldOut.flatMap(({ at }) => at.slice(0, 1)),
    lesions: learnt.length,
  };
}

function byTurns(lists: readonly (readonly number[])[]): number[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) => lists.flatMap((list) => list[turn] ?? [])).flat();
}

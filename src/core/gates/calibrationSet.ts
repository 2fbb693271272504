/** Which real images a class is fitted on, and which ones its p-values are counted among. */
import { LESION_CODES, type LesionCode } from '../../contracts/classes';
import { imagesFor } from './conformal';
import type { ReferenceImages } from './referenceImages';

/**
 * `held-out`: p-values count the calibration split, where the encoder has seen the others; `leave-out`: every image, each by
 * fits that leave its lesion out, for images that the encoder has never seen; `small-leave-out`: those of small classes so, as they
 * have none to spare, and the others held out.
 */
export const CALIBRATIONS = ['held-out', 'leave-out', 'small-leave-out'] as const;
export type CalibrationKind = (typeof CALIBRATIONS)[number];

/** Below this many images a class has none to spare: each is calibrated by a fit that leaves its lesion out. */
export const LEAVE_OUT_BELOW = 200;

/** Held-out images without which a class cannot keep the promise of 1 %. */
const ENOUGH = imagesFor(0.01);

interface ClassRows {
  readonly fitted: readonly number[];
  /** Rows that nothing was fitted on; empty where fits leave the lesion out instead. */
  readonly heldOut: readonly number[];
  /** Those among which p-values are counted: held out, or each by a fit without its lesion. Empty: the class cannot be scored. */
  readonly counted: readonly number[];
}

export interface CalibrationSet {
  readonly reference: ReferenceImages;
  readonly calibration: CalibrationKind;
  /** Rows of all classes that may be fitted on: none that calibrates. */
  readonly fittedRows: readonly number[];
  /** Rows whose distance to others is measured. */
  readonly probeRows: readonly number[];
  readonly rowsOf: Readonly<Record<LesionCode, ClassRows>>;
  /** The classes whose images a class's p-values are counted among: itself, or all that are too small alone. */
  readonly together: Readonly<Record<LesionCode, readonly LesionCode[]>>;
}

export function calibrationSet(reference: ReferenceImages, calibration: CalibrationKind): CalibrationSet {
  const { splits, labels } = reference;
  const leavesOut = byClass((_, label) => {
    if (calibration !== 'small-leave-out') return calibration === 'leave-out';
    return Array.from(labels).filter((other) => other === label).length < LEAVE_OUT_BELOW;
  });
  const rowsOf = byClass((code, label): ClassRows => {
    const own = (row: number): boolean => labels[row] === label;
    if (leavesOut[code]) {
      const fitted = rowsIn(reference, null, own);
      return { fitted, heldOut: [], counted: fitted };
    }
    const [fitted, heldOut] = [rowsIn(reference, 'train', own), rowsIn(reference, 'calibration', own)];
    return { fitted, heldOut, counted: fitted.length > 0 ? heldOut : [] };
  });
  const isLeftOut = LESION_CODES.map((code) => leavesOut[code]);
  const isFitted = (row: number): boolean => splits[row] === 'train' || isLeftOut[labels[row] ?? -1] === true;
  return {
    reference,
    calibration,
    rowsOf,
    fittedRows: rowsIn(reference, null, isFitted),
    probeRows: rowsIn(reference, calibration === 'leave-out' ? null : 'calibration'),
    together: groupsOf(rowsOf),
  };
}

/** Classes with too few held-out images are counted together: scores are in standard deviations of each one's own images. */
function groupsOf(rowsOf: CalibrationSet['rowsOf']): Record<LesionCode, readonly LesionCode[]> {
  const small = LESION_CODES.filter((code) => {
    const { length } = rowsOf[code].counted;
    return length > 0 && length < ENOUGH;
  });
  return byClass((code) => (small.includes(code) ? small : [code]));
}

function rowsIn(
  { ids, splits }: ReferenceImages,
  split: string | null,
  keep = (_row: number): boolean => true,
): number[] {
  return ids.flatMap((_, row) => ((split === null || splits[row] === split) && keep(row) ? [row] : []));
}

export function byClass<T>(make: (code: LesionCode, label: number) => T): Record<LesionCode, T> {
  return Object.fromEntries(LESION_CODES.map((code, label) => [code, make(code, label)])) as Record<LesionCode, T>;
}

/** The values of a class and of those that it is counted together with, ascending. */
export function pooled(
  { together }: Pick<CalibrationSet, 'together'>,
  code: LesionCode,
  valuesOf: (other: LesionCode) => Float64Array | undefined,
): Float64Array {
  return Float64Array.from(together[code].flatMap((other) => [...(valuesOf(other) ?? [])])).sort();
}

/** "NV, AK and DF" */
export function amongWords({ together }: Pick<CalibrationSet, 'together'>, code: LesionCode): string {
  return together[code].join(', ').replace(/, ([A-Z]+)$/, ' and $1');
}

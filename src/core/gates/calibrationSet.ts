/** Which real images a class is fitted on, and which ones its p-values are counted among. */
import { ofClass, type ClassCode } from '../../contracts/classes';
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
  /** Those of the real images. */
  readonly classes: readonly ClassCode[];
  readonly reference: ReferenceImages;
  readonly calibration: CalibrationKind;
  /** Rows of all classes that may be fitted on: none that calibrates. */
  readonly fittedRows: readonly number[];
  /** Rows whose distance to others is measured. */
  readonly probeRows: readonly number[];
  readonly rowsOf: ReadonlyMap<ClassCode, ClassRows>;
  /** The classes whose images a class's p-values are counted among: itself, or all that are too small alone. */
  readonly together: ReadonlyMap<ClassCode, readonly ClassCode[]>;
}

export function calibrationSet(reference: ReferenceImages, calibration: CalibrationKind): CalibrationSet {
  const { splits, labels, classes } = reference;
  const leavesOut = classes.map((_, label) => {
    if (calibration !== 'small-leave-out') return calibration === 'leave-out';
    return Array.from(labels).filter((other) => other === label).length < LEAVE_OUT_BELOW;
  });
  const rows = classes.map((_, label): ClassRows => {
    const own = (row: number): boolean => labels[row] === label;
    if (leavesOut[label] === true) {
      const fitted = rowsIn(reference, null, own);
      return { fitted, heldOut: [], counted: fitted };
    }
    const [fitted, heldOut] = [rowsIn(reference, 'train', own), rowsIn(reference, 'calibration', own)];
    return { fitted, heldOut, counted: fitted.length > 0 ? heldOut : [] };
  });
  const isFitted = (row: number): boolean => splits[row] === 'train' || leavesOut[labels[row] ?? -1] === true;
  const rowsOf = new Map(classes.map((code, label) => [code, rows[label] ?? NO_ROWS]));
  return {
    classes,
    reference,
    calibration,
    rowsOf,
    fittedRows: rowsIn(reference, null, isFitted),
    probeRows: rowsIn(reference, calibration === 'leave-out' ? null : 'calibration'),
    together: groupsOf(rowsOf),
  };
}

const NO_ROWS: ClassRows = { fitted: [], heldOut: [], counted: [] };

/** None of a class that the set does not have. */
export function rowsFor({ rowsOf }: Pick<CalibrationSet, 'rowsOf'>, code: ClassCode): ClassRows {
  return rowsOf.get(code) ?? NO_ROWS;
}

/** Classes with too few held-out images are counted together: scores are in standard deviations of each one's own images. */
function groupsOf(rowsOf: CalibrationSet['rowsOf']): Map<ClassCode, readonly ClassCode[]> {
  const small = [...rowsOf].flatMap(
    ([
      code,
      {
        counted: { length },
      },
    ]) => (length > 0 && length < ENOUGH ? [code] : []),
  );
  return new Map([...rowsOf.keys()].map((code) => [code, small.includes(code) ? small : [code]]));
}

function rowsIn(
  { ids, splits }: ReferenceImages,
  split: string | null,
  keep = (_row: number): boolean => true,
): number[] {
  return ids.flatMap((_, row) => ((split === null || splits[row] === split) && keep(row) ? [row] : []));
}

/** The values of a class and of those that it is counted together with, ascending. */
export function pooled(
  { together }: Pick<CalibrationSet, 'together'>,
  code: ClassCode,
  values: Readonly<Record<ClassCode, Float64Array>>,
): Float64Array {
  const all = (together.get(code) ?? []).flatMap((other) => [...(ofClass(values, other) ?? [])]);
  return Float64Array.from(all).sort();
}

/** "NV, AK and DF" */
export function amongWords({ together }: Pick<CalibrationSet, 'together'>, code: ClassCode): string {
  const among = together.get(code) ?? [code];
  const last = among.at(-1) ?? code;
  return among.length < 2 ? last : `${among.slice(0, -1).join(', ')} and ${last}`;
}

/** What the arms of the probe differ in, with the lesions, class by class, as the units that are drawn again. */
import type { ClassCode } from '../../contracts/classes';
import {
  BALANCED_USES,
  CONTROLS,
  type Estimate,
  type MeasuredArm,
  type ProbeArm,
  type Utility,
} from '../../contracts/evaluation';
import { averagePrecision, decide, meanOf, rankRows, recalls, type Readings } from '../metrics/classification';
import { estimate, freedomOf, lesionDraw, lesionsByClass, spreadOf } from './draws';

/** Of a class that is to be read: with fewer, a fold has none to learn from, and nothing can be said of how far the number may be off. */
export const LEAST_LESIONS = 5;

/** Lesions of each class that has enough to be read, in the order of the classes. */
export function readClasses(labels: ArrayLike<number>, lesions: ArrayLike<number>): Map<number, number> {
  const found = [...lesionsByClass(labels, lesions)].map(([label, own]) => [label, own.length] as const);
  return new Map(found.filter(([, count]) => count >= LEAST_LESIONS).sort(([a], [b]) => a - b));
}

/** A smaller gain is the rounding of a sum: nothing would show it. */
const LEAST_GAIN = 0.0005;

/** How many more lesions of a class would show a gain of this size, if it is there; null where it is shown, or where there is none. */
export function lesionsToShow({ value, low, high }: Estimate, lesions: number): number | null {
  const half = (high - low) / 2;
  if (!(value >= LEAST_GAIN) || value > half) return null;
  return Math.ceil(lesions * (half / value) ** 2) - lesions;
}

/** Of the images themselves, then of each draw; a row a class that is read. */
interface Metrics {
  readonly recall: readonly Float64Array[];
  readonly auprc: readonly Float64Array[];
}

/**
 * @param classes what labels are places in @param readings a repeat each, of each arm: probabilities of all images, read while they were not learnt from
 */
export function gainsOf(
  { labels, lesions }: { readonly labels: ArrayLike<number>; readonly lesions: ArrayLike<number> },
  classes: readonly ClassCode[],
  readings: ReadonlyMap<ProbeArm, readonly Readings[]>,
  draws: number,
  seed: number,
): Omit<Utility, 'folds' | 'repeats'> {
  const read = readClasses(labels, lesions);
  const weightings = [
    new Float64Array(labels.length).fill(1),
    ...Array.from({ length: draws }, (_, draw) => lesionDraw(labels, lesions, seed, draw)),
  ];
  const metrics = new Map(
    [...readings].map(([arm, repeats]) => [arm, metricsOf(repeats, [...read.keys()], weightings)]),
  );

  const measured = (a: ProbeArm, b: ProbeArm | null): MeasuredArm => {
    const [first, second] = [metrics.get(a), b === null ? undefined : metrics.get(b)];
    const columnsOf = (kind: keyof Metrics): Float64Array[] =>
      (first?.[kind] ?? []).map((own, at) => own.map((value, draw) => value - (second?.[kind][at]?.[draw] ?? 0)));
    const recall = columnsOf('recall');
    const counts = [...read.values()];
    return {
      balancedAccuracy: overClasses(recall, counts),
      macroAuprc: overClasses(columnsOf('auprc'), counts),
      recall: [...read].flatMap(([label, count], at) => {
        const [code, column] = [classes[label], recall[at]];
        if (code === undefined || !column) return [];
        const found = estimate(column[0] ?? NaN, column.subarray(1), count - 1);
        return [{ class: code, ...found, lesionsToShow: second ? lesionsToShow(found, count) : null }];
      }),
    };
  };
  return {
    arms: [...readings.keys()].map((arm) => ({ arm, measured: measured(arm, null) })),
    gains: CONTROLS.filter((over) => readings.has(over)).map((over) => ({
      over,
      measured: measured('synthetic', over),
    })),
    balancedGains: BALANCED_USES.map((use) => ({ of: use, measured: measured(use, 'balanced') })),
    unread: classes.filter((_, label) => !read.has(label) && Array.from(labels).includes(label)),
  };
}

/** Mean over the repeats, of each class and each weighting of the images. */
function metricsOf(
  readings: readonly Readings[],
  classes: readonly number[],
  weightings: readonly Float64Array[],
): Metrics {
  const ranked = classes.map((label) => readings.map((reading) => rankRows(reading, label)));
  const decided = readings.map(decide);
  const shares = weightings.map((weights) => decided.map((decision) => recalls(decision, weights)));
  return {
    recall: classes.map((label) =>
      Float64Array.from(shares, (repeatShares) => meanOf(repeatShares.map((share) => share[label] ?? NaN))),
    ),
    auprc: ranked.map((repeats) =>
      Float64Array.from(weightings, (weights) => meanOf(repeats.map((ranking) => averagePrecision(ranking, weights)))),
    ),
  };
}

function overClasses(columns: readonly Float64Array[], lesions: readonly number[]): Estimate {
  const means = Float64Array.from(columns[0] ?? [], (_, draw) => meanOf(columns.map((column) => column[draw] ?? NaN)));
  const spreads = columns.map((column) => spreadOf(column.subarray(1)));
  return estimate(means[0] ?? NaN, means.subarray(1), freedomOf(spreads, lesions));
}

/**
 * Do samples help a classifier of real lesions? A probe on frozen features is trained on each arm and reads lesions that it has not seen,
 * fold by fold; what differs between arms is estimated with the lesions, class by class, as the units.
 */
import { LESION_CODES } from '../../contracts/classes';
import { CONTROLS, PROBE_ARMS, type Estimate, type ProbeArm } from '../../contracts/evaluation';
import { meanOf, rankingOf, rankOrder, recalls, type Readings } from '../metrics/classification';
import { shuffled } from '../metrics/kid';
import { pickRows, type Features } from '../ood/features';
import { estimate, freedomOf, lesionDraw, lesionsByClass, spreadOf } from './draws';
import { lesionFolds } from './folds';
import { fitSoftmax, predict, type SoftmaxProbe } from './softmaxRegression';

export interface RealRows {
  readonly features: Features;
  /** [N] places in LESION_CODES */
  readonly labels: Int32Array;
  readonly lesions: Int32Array;
}

export interface MadeRows {
  readonly features: Features;
  readonly labels: Int32Array;
  readonly accepted: Uint8Array;
}

export interface BenefitPlan {
  readonly folds: number;
  readonly repeats: number;
  readonly draws: number;
  readonly seed: number;
  readonly penalty: number;
  /** Images of a class beyond these are left out of training, others in each repeat: a head class tells no more. */
  readonly mostOfClass: number;
}

export const PLAN: BenefitPlan = { folds: 5, repeats: 3, draws: 500, seed: 2605, penalty: 1e-3, mostOfClass: 1000 };

/** Of a class that is to be read: with fewer, a fold has none to learn from, and nothing can be said of how far the number may be off. */
export const LEAST_LESIONS = 5;

/** Classes with lesions enough, ascending. */
export function readClasses(labels: ArrayLike<number>, lesions: ArrayLike<number>): number[] {
  return [...lesionsByClass(labels, lesions)]
    .filter(([, own]) => own.length >= LEAST_LESIONS)
    .map(([label]) => label)
    .sort((a, b) => a - b);
}

/** What is told of an arm, or of the difference of two. */
export interface Measured {
  readonly balancedAccuracy: Estimate;
  readonly macroAuprc: Estimate;
  /** Of each class with lesions enough. */
  readonly recall: ReadonlyMap<number, Estimate>;
}

export interface Benefit {
  readonly arms: ReadonlyMap<ProbeArm, Measured>;
  /** Synthetic less each of the others. */
  readonly gains: ReadonlyMap<(typeof CONTROLS)[number], Measured>;
  /** Balanced with the samples less balanced alone. */
  readonly balancedGain: Measured;
  /** Lesions of each class. */
  readonly lesions: ReadonlyMap<number, number>;
}

/** The arms that can be told apart: without a sample that was not accepted, a random subset is the accepted set. */
export function armsFor({ accepted }: MadeRows): ProbeArm[] {
  const hasOthers = accepted.some((value) => value === 0);
  return PROBE_ARMS.filter((arm) => arm !== 'random' || hasOthers);
}

/**
 * Trains every arm on every fold of every repeat.
 * @param features of real and made rows on one scale (see `probeFeatures`)
 * @param onFit is called before each fit, and may throw to stop
 */
export async function measureBenefit(
  real: RealRows,
  made: MadeRows,
  plan: BenefitPlan,
  onFit: (done: number, total: number) => void | Promise<void>,
): Promise<Benefit> {
  const arms = armsFor(made);
  const total = plan.repeats * plan.folds * arms.length;
  const classes = LESION_CODES.length;
  const readings = new Map(arms.map((arm) => [arm, [] as Readings[]]));
  const starts = new Map<ProbeArm, SoftmaxProbe>();
  let done = 0;
  for (let repeat = 0; repeat < plan.repeats; repeat += 1) {
    const folds = lesionFolds(real.labels, real.lesions, plan.folds, plan.seed + repeat);
    for (const arm of arms)
      readings.get(arm)?.push({
        classes,
        labels: real.labels,
        probabilities: new Float64Array(real.labels.length * classes),
      });
    for (let fold = 0; fold < plan.folds; fold += 1) {
      const test = rowsWhere(folds, (of) => of === fold);
      const train = capped(
        rowsWhere(folds, (of) => of !== fold),
        real.labels,
        plan.mostOfClass,
        plan.seed + repeat,
      );
      const held = pickRows(real.features, test);
      for (const arm of arms) {
        await onFit(done, total);
        const probe = fitSoftmax(
          trainingSet(arm, real, made, train, plan.seed + repeat),
          classes,
          plan.penalty,
          starts.get(arm),
        );
        starts.set(arm, probe); // the next fold's is near
        const found = predict(probe, held);
        const into = readings.get(arm)?.[repeat]?.probabilities;
        test.forEach((row, at) => into?.set(found.subarray(at * classes, (at + 1) * classes), row * classes));
        done += 1;
      }
    }
  }
  return compare(real, readings, plan);
}

function rowsWhere(values: Uint8Array, is: (value: number) => boolean): number[] {
  return Array.from(values.keys()).filter((row) => is(values[row] ?? 0));
}

function capped(rows: readonly number[], labels: Int32Array, most: number, seed: number): number[] {
  const found: number[] = [];
  for (let label = 0; label < LESION_CODES.length; label += 1) {
    const own = rows.filter((row) => labels[row] === label);
    found.push(...(own.length > most ? shuffled(own, seed, 1000 + label).slice(0, most) : own));
  }
  return found.sort((a, b) => a - b);
}

function trainingSet(arm: ProbeArm, real: RealRows, made: MadeRows, train: readonly number[], seed: number) {
  const added = addedRows(arm, made, seed);
  const features = pickRows(real.features, train);
  const data = new Float64Array(features.data.length + added.length * features.dim);
  data.set(features.data);
  data.set(pickRows(made.features, added).data, features.data.length);
  const labels = [...train.map((row) => real.labels[row] ?? 0), ...added.map((row) => made.labels[row] ?? 0)];
  const counts = countOf(labels);
  const accepted = countOf(rowsWhere(made.accepted, (value) => value === 1).map((row) => made.labels[row] ?? 0));
  const weights = labels.map((label) => {
    const own = counts[label] ?? 1;
    if (arm === 'balanced' || arm === 'balanced-synthetic') return 1 / own;
    return arm === 'duplicates' ? (own + (accepted[label] ?? 0)) / own : 1;
  });
  return { features: { dim: features.dim, data }, labels, weights };
}

function addedRows(arm: ProbeArm, { labels, accepted }: MadeRows, seed: number): number[] {
  const kept = rowsWhere(accepted, (value) => value === 1);
  if (arm === 'synthetic' || arm === 'balanced-synthetic') return kept;
  if (arm !== 'random') return [];
  const wanted = countOf(kept.map((row) => labels[row] ?? 0));
  return [...wanted.keys()].flatMap((label) => {
    const own = Array.from(labels.keys()).filter((row) => labels[row] === label);
    return shuffled(own, seed, 2000 + label).slice(0, wanted[label]);
  });
}

function countOf(labels: readonly number[]): number[] {
  const counts = Array.from(LESION_CODES, () => 0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

/** Metrics of one weighting of the images, mean over the repeats. */
interface Metrics {
  /** [C] NaN where a class has no image */
  readonly recall: Float64Array;
  readonly auprc: Float64Array;
}

interface Read {
  readonly readings: Readings;
  /** By the score of each class. */
  readonly orders: ReadonlyMap<number, Uint32Array>;
}

function metricsOf(of: readonly Read[], present: readonly number[], weights: ArrayLike<number>): Metrics {
  const recall = new Float64Array(LESION_CODES.length).fill(NaN);
  const auprc = new Float64Array(LESION_CODES.length).fill(NaN);
  const each = of.map(({ readings }) => recalls(readings, weights));
  for (const label of present) {
    recall[label] = meanOf(each.map((one) => one[label] ?? NaN));
    auprc[label] = meanOf(
      of.map(({ readings, orders }) => rankingOf(readings, label, weights, orders.get(label)).auprc),
    );
  }
  return { recall, auprc };
}

function compare(real: RealRows, readings: ReadonlyMap<ProbeArm, readonly Readings[]>, plan: BenefitPlan): Benefit {
  const lesions = new Map([...lesionsByClass(real.labels, real.lesions)].map(([label, own]) => [label, own.length]));
  const present = readClasses(real.labels, real.lesions);
  const even = new Float64Array(real.labels.length).fill(1);
  const weightings = Array.from({ length: plan.draws }, (_, draw) =>
    lesionDraw(real.labels, real.lesions, plan.seed, draw),
  );
  const all = new Map(
    [...readings].map(([arm, found]) => {
      const of = found.map((one) => ({
        readings: one,
        orders: new Map(present.map((label) => [label, rankOrder(one, label)])),
      }));
      return [
        arm,
        { own: metricsOf(of, present, even), drawn: weightings.map((weights) => metricsOf(of, present, weights)) },
      ] as const;
    }),
  );
  const measured = (a: ProbeArm, b: ProbeArm | null): Measured => {
    const [first, second] = [all.get(a), b === null ? null : all.get(b)];
    const pairs = [first?.own, ...(first?.drawn ?? [])].map((metrics, at) => ({
      metrics,
      less: at === 0 ? second?.own : second?.drawn[at - 1],
    }));
    const valuesOf = (kind: keyof Metrics, label: number): number[] =>
      pairs.map(({ metrics, less }) => (metrics?.[kind][label] ?? NaN) - (less?.[kind][label] ?? 0));
    const over = (kind: keyof Metrics): Estimate => {
      const columns = present.map((label) => valuesOf(kind, label));
      const means = pairs.map((_, at) => meanOf(columns.map((column) => column[at] ?? NaN)));
      const spreads = columns.map((column) => spreadOf(column.slice(1)));
      return estimate(
        means[0] ?? NaN,
        means.slice(1),
        freedomOf(
          spreads,
          present.map((label) => lesions.get(label) ?? 0),
        ),
      );
    };
    return {
      balancedAccuracy: over('recall'),
      macroAuprc: over('auprc'),
      recall: new Map(
        present.map((label) => {
          const values = valuesOf('recall', label);
          return [label, estimate(values[0] ?? NaN, values.slice(1), (lesions.get(label) ?? 0) - 1)];
        }),
      ),
    };
  };
  const arms = [...readings.keys()];
  return {
    arms: new Map(arms.map((arm) => [arm, measured(arm, null)])),
    gains: new Map(CONTROLS.filter((arm) => readings.has(arm)).map((arm) => [arm, measured('synthetic', arm)])),
    balancedGain: measured('balanced-synthetic', 'balanced'),
    lesions,
  };
}

/** How many more lesions of a class would show an effect of this size, if it is there; null where it is shown, or where there is none to show. */
export function lesionsToShow({ value, low, high }: Estimate, lesions: number): number | null {
  const half = (high - low) / 2;
  if (value === 0 || Math.abs(value) > half) return null; // nothing to show, or shown
  return Math.ceil(lesions * (half / value) ** 2) - lesions;
}

/**
 * Do samples help a classifier of real lesions? A probe on frozen features is trained on each arm and reads lesions that it has not seen,
 * fold by fold.
 */
import type { ClassCode } from '../../contracts/classes';
import type { ProbeArm, Utility } from '../../contracts/evaluation';
import type { Readings } from '../metrics/classification';
import { pickRows } from '../features/features';
import { shuffled } from '../random/shuffle';
import { armsFor, trainingSet, withoutLesions, type MadeRows, type RealRows } from './arms';
import { lesionFolds } from './folds';
import { gainsOf } from './gains';
import { fitSoftmax, predict, type SoftmaxProbe } from './softmaxRegression';

export interface UtilityPlan {
  readonly folds: number;
  readonly repeats: number;
  readonly draws: number;
  readonly seed: number;
  readonly penalty: number;
  /** Images of a class beyond these are left out of training, others in each repeat: a head class tells no more. */
  readonly mostOfClass: number;
}

export const PLAN: UtilityPlan = { folds: 5, repeats: 3, draws: 500, seed: 2605, penalty: 1e-3, mostOfClass: 1000 };

/** A tenth of what scikit-learn stops at. */
const TOLERANCE = 1e-5;

/**
 * Trains every arm on every fold of every repeat.
 * @param real, made features on one scale (see `probeFeatures`) @param classes what labels are places in
 * @param onFit is called before each fit, and may throw to stop
 */
export async function measureUtility(
  real: RealRows,
  made: MadeRows,
  classes: readonly ClassCode[],
  plan: UtilityPlan,
  onFit: (done: number, total: number) => void | Promise<void>,
): Promise<Utility> {
  const { folds, repeats, seed } = plan;
  const arms = armsFor(made);
  const readings = new Map(
    arms.map((arm) => [arm, Array.from({ length: repeats }, () => unread(real, classes.length))]),
  );
  const starts = new Map<ProbeArm, SoftmaxProbe>();
  let done = 0;
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const foldOf = lesionFolds(real.labels, real.lesions, folds, seed + repeat);
    for (let fold = 0; fold < folds; fold += 1) {
      const rows = Array.from(foldOf.keys());
      const test = rows.filter((row) => foldOf[row] === fold);
      const train = capped(
        rows.filter((row) => foldOf[row] !== fold),
        real.labels,
        plan.mostOfClass,
        seed + repeat,
      );
      const held = pickRows(real.features, test);
      const usable = withoutLesions(made, new Set(test.map((row) => real.lesions[row] ?? -1)));
      for (const arm of arms) {
        await onFit(done, repeats * folds * arms.length);
        const learnt = trainingSet(arm, real, usable, train, seed + repeat);
        const probe = fitSoftmax(learnt, classes.length, plan.penalty, starts.get(arm), TOLERANCE);
        starts.set(arm, probe); // the next fold's is near
        const found = predict(probe, held);
        const into = readings.get(arm)?.[repeat]?.probabilities;
        const width = classes.length;
        test.forEach((row, at) => into?.set(found.subarray(at * width, (at + 1) * width), row * width));
        done += 1;
      }
    }
  }
  return { ...gainsOf(real, classes, readings, plan.draws, seed), folds, repeats };
}

function unread({ labels }: RealRows, classes: number): Readings {
  return { classes, labels, probabilities: new Float64Array(labels.length * classes) };
}

function capped(rows: readonly number[], labels: Int32Array, most: number, seed: number): number[] {
  const labelsThere = [...new Set(rows.map((row) => labels[row] ?? 0))].sort((a, b) => a - b);
  return labelsThere.flatMap((label) => {
    const own = rows.filter((row) => labels[row] === label);
    return own.length > most ? shuffled(own, seed, 1000 + label).slice(0, most) : own;
  });
}

/** The training sets of the probe: what each arm adds to real images, and how much every row counts. */
import { PROBE_ARMS, type ProbeArm } from '../../contracts/evaluation';
import { pickRows, rowsByLabel, type Features } from '../features/features';
import { shuffled } from '../random/shuffle';
import type { LabelledRows } from './softmaxRegression';

export interface RealRows {
  readonly features: Features;
  /** [N] places in a list of classes */
  readonly labels: Int32Array;
  readonly lesions: Int32Array;
}

export interface MadeRows {
  readonly features: Features;
  readonly labels: Int32Array;
  /** [M] the lesion in whose image a sample stands, as RealRows numbers it; -1 for none of them */
  readonly standsIn: Int32Array;
  /** [M] 0 or 1 */
  readonly accepted: Uint8Array;
}

/** Without the samples that stand in an image of one of these lesions: they show what is to be read. */
export function withoutLesions(made: MadeRows, lesions: ReadonlySet<number>): MadeRows {
  const rows = Array.from(made.labels.keys()).filter((row) => !lesions.has(made.standsIn[row] ?? -1));
  if (rows.length === made.labels.length) return made;
  const kept = <T extends Int32Array | Uint8Array>(values: T): T =>
    values.filter((_, row) => !lesions.has(made.standsIn[row] ?? -1)) as T;
  return {
    features: pickRows(made.features, rows),
    labels: kept(made.labels),
    standsIn: kept(made.standsIn),
    accepted: kept(made.accepted),
  };
}

/** The arms that can be told apart: without a sample that was not accepted, a random subset is the accepted set. */
export function armsFor({ accepted }: MadeRows): ProbeArm[] {
  const hasOthers = accepted.some((value) => value === 0);
  return PROBE_ARMS.filter((arm) => arm !== 'random' || hasOthers);
}

/** Rows with a value. */
export function rowsWith(values: ArrayLike<number>, value: number): number[] {
  return Array.from({ length: values.length }, (_, row) => row).filter((row) => values[row] === value);
}

/** @param train rows of the real images that may be learnt from */
export function trainingSet(
  arm: ProbeArm,
  real: RealRows,
  made: MadeRows,
  train: readonly number[],
  seed: number,
): LabelledRows {
  const added = addedRows(arm, made, seed);
  const labels = [...train.map((row) => real.labels[row] ?? 0), ...added.map((row) => made.labels[row] ?? 0)];
  const { dim } = real.features;
  const data = new Float64Array(labels.length * dim);
  data.set(pickRows(real.features, train).data);
  data.set(pickRows(made.features, added).data, train.length * dim);
  const features = { dim, data };
  if (arm !== 'balanced-apart') return { features, labels, weights: weightsOf(arm, labels, made) };
  const [ofReal, ofMade] = [labels.slice(0, train.length), labels.slice(train.length)];
  return {
    features,
    labels,
    weights: [ofReal, ofMade].flatMap((some) => weightsOf('balanced', some, made)),
    apart: { from: train.length, classes: new Set(ofMade) },
  };
}

function addedRows(arm: ProbeArm, { labels, accepted }: MadeRows, seed: number): number[] {
  const kept = rowsWith(accepted, 1);
  if (arm === 'synthetic' || arm === 'balanced-synthetic' || arm === 'balanced-apart') return kept;
  if (arm !== 'random') return [];
  const wanted = countOf(kept.map((row) => labels[row] ?? 0));
  return [...rowsByLabel(labels)].flatMap(([label, own]) => shuffled(own, seed, 2000 + label).slice(0, wanted[label]));
}

function weightsOf(arm: ProbeArm, labels: readonly number[], made: MadeRows): number[] {
  const counts = countOf(labels);
  if (arm === 'balanced' || arm === 'balanced-synthetic') return labels.map((label) => 1 / (counts[label] ?? 1));
  if (arm !== 'duplicates') return labels.map(() => 1);
  const accepted = countOf(rowsWith(made.accepted, 1).map((row) => made.labels[row] ?? 0));
  return labels.map((label) => 1 + (accepted[label] ?? 0) / (counts[label] ?? 1));
}

function countOf(labels: readonly number[]): number[] {
  const counts: number[] = [];
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

/** The typical gate's score: as odd as an image's oddest part, each part on the scale of the class's own real images. */
import { conformalP } from '../conformal';
import { pickRows, rowAt } from '../../features/features';
import { LEAVE_OUT_BELOW } from '../calibrationSet';
import type { Described } from '../gate';
import type { RealImages } from '../referenceImages';
import { traitOf, traitsOf } from './aspects';
import { prepare, type Score, type ScorerName, type Shared } from './scorers';

/** One image, to be scored. */
export type Traits = Pick<Described, 'depths' | 'logits'>;

interface PartScore {
  readonly name: ScorerName;
  /** Standard deviations above the mean of real images of the class. */
  readonly z: number;
}

interface TypicalityScore {
  readonly score: number;
  /** 1 / (n + 1) .. 1 */
  readonly p: number;
  readonly parts: readonly PartScore[];
}

export interface Typicality {
  /** Scores of the real images against which a p-value is counted. */
  readonly calibration: Float64Array;
  score(traits: Traits): TypicalityScore;
}

const FOLDS = 5;

export interface Part {
  readonly name: ScorerName;
  readonly shared: Shared;
}

/** What all classes share, for each part. `rows` are those that may be fitted on: none that calibrates. */
export function prepareParts(names: readonly ScorerName[], real: RealImages, rows: readonly number[]): Part[] {
  const labels = rows.map((row) => real.labels[row] ?? -1);
  const logits = pickRows(real.logits, rows);
  return names.map((name) => ({
    name,
    shared: prepare(name.method, pickRows(traitsOf(real.depths, name.aspect), rows), labels, logits),
  }));
}

/** What calibration finds, once: it is slow, and small enough to keep. */
export interface Calibration {
  /** Mean and standard deviation of each part's raw score on real images of the class. */
  readonly scales: readonly Scale[];
  /** Scores of the real images against which a p-value is counted, ascending. */
  readonly scores: Float64Array;
}

interface Scale {
  readonly mean: number;
  readonly sd: number;
}

/**
 * @param rows of the class, to be fitted on
 * @param heldOut rows of the class that nothing was fitted on; where there are none, the fitted ones are scored by fits that
 *   leave their lesion out (`LEAVE_OUT_BELOW`)
 */
export function calibrateTypicality(
  parts: readonly Part[],
  real: RealImages,
  rows: readonly number[],
  heldOut: readonly number[],
): Calibration {
  const crossed = crossScores(parts, real, rows);
  const scales = parts.map((_, i) => scaleOf(crossed.map((raw) => raw[i] ?? NaN)));
  const score = scorer(parts, real, rows, scales);
  const scores =
    heldOut.length > 0
      ? heldOut.map((row) => oddest(score(traitsAt(real, row))))
      : crossed.map((raw) => oddest(standardised(raw, scales)));
  return { scales, scores: Float64Array.from(scores).sort() };
}

/** The gate of one class: fitted on `rows`, on the scale that `calibrateTypicality` found for them. */
export function openTypicality(
  parts: readonly Part[],
  real: RealImages,
  rows: readonly number[],
  { scales, scores }: Calibration,
): Typicality {
  const zOf = scorer(parts, real, rows, scales);
  return {
    calibration: scores,
    score(traits) {
      const z = zOf(traits);
      const score = oddest(z);
      return { score, p: conformalP(score, scores), parts: parts.map(({ name }, i) => ({ name, z: z[i] ?? NaN })) };
    },
  };
}

/** From an image to the standardised score of each part. */
function scorer(
  parts: readonly Part[],
  real: RealImages,
  rows: readonly number[],
  scales: readonly Scale[],
): (traits: Traits) => number[] {
  const fitted = parts.map((part) => fitPart(part, real, rows));
  return (traits) =>
    standardised(
      parts.map((part, i) => rawScore(part, fitted[i], traits)),
      scales,
    );
}

function standardised(raw: readonly number[], scales: readonly Scale[]): number[] {
  return raw.map((value, i) => (value - (scales[i]?.mean ?? 0)) / (scales[i]?.sd ?? 1));
}

/** NaN where a part is no number, so that such an image is the oddest of all. */
function oddest(z: readonly number[]): number {
  return z.reduce((largest, value) => Math.max(largest, value), -Infinity);
}

/** Each row's scores by fits that have not seen its lesion. [N][parts] */
function crossScores(parts: readonly Part[], real: RealImages, rows: readonly number[]): number[][] {
  const lesions = [...new Set(rows.map((row) => real.lesions[row] ?? -1))].sort((a, b) => a - b);
  const folds = rows.length < LEAVE_OUT_BELOW ? lesions.length : FOLDS;
  const foldOf = new Map(lesions.map((lesion, i) => [lesion, i % Math.max(1, folds)]));
  const scores = new Map<number, number[]>();
  for (let fold = 0; fold < folds; fold += 1) {
    const inside = rows.filter((row) => foldOf.get(real.lesions[row] ?? -1) === fold);
    const others = rows.filter((row) => foldOf.get(real.lesions[row] ?? -1) !== fold);
    const fitted = parts.map((part) => fitPart(part, real, others));
    for (const row of inside) {
      const traits = traitsAt(real, row);
      scores.set(
        row,
        parts.map((part, i) => rawScore(part, fitted[i], traits)),
      );
    }
  }
  return rows.map((row) => scores.get(row) ?? []);
}

function fitPart({ name, shared }: Part, real: RealImages, rows: readonly number[]): Score {
  return shared.fit(pickRows(traitsOf(real.depths, name.aspect), rows));
}

function rawScore({ name, shared }: Part, score: Score | undefined, { depths, logits }: Traits): number {
  const value = score?.(traitOf(depths, name.aspect), logits) ?? NaN;
  return shared.isLength ? Math.log(Math.max(value, 1e-12)) : value;
}

export function traitsAt(real: RealImages, row: number): Traits {
  const { texture, mid, deep } = real.depths;
  return {
    depths: { texture: rowAt(texture, row), mid: rowAt(mid, row), deep: rowAt(deep, row) },
    logits: rowAt(real.logits, row),
  };
}

/** Mean and standard deviation of the finite values; 1 where they are all alike. */
function scaleOf(values: readonly number[]): Scale {
  const finite = values.filter(Number.isFinite);
  const mean = finite.reduce((sum, v) => sum + v, 0) / Math.max(1, finite.length);
  const variance = finite.reduce((sum, v) => sum + (v - mean) ** 2, 0) / Math.max(1, finite.length);
  return { mean, sd: variance > 0 ? Math.sqrt(variance) : 1 };
}

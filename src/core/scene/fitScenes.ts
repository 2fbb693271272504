/** Fits the reader of scenes on described real scenes: trained on training lesions, calibrated and tested on lesions that it has not seen. */
import { byClass, ofClass, type ClassCode } from '../../contracts/classes';
import { auroc } from '../metrics/ranking';
import { fitSoftmax } from '../probe/softmaxRegression';
import { sceneLogOdds, type SceneReader } from './sceneReader';

export interface DescribedScene {
  readonly class: ClassCode;
  readonly split: 'train' | 'calibration' | 'test';
  readonly features: Float64Array;
}

/** Weight decay, where the classes count alike and all weights sum to one: the flat best of .1 to 2 on calibration lesions. */
export const PENALTY = 0.5;
const LEAST_SD = 1e-6;
/** Digits that are kept. */
const DIGITS = 5;

/** @param classes those that the encoder's classifier reads. Throws RangeError where one has no training scene. */
export function fitScenes(
  scenes: readonly DescribedScene[],
  encoderSha256: string,
  classes: readonly ClassCode[],
  penalty = PENALTY,
): SceneReader {
  const inSplit = (split: DescribedScene['split']) => scenes.filter((scene) => scene.split === split);
  const [train, calibration, test] = [inSplit('train'), inSplit('calibration'), inSplit('test')];
  const count = (some: readonly DescribedScene[]) =>
    byClass(classes, (code) => some.filter((s) => s.class === code).length);
  const counts = count(train);
  const absent = classes.filter((code) => (ofClass(counts, code) ?? 0) === 0);
  if (absent.length > 0) throw new RangeError(`There is no training scene of ${absent.join(', ')}.`);
  const { mean, sd } = moments(train.map(({ features }) => features));
  const dim = mean.length;
  const data = new Float64Array(train.length * dim);
  train.forEach(({ features }, row) =>
    data.set(
      features.map((value, i) => (value - (mean[i] ?? 0)) / (sd[i] ?? 1)),
      row * dim,
    ),
  );
  const labels = train.map((scene) => classes.indexOf(scene.class));
  const weights = train.map((scene) => 1 / (ofClass(counts, scene.class) ?? 1));
  const { coefficients } = fitSoftmax({ features: { dim, data }, labels, weights }, classes.length, penalty);
  const rows = classes.map((_, at) => coefficients.subarray(at * (dim + 1), (at + 1) * (dim + 1)));
  const model = { mean: short(mean), sd: short(sd), weights: rows.map(short) }; // as it is kept
  const odds = (some: readonly DescribedScene[]) =>
    some.map((scene) => ({ class: scene.class, odds: sceneLogOdds(model, scene.features) }));
  const [held, tested] = [odds(calibration), odds(test)];
  return {
    schema: 1,
    encoderSha256,
    ...model,
    calibration: byClass(classes, (code, at) =>
      short(held.filter((scene) => scene.class === code).map((scene) => scene.odds[at] ?? 0)).sort((a, b) => a - b),
    ),
    measured: {
      auroc: byClass(classes, (code, at) => {
        const scores = (own: boolean) =>
          tested.filter((scene) => (scene.class === code) === own).map((scene) => scene.odds[at] ?? 0);
        return round(auroc(scores(false), scores(true)));
      }),
      train: counts,
      calibration: count(calibration),
      test: count(test),
    },
  };
}

/** Of every feature over the rows, every row alike. */
function moments(rows: readonly Float64Array[]): { readonly mean: Float64Array; readonly sd: Float64Array } {
  const dim = rows[0]?.length ?? 0;
  const mean = new Float64Array(dim);
  const square = new Float64Array(dim);
  for (const row of rows)
    row.forEach((value, i) => {
      mean[i] = (mean[i] ?? 0) + value / rows.length;
    });
  for (const row of rows)
    row.forEach((value, i) => {
      square[i] = (square[i] ?? 0) + (value - (mean[i] ?? 0)) ** 2 / rows.length;
    });
  return { mean, sd: square.map((value) => Math.max(LEAST_SD, Math.sqrt(value))) };
}

function short(values: Iterable<number>): number[] {
  return Array.from(values, round);
}

function round(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : 0;
}

/** How good the samples of one class are, against the real images of the class: one line of Evaluate's table. */
import type { ClassQuality, Estimate } from '../../contracts/evaluation';
import { pickRows, rowAt, rowCount, type Features } from '../features/features';
import { neighbours, unitRows } from '../features/neighbours';
import { COPY_LEVEL } from '../gates/novel/novelty';
import { lesionFolds } from '../probe/folds';
import { fitSoftmax, predict } from '../probe/softmaxRegression';
import { shuffled } from '../random/shuffle';
import { prdc, vendi } from '../metrics/coverage';
import { kernelOf, kidDraws } from '../metrics/kid';
import { auroc } from '../metrics/ranking';

/** Images with what the measures need of them. */
export interface ClassImages {
  readonly features: Features;
  /** [N] log of fine detail inside the lesion */
  readonly sharpness: ArrayLike<number>;
  /** [N] what must stay on one side: images of one lesion, and the samples that stand in one of them; samples on one background */
  readonly groups: ArrayLike<number>;
}

export const LEAST_REAL = 10;
export const LEAST_MADE = 5;
/** Beyond these the measures change no more, and their time grows with the square. */
const MOST = 800;
const DRAWS = 200;
const FOLDS = 5;
const PENALTY = 1e-2;

/** @throws RangeError where there are too few of either */
export function classQuality(real: ClassImages, made: ClassImages, seed: number): Omit<ClassQuality, 'class'> {
  const [reals, mades] = [some(real, seed, 1), some(made, seed, 2)];
  const [n, m] = [rowCount(reals.features), rowCount(mades.features)];
  if (n < LEAST_REAL || m < LEAST_MADE) throw new RangeError(`${n} real images and ${m} samples are too few.`);
  const kernel = kernelOf(reals.features, mades.features);
  const draws = kidDraws(kernel, reals.groups, DRAWS, seed);
  const among = Math.min(n, m);
  return {
    real: rowCount(real.features),
    realLesions: new Set(Array.from(real.groups)).size,
    made: rowCount(made.features),
    kid: middle(draws.made),
    kidFloor: middle(draws.floor),
    ...prdc(reals.features, mades.features),
    vendi: { real: vendi(first(reals.features, among)), made: vendi(first(mades.features, among)), among },
    toldApart: toldApart(reals, mades, seed),
    copies: copies(reals, mades),
    sharpnessGap: gap(reals.sharpness, mades.sharpness),
  };
}

function some(images: ClassImages, seed: number, stream: number): ClassImages {
  const rows = shuffled(
    Array.from({ length: rowCount(images.features) }, (_, row) => row),
    seed,
    stream,
  ).slice(0, MOST);
  return {
    features: pickRows(images.features, rows),
    sharpness: rows.map((row) => images.sharpness[row] ?? NaN),
    groups: rows.map((row) => images.groups[row] ?? row),
  };
}

function first(features: Features, count: number): Features {
  return pickRows(
    features,
    Array.from({ length: count }, (_, row) => row),
  );
}

function middle(values: Float64Array): Estimate {
  const sorted = values.slice().sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
  return { value: sorted.reduce((sum, value) => sum + value, 0) / sorted.length, low: at(0.025), high: at(0.975) };
}

/** In five parts, none of which shares a group with another. */
function toldApart(real: ClassImages, made: ClassImages, seed: number): number {
  const [n, m] = [rowCount(real.features), rowCount(made.features)];
  const labels = Uint8Array.from({ length: n + m }, (_, row) => (row < n ? 0 : 1));
  const groups = [...Array.from(real.groups), ...Array.from(made.groups)];
  const { dim } = real.features;
  const all: Features = {
    dim,
    data: standardised(Float64Array.from([...real.features.data, ...made.features.data]), dim),
  };
  const folds = lesionFolds(labels, groups, FOLDS, seed);
  const scores = new Float64Array(n + m);
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const test = Array.from(folds.keys()).filter((row) => folds[row] === fold);
    const train = Array.from(folds.keys()).filter((row) => folds[row] !== fold);
    const own = train.map((row) => labels[row] ?? 0);
    const counts = [own.filter((label) => label === 0).length, own.filter((label) => label === 1).length];
    if (test.length === 0 || counts.includes(0)) continue;
    const weights = own.map((label) => 1 / (counts[label] ?? 1));
    const probe = fitSoftmax({ features: pickRows(all, train), labels: own, weights }, 2, PENALTY);
    const found = predict(probe, pickRows(all, test));
    test.forEach((row, at) => (scores[row] = found[2 * at + 1] ?? 0));
  }
  return auroc(scores.subarray(0, n), scores.subarray(n));
}

/** Columns of mean 0 and variance 1; those that do not vary stay 0. */
function standardised(data: Float64Array, dim: number): Float64Array {
  const n = data.length / dim;
  const out = new Float64Array(data.length);
  for (let column = 0; column < dim; column += 1) {
    let [sum, squares] = [0, 0];
    for (let at = column; at < data.length; at += dim) sum += data[at] ?? 0;
    const mean = sum / n;
    for (let at = column; at < data.length; at += dim) squares += ((data[at] ?? 0) - mean) ** 2;
    const sd = Math.sqrt(squares / n);
    if (sd > 1e-9) for (let at = column; at < data.length; at += dim) out[at] = ((data[at] ?? 0) - mean) / sd;
  }
  return out;
}

function copies(real: ClassImages, made: ClassImages): number {
  const bank = unitRows(real.features);
  const rows = Array.from({ length: rowCount(real.features) }, (_, row) => row);
  const nearestTo = (query: Float32Array, among?: readonly number[]): number =>
    neighbours(query, bank, 1, among)[0]?.distance ?? Infinity;
  const { dim } = real.features;
  const apart = rows
    .map((row) => {
      const others = rows.filter((other) => real.groups[other] !== real.groups[row]);
      return nearestTo(bank.subarray(row * dim, (row + 1) * dim), others);
    })
    .sort((a, b) => a - b);
  const limit = apart[Math.max(0, Math.ceil(COPY_LEVEL * apart.length) - 1)] ?? 0;
  const samples = unitRows(made.features);
  let found = 0;
  for (let row = 0; row < rowCount(made.features); row += 1)
    if (nearestTo(samples.subarray(row * dim, (row + 1) * dim)) < limit) found += 1;
  return found;
}

function gap(real: ArrayLike<number>, made: ArrayLike<number>): number {
  const mean = (values: ArrayLike<number>): number =>
    Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
  const centre = mean(real);
  const sd = Math.sqrt(mean(Array.from(real, (value) => (value - centre) ** 2)));
  return sd > 1e-9 ? (mean(made) - centre) / sd : 0;
}

/** Whether every row is the same: then there is one image, however often. */
export function isOneImage(features: Features): boolean {
  const head = rowAt(features, 0);
  for (let row = 1; row < rowCount(features); row += 1)
    if (rowAt(features, row).some((value, i) => value !== head[i])) return false;
  return true;
}

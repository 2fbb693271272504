import { describe, expect, it } from 'vitest';
import { ISIC_CODES } from '../../contracts/classes';
import { gaussianNoise, uniform } from '../random/gaussian';
import type { ProbeArm, Utility } from '../../contracts/evaluation';
import { armsFor, type MadeRows, type RealRows } from './arms';
import { measureUtility, PLAN } from './utility';
import { estimate, lesionDraw, spreadOf } from './draws';
import { lesionFolds } from './folds';
import { lesionsToShow, readClasses } from './gains';
import golden from './golden/studentT.json' with { type: 'json' };
import { studentT975 } from './studentT';

const DIM = 6;

/** Clouds around a corner of each class; `noise` moves them apart from it. */
function cloud(counts: readonly number[], seed: number, distance = 2): { labels: Int32Array; data: Float64Array } {
  const labels = Int32Array.from(counts.flatMap((count, label) => Array.from({ length: count }, () => label)));
  const noise = gaussianNoise(seed, labels.length * DIM);
  const data = Float64Array.from(noise, (value, at) => {
    const label = labels[Math.floor(at / DIM)] ?? 0;
    return value + (at % DIM === label ? distance : 0);
  });
  return { labels, data };
}

function realRows(counts: readonly number[], seed = 1): RealRows {
  const { labels, data } = cloud(counts, seed);
  const lesions = labels.map((label, row) => 1000 * label + Math.floor(row / 2)); // two images each
  return { labels, lesions, features: { dim: DIM, data } };
}

function madeRows(counts: readonly number[], seed: number, distance: number, accepted = 1): MadeRows {
  const { labels, data } = cloud(counts, seed, distance);
  const each = uniform(seed, labels.length);
  return {
    labels,
    standsIn: labels.map(() => -1),
    features: { dim: DIM, data },
    accepted: Uint8Array.from(labels, (_, row) => ((each[row] ?? 0) < accepted ? 1 : 0)),
  };
}

const QUICK = { ...PLAN, folds: 3, repeats: 2, draws: 60 };
/** The change of recall of DF-like class 2 over a control. */
function rareGain({ gains }: Utility, control: 'real' | 'balanced'): number | undefined {
  const gain = gains.find(({ over }) => over === control);
  return gain?.measured.recall.find((recall) => recall.class === ISIC_CODES[2])?.value;
}

const nothing = (): void => undefined;

describe('folds', () => {
  it('keep a lesion whole, and give each fold its share of each class', () => {
    const { labels, lesions } = realRows([60, 12, 8]);
    const folds = lesionFolds(labels, lesions, 4, 3);
    const foldOf = new Map<number, number>();
    labels.forEach((_, row) => {
      const lesion = lesions[row] ?? 0;
      expect(foldOf.get(lesion) ?? folds[row]).toBe(folds[row]);
      foldOf.set(lesion, folds[row] ?? 0);
    });
    for (const label of [0, 1, 2])
      for (let fold = 0; fold < 4; fold += 1)
        expect([...labels.keys()].filter((row) => labels[row] === label && folds[row] === fold).length).toBeGreaterThan(
          0,
        );
    expect(lesionFolds(labels, lesions, 4, 4)).not.toEqual(folds);
  });
});

describe('draws', () => {
  it('spread as the mean of so few lesions does', () => {
    const values = gaussianNoise(5, 9);
    const labels = values.map(() => 0);
    const lesions = Int32Array.from(values.keys());
    const drawn = Array.from({ length: 4000 }, (_, draw) => {
      const weights = lesionDraw(labels, lesions, 1, draw);
      return values.reduce((sum, value, row) => sum + value * (weights[row] ?? 0), 0) / 9;
    });
    const mean = values.reduce((sum, value) => sum + value, 0) / 9;
    const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 8);
    expect(spreadOf(drawn) / (sd / 3)).toBeCloseTo(1, 1);
  });

  it('give intervals of Student’s t', () => {
    golden.freedom.forEach((freedom, i) =>
      expect(studentT975(freedom), `${freedom}`).toBeCloseTo(golden.t975[i] ?? NaN, 8),
    );
    expect(studentT975(0.3)).toBe(studentT975(1));
    const found = estimate(0.1, [0, 0.2, 0, 0.2], 8);
    expect(found.high - found.value).toBeCloseTo(0.2306, 4);
  });

  it('call at most one null in eighteen an effect', () => {
    let called = 0;
    for (let trial = 0; trial < 1000; trial += 1) {
      const [chance, first, second, same] = [1, 2, 3, 4].map((stream) => uniform(trial, 24, stream));
      const lesions = Int32Array.from({ length: 24 }, (_, row) => Math.floor(row / 2)); // twelve
      const right = (draws: Float64Array | undefined, row: number): number =>
        (draws?.[row] ?? 0) < (chance?.[lesions[row] ?? 0] ?? 0) ? 1 : 0;
      const differences = Array.from(lesions, (_, row) =>
        (same?.[row] ?? 0) < 0.5 ? 0 : right(first, row) - right(second, row),
      );
      const mean = (weights: ArrayLike<number>): number =>
        differences.reduce((sum, value, row) => sum + value * (weights[row] ?? 0), 0) / 24;
      const labels = lesions.map(() => 0);
      const drawn = Array.from({ length: 100 }, (_, draw) => mean(lesionDraw(labels, lesions, trial, draw)));
      const { low, high } = estimate(mean(differences.map(() => 1)), drawn, 11);
      if (low > 0 || high < 0) called += 1;
    }
    expect(called / 1000).toBeLessThanOrEqual(0.055);
  });
});

describe('the utility', () => {
  it('of samples that look like a rare class is found, and every arm is told', async () => {
    const real = realRows([120, 100, 14]);
    const made = madeRows([0, 0, 80], 9, 2);
    const seen: number[] = [];
    const found = await measureUtility(real, made, ISIC_CODES, QUICK, (done, total) => void seen.push(done / total));
    expect(found.arms.map(({ arm }) => arm)).toEqual([
      'real',
      'balanced',
      'duplicates',
      'synthetic',
      'balanced-synthetic',
      'balanced-apart',
    ]);
    expect(seen).toHaveLength(QUICK.folds * QUICK.repeats * 6);
    expect(rareGain(found, 'real')).toBeGreaterThan(0.1);
    expect(found.unread).toEqual([]);
    expect([...readClasses(real.labels, real.lesions)]).toEqual([
      [0, 60],
      [1, 50],
      [2, 7],
    ]);
    for (const { measured } of [...found.arms, ...found.gains])
      for (const { value, low, high } of [measured.balancedAccuracy, measured.macroAuprc]) {
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
      }
    const again = await measureUtility(real, made, ISIC_CODES, QUICK, nothing);
    expect(again).toEqual(found);
  });

  it('of samples that lie elsewhere is none, and the control tells selection from chance', async () => {
    const made = madeRows([0, 0, 60], 9, -3, 0.5);
    expect(armsFor(made)).toContain('random');
    const found = await measureUtility(realRows([120, 100, 14]), made, ISIC_CODES, QUICK, nothing);
    expect(rareGain(found, 'balanced')).toBeLessThan(0.05);
    expect(found.gains.map(({ over }) => over)).toContain('random');
  });

  it('of samples with a restricted softmax comes from telling their classes from each other alone', async () => {
    const real = realRows([120, 100, 14, 14]);
    const accuracyOf = (found: Utility, arm: ProbeArm): number =>
      found.arms.find((row) => row.arm === arm)?.measured.balancedAccuracy.value ?? NaN;
    const wrong = madeRows([80], 9, 2); // they look like class 0 and are said to be of class 2
    const found = await measureUtility(
      real,
      { ...wrong, labels: wrong.labels.map(() => 2) },
      ISIC_CODES,
      QUICK,
      nothing,
    );
    const balanced = accuracyOf(found, 'balanced');
    expect(accuracyOf(found, 'balanced-synthetic'), 'learnt like other images').toBeLessThan(balanced - 0.1);
    expect(accuracyOf(found, 'balanced-apart'), 'of one class: nothing is learnt').toBeGreaterThan(balanced - 0.03);
    const two = await measureUtility(real, madeRows([0, 0, 80, 80], 9, 2), ISIC_CODES, QUICK, nothing);
    expect(accuracyOf(two, 'balanced-apart')).toBeGreaterThan(accuracyOf(two, 'balanced') + 0.02);
  });

  it('is read on no lesion in whose image a sample stands that was learnt', async () => {
    const dim = 60; // enough to know every image by heart; nothing tells the classes
    const real = { ...realRows([60, 60, 14]), features: { dim, data: Float64Array.from(gaussianNoise(3, 134 * dim)) } };
    const times = Array.from({ length: 10 }, (_, n) => n);
    const rare = Array.from({ length: 14 }, (_, n) => 120 + n);
    const copies = times.flatMap(() => rare);
    const made = (standsIn: (row: number) => number): MadeRows => ({
      labels: Int32Array.from(copies, () => 2),
      standsIn: Int32Array.from(copies, standsIn),
      accepted: new Uint8Array(copies.length).fill(1),
      features: {
        dim,
        data: Float64Array.from(copies.flatMap((row) => [...real.features.data.subarray(row * dim, (row + 1) * dim)])),
      },
    });
    const recall = async (standsIn: (row: number) => number) => {
      const found = await measureUtility(real, made(standsIn), ISIC_CODES, QUICK, nothing);
      const arm = found.arms.find((row) => row.arm === 'balanced-synthetic');
      return arm?.measured.recall.find((recall) => recall.class === ISIC_CODES[2])?.value;
    };
    expect(await recall(() => -1), 'copies that nobody knows of').toBeGreaterThan(0.9);
    expect(await recall((row) => real.lesions[row] ?? -1)).toBeLessThan(0.5);
  });

  it('stops when it is told to', async () => {
    const stop = (done: number): void => {
      if (done === 2) throw new Error('stopped');
    };
    await expect(measureUtility(realRows([20, 20]), madeRows([0, 5], 1, 2), ISIC_CODES, QUICK, stop)).rejects.toThrow(
      'stopped',
    );
  });

  it('says how many lesions would show what is not shown yet', () => {
    expect(lesionsToShow({ value: 0.06, low: -0.02, high: 0.14 }, 40)).toBe(32); // (0.08 / 0.06)^2
    expect(lesionsToShow({ value: 0.06, low: 0.02, high: 0.1 }, 40)).toBeNull();
    expect(lesionsToShow({ value: 0, low: -0.1, high: 0.1 }, 40)).toBeNull();
    expect(lesionsToShow({ value: 1e-17, low: -0.1, high: 0.1 }, 40)).toBeNull(); // the rounding of a sum
    expect(lesionsToShow({ value: NaN, low: NaN, high: NaN }, 40)).toBeNull();
    expect(lesionsToShow({ value: -0.06, low: -0.14, high: 0.02 }, 40)).toBeNull();
  });
});

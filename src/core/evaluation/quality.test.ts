/** Against scikit-learn, prdc and vendi-score: scripts/golden/evaluate.py. */
import { describe, expect, it } from 'vitest';
import type { Features } from '../features/features';
import { fitSoftmax, predict } from '../probe/softmaxRegression';
import { averagePrecision, decide, meanOf, rankRows, recalls } from '../metrics/classification';
import { prdc, vendi } from '../metrics/coverage';
import golden from './golden/evaluate.json';
import { kernelOf, kid, kidDraws } from '../metrics/kid';

const rows = (values: number[][]): Features => ({
  dim: values[0]?.length ?? 0,
  data: Float64Array.from(values.flat()),
});
const [real, made] = [rows(golden.real), rows(golden.made)];

describe('quality of a set', () => {
  it('is that of the reference implementations', () => {
    expect(kid(real, made)).toBeCloseTo(golden.kid, 8);
    const found = prdc(real, made);
    for (const name of ['precision', 'recall', 'density', 'coverage'] as const)
      expect(found[name], name).toBeCloseTo(golden.prdc[name], 8);
    expect(vendi(made)).toBeCloseTo(golden.vendi, 4);
  });

  it('counts a set that covers itself, one that covers nothing, and one image many times', () => {
    expect(prdc(real, real)).toMatchObject({ precision: 1, recall: 1, coverage: 1 });
    const far = { ...made, data: made.data.map((value) => value + 100) };
    expect(prdc(real, far)).toEqual({ precision: 0, recall: 0, density: 0, coverage: 0 });
    const constant = rows(Array.from({ length: 9 }, () => [1, 2, 3]));
    expect(vendi(constant)).toBeCloseTo(1, 6);
    expect(prdc(real, rows(Array.from({ length: 9 }, () => golden.real[0] ?? []))).density).toBeGreaterThanOrEqual(0);
  });

  it('halves real images by lesion, so that a floor is no better than it looks', () => {
    const lesions = golden.real.map((_, row) => Math.floor(row / 2));
    const { made: drawn, floor } = kidDraws(kernelOf(real, made), lesions, 60, 1);
    expect(Math.abs(meanOf(floor))).toBeLessThan(0.5 * meanOf(drawn));
    expect(kidDraws(kernelOf(real, made), lesions, 60, 1).made).toEqual(drawn);
    const twice = rows(golden.real.flatMap((row) => [row, row]));
    const pairs = Array.from({ length: 80 }, (_, row) => Math.floor(row / 2));
    const apart = kidDraws(kernelOf(twice, made), pairs, 20, 1).floor;
    const leaking = kidDraws(
      kernelOf(twice, made),
      pairs.map((_, row) => row),
      20,
      1,
    ).floor;
    expect(meanOf(leaking)).toBeLessThan(meanOf(apart));
  });
});

describe('the probe', () => {
  const { features, labels, weights, penalty, probabilities, apart, ...metrics } = golden.probe;
  const probe = fitSoftmax({ features: rows(features), labels, weights }, 3, penalty);

  it('is the logistic regression of scikit-learn', () => {
    const found = predict(probe, rows(features));
    expect(found).toHaveLength(probabilities.flat().length);
    probabilities.flat().forEach((value, at) => expect(found[at]).toBeCloseTo(value, 5));
  });

  it('restricts the softmax of some rows to some classes, as a minimiser of SciPy does', () => {
    const restricted = { from: apart.from, classes: new Set(apart.classes) };
    const found = predict(
      fitSoftmax({ features: rows(features), labels, weights, apart: restricted }, 3, penalty),
      rows(features),
    );
    apart.probabilities.flat().forEach((value, at) => expect(found[at]).toBeCloseTo(value, 4));
  });

  it('is measured as scikit-learn measures', () => {
    const readings = { classes: 3, probabilities: Float64Array.from(probabilities.flat()), labels };
    const even = labels.map(() => 1);
    expect([...recalls(decide(readings), even)]).toEqual(
      metrics.recall.map((value) => expect.closeTo(value, 10) as number),
    );
    expect(meanOf(recalls(decide(readings), even))).toBeCloseTo(metrics.balanced_accuracy, 10);
    for (const label of [0, 1, 2]) {
      const area = averagePrecision(rankRows(readings, label), even);
      expect(area).toBeCloseTo(metrics.auprc[label] ?? 0, 10);
    }
  });

  it('counts a row of weight two as two rows', () => {
    const twice = { features: rows([...features, ...features]), labels: [...labels, ...labels] };
    const alone = fitSoftmax({ features: rows(features), labels, weights: labels.map(() => 2) }, 3, penalty);
    const doubled = fitSoftmax({ ...twice, weights: twice.labels.map(() => 1) }, 3, penalty);
    alone.coefficients.forEach((value, at) => expect(doubled.coefficients[at]).toBeCloseTo(value, 4));
  });
});

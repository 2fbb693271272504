import fc from 'fast-check';
import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import {
  FeatureError,
  meanRow,
  pickRows,
  requireFinite,
  rowAt,
  rowCount,
  rowsByLabel,
  type Features,
} from '../../features/features';
import { fitBackground, mahalanobis, relativeMahalanobis, withinClasses } from '../../features/gaussian';
import golden from './golden/scorers.json' with { type: 'json' };
import { energy, maximumSoftmax } from './logits';
import { labelMargin } from '../label';
import { fitReconstruction, reconstructionError, whitenedReconstructionError } from './reconstruction';
import { knnScore, neighbours, normalise } from '../../features/neighbours';
import { fitVirtualLogit, headOf, virtualLogitScore } from './virtualLogit';

const features: Features = { dim: golden.dim, data: Float64Array.from(golden.features) };
const queries: Features = { dim: golden.dim, data: Float64Array.from(golden.queries) };
const logits: Features = { dim: 3, data: Float64Array.from(golden.logits) };
const queryRows = Array.from({ length: rowCount(queries) }, (_, row) => rowAt(queries, row));

function expectClose(found: readonly number[], wanted: readonly number[]): void {
  expect(found).toHaveLength(wanted.length);
  found.forEach((value, i) => {
    const expected = wanted[i] ?? NaN;
    expect(Math.abs(value - expected), `${value} for ${expected}`).toBeLessThanOrEqual(1e-5 * Math.abs(expected));
  });
}

describe('scores agree with scikit-learn and pytorch-ood within 1e-5', () => {
  const rowsOf = rowsByLabel(golden.labels);
  const spectrum = withinClasses(features, golden.labels);
  const background = fitBackground(features);

  it.each([0, 1, 2])('of class %i', (label) => {
    const own = pickRows(features, rowsOf.get(label) ?? []);
    const wanted = golden.perClass[label];
    const gaussian = { mean: meanRow(own), spectrum };
    if (!wanted) throw new Error('The golden values are cut short.');
    const model = fitReconstruction(own, golden.kept);
    expectClose(
      queryRows.map((x) => reconstructionError(model, x)),
      wanted.fre,
    );
    expectClose(
      queryRows.map((x) => whitenedReconstructionError(model, x)),
      wanted.freWhitened,
    );
    expectClose(
      queryRows.map((x) => mahalanobis(gaussian, x)),
      wanted.mahalanobis,
    );
    expectClose(
      queryRows.map((x) => relativeMahalanobis(gaussian, background, x)),
      wanted.relative,
    );
    const bank = Float32Array.from(
      Array.from({ length: rowCount(own) }, (_, row) => [...normalise(Float32Array.from(rowAt(own, row)))]).flat(),
    );
    const knn = queryRows.map((x) => knnScore(neighbours(normalise(Float32Array.from(x)), bank, golden.k)));
    knn.forEach((value, i) => expect(value).toBeCloseTo(wanted.knn[i] ?? NaN, 5));
  });

  it('of the virtual logit, with a head found from features and logits', () => {
    const model = fitVirtualLogit(features, headOf(features, logits), golden.vimKept);
    expectClose(
      queryRows.map((x, i) => virtualLogitScore(model, x, golden.queryLogits[i] ?? [])),
      golden.vim,
    );
  });

  it('of the logits alone', () => {
    expectClose(golden.queryLogits.map(energy), golden.energy);
    expectClose(golden.queryLogits.map(maximumSoftmax), golden.softmax);
  });
});

describe('scores of awkward classes', () => {
  const single: Features = { dim: 3, data: Float64Array.of(1, 2, 3) };
  const alike: Features = { dim: 3, data: Float64Array.of(1, 2, 3, 1, 2, 3, 1, 2, 3) };

  it.each([
    ['one image', single],
    ['images that are all alike', alike],
  ])('are finite for a class of %s, and 0 at that image', (_, given) => {
    const model = fitReconstruction(given);
    const gaussian = fitBackground(given);
    for (const score of [
      (x: number[]) => reconstructionError(model, x),
      (x: number[]) => whitenedReconstructionError(model, x),
      (x: number[]) => mahalanobis(gaussian, x),
    ]) {
      expect(score([1, 2, 3])).toBe(0);
      expect(score([1, 2, 5])).toBeGreaterThan(0);
      expect(score([1, 2, 5])).toBeLessThan(Infinity);
    }
  });

  it('are refused where a feature is no number, and the image is named', () => {
    expect(() => requireFinite({ dim: 2, data: Float64Array.of(1, 2, 3, NaN) })).toThrow(/image 1 /);
    expect(() => requireFinite({ dim: 2, data: Float64Array.of(1, 2, 3) })).toThrow(FeatureError);
    expect(() => requireFinite({ dim: 0, data: Float64Array.of() })).toThrow(FeatureError);
  });

  it('do not overflow with large logits', () => {
    expect(energy([1000, 999])).toBeCloseTo(-1000.3133, 4);
    expect(maximumSoftmax([1000, 0])).toBe(-1);
    expect(labelMargin([1, 5, 3], 1)).toBe(2);
    expect(labelMargin([1, 5, 3], 2)).toBe(-2);
  });
});

describe('properties', () => {
  const number = fc.integer({ min: -20, max: 20 }).map((v) => v / 4);
  const rows = fc.array(fc.tuple(number, number, number), { minLength: 2, maxLength: 12 });

  it('turning and moving all features changes no distance', () => {
    fc.assert(
      fc.property(rows, fc.tuple(number, number, number), number, number, (own, query, angle, shift) => {
        const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
        const moved = ([x, y, z]: readonly number[]): number[] => [
          cos * (x ?? 0) - sin * (y ?? 0) + shift,
          sin * (x ?? 0) + cos * (y ?? 0) - shift,
          (z ?? 0) + shift,
        ];
        const fitted = (rows: readonly (readonly number[])[]) => {
          const given = { dim: 3, data: Float64Array.from(rows.flat()) };
          return { model: fitReconstruction(given), gaussian: fitBackground(given) };
        };
        const [before, after] = [fitted(own), fitted(own.map(moved))];
        const [a, b] = [mahalanobis(before.gaussian, query), mahalanobis(after.gaussian, moved(query))];
        expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-5 * (1 + a));
      }),
    );
  });

  it('the residual is never longer than the distance to the mean', () => {
    fc.assert(
      fc.property(rows, fc.tuple(number, number, number), (own, query) => {
        const given = { dim: 3, data: Float64Array.from(own.flat()) };
        const model = fitReconstruction(given);
        const distance = new Matrix([query]).sub(Matrix.rowVector(model.mean)).norm();
        expect(reconstructionError(model, query)).toBeLessThanOrEqual(distance + 1e-9);
      }),
    );
  });
});

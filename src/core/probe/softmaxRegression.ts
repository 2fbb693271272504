/** Multinomial logistic regression: the probe that tells what features hold, whatever made them. */
import { rowAt, rowCount, type Features } from '../features/features';
import { minimise } from './minimise';

export interface LabelledRows {
  readonly features: Features;
  /** [N] 0..classes-1 */
  readonly labels: ArrayLike<number>;
  /** [N] how much each row counts; they are made to sum to one. */
  readonly weights: ArrayLike<number>;
  /** Rows from this one on have a softmax restricted to these classes. */
  readonly apart?: { readonly from: number; readonly classes: ReadonlySet<number> };
}

export interface SoftmaxProbe {
  readonly classes: number;
  readonly dim: number;
  /** [C,D+1], the intercept last */
  readonly coefficients: Float64Array;
}

/**
 * The minimum of sum_i w_i CE_i + penalty/2 |W|^2 with a free intercept: scikit-learn's LogisticRegression with C = 1 / penalty on weights
 * that sum to one. Of rows `apart` CE_i is that of a softmax restricted to their classes.
 * @param start where to begin; zeros when left out
 * @param tolerance of the gradient's largest part at the minimum
 */
export function fitSoftmax(
  rows: LabelledRows,
  classes: number,
  penalty: number,
  start?: SoftmaxProbe,
  tolerance = 1e-6,
): SoftmaxProbe {
  const { features, labels, apart } = rows;
  const { dim } = features;
  const [n, width] = [rowCount(features), dim + 1];
  const total = Array.from(rows.weights).reduce((sum, w) => sum + w, 0);
  const probabilities = new Float64Array(classes);

  const lossAt = (point: Float64Array, gradient: Float64Array): number => {
    gradient.fill(0);
    let loss = 0;
    for (let row = 0; row < n; row += 1) {
      const weight = (rows.weights[row] ?? 0) / total;
      if (weight === 0) continue;
      const x = rowAt(features, row);
      const label = labels[row] ?? 0;
      scores(point, x, probabilities);
      if (apart && row >= apart.from) restrict(probabilities, apart.classes);
      loss -= weight * Math.log(Math.max(1e-300, softmaxInPlace(probabilities)[label] ?? 0));
      for (let c = 0; c < classes; c += 1) {
        const error = weight * ((probabilities[c] ?? 0) - (c === label ? 1 : 0));
        const from = c * width;
        for (let i = 0; i < dim; i += 1) gradient[from + i] = (gradient[from + i] ?? 0) + error * (x[i] ?? 0);
        gradient[from + dim] = (gradient[from + dim] ?? 0) + error;
      }
    }
    for (let at = 0; at < point.length; at += 1) {
      if (at % width === dim) continue;
      const value = point[at] ?? 0;
      loss += (penalty / 2) * value * value;
      gradient[at] = (gradient[at] ?? 0) + penalty * value;
    }
    return loss;
  };

  const from = start?.coefficients ?? new Float64Array(classes * width);
  return { classes, dim, coefficients: minimise(lossAt, from, tolerance) };
}

/** Probabilities of the classes, [N,C]. */
export function predict({ classes, coefficients }: SoftmaxProbe, features: Features): Float64Array {
  const found = new Float64Array(rowCount(features) * classes);
  for (let row = 0; row < rowCount(features); row += 1) {
    const own = found.subarray(row * classes, (row + 1) * classes);
    scores(coefficients, rowAt(features, row), own);
    softmaxInPlace(own);
  }
  return found;
}

function scores(coefficients: Float64Array, x: Float32Array | Float64Array, out: Float64Array): void {
  const width = x.length + 1;
  for (let c = 0; c < out.length; c += 1) {
    let sum = coefficients[c * width + x.length] ?? 0;
    for (let i = 0; i < x.length; i += 1) sum += (coefficients[c * width + i] ?? 0) * (x[i] ?? 0);
    out[c] = sum;
  }
}

/** Gives the other classes scores so low that they are none. */
function restrict(values: Float64Array, classes: ReadonlySet<number>): void {
  for (let c = 0; c < values.length; c += 1) if (!classes.has(c)) values[c] = -Infinity;
}

function softmaxInPlace(values: Float64Array): Float64Array {
  let largest = -Infinity;
  for (const value of values) largest = Math.max(largest, value);
  let total = 0;
  for (let i = 0; i < values.length; i += 1) total += values[i] = Math.exp((values[i] ?? 0) - largest);
  for (let i = 0; i < values.length; i += 1) values[i] = (values[i] ?? 0) / total;
  return values;
}

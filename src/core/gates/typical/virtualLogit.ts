/** ViM: the residual of a vector as one more logit, beside those of the classes (Wang et al., arXiv 2203.10807). */
import { Matrix, pseudoInverse, solve } from 'ml-matrix';
import { positionOf, spectrumOf } from '../../features/spectrum';
import { centred, rowAt, rowCount, type Features } from '../../features/features';
import { logSumExp } from './logits';

export interface VirtualLogit {
  /** [D], the point where all logits are 0. */
  readonly origin: Float64Array;
  /** [R,D], the axes of the principal space. */
  readonly axes: Float64Array;
  /** Scale at which the virtual logit is on average as large as the largest real one. */
  readonly alpha: number;
}

/** The last layer of a classifier, logits = W x + b: weight [C,D], bias [C]. */
export interface Head {
  readonly weight: Matrix;
  readonly bias: Float64Array;
}

/** The head that gives these logits [N,C] for these features [N,D], by least squares: exact where it is linear and N > D. */
export function headOf(features: Features, logits: Features): Head {
  const n = rowCount(features);
  const width = features.dim + 1;
  const [squares, products] = [new Float64Array(width * width), new Float64Array(width * logits.dim)];
  for (let row = 0; row < n; row += 1) {
    const [x, y] = [[...rowAt(features, row), 1], rowAt(logits, row)];
    x.forEach((value, i) => {
      for (let j = 0; j < width; j += 1) squares[i * width + j] = (squares[i * width + j] ?? 0) + value * (x[j] ?? 0);
      for (let c = 0; c < logits.dim; c += 1) {
        products[i * logits.dim + c] = (products[i * logits.dim + c] ?? 0) + value * (y[c] ?? 0);
      }
    });
  }
  // normal equations: thousands of rows, few columns; the singular values handle features that never vary
  const found = solve(
    Matrix.from1DArray(width, width, squares),
    Matrix.from1DArray(width, logits.dim, products),
    true,
  ).transpose();
  return {
    weight: found.subMatrix(0, logits.dim - 1, 0, features.dim - 1),
    bias: Float64Array.from(found.getColumn(features.dim)),
  };
}

/**
 * @param features [N,D] of all classes
 * @param kept axes of the principal space, fewer than D
 */
export function fitVirtualLogit(features: Features, { weight, bias }: Head, kept: number): VirtualLogit {
  const zero = pseudoInverse(weight).mmul(Matrix.columnVector(bias));
  const origin = Float64Array.from(zero.to1DArray(), (value) => -value);
  const axes = spectrumOf(centred(features, origin)).axes.slice(0, kept * features.dim);
  let largest = 0;
  let residuals = 0;
  for (let row = 0; row < rowCount(features); row += 1) {
    const x = rowAt(features, row);
    const logits = weight.mmul(Matrix.columnVector(x)).to1DArray();
    largest += Math.max(...logits.map((value, i) => value + (bias[i] ?? 0)));
    residuals += Math.sqrt(positionOf(axes, origin, x).rest);
  }
  return { origin, axes, alpha: residuals > 0 ? largest / residuals : 1 };
}

/** The virtual logit less the log of the sum of the real ones' exponentials; larger is odder. */
export function virtualLogitScore(
  { alpha, axes, origin }: VirtualLogit,
  query: ArrayLike<number>,
  logits: ArrayLike<number>,
): number {
  return alpha * Math.sqrt(positionOf(axes, origin, query).rest) - logSumExp(logits);
}

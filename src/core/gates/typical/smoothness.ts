/**
 * Whether the inside of a mask is plainer than the skin around it lets expect: real lesions differ in fineness with the camera and the
 * size that they were taken at, and the skin beside them shares both.
 */
import { Matrix, solve } from 'ml-matrix';
import { centred, meanRow, rowCount, type Features } from '../../features/features';

/** Squared length of the weights against the squared errors: a few images give no slope. */
const RIDGE = 1;

/** A ridge regression of the first numbers of a row, summed, on the others. */
export interface Smoothness {
  readonly inside: number;
  readonly mean: Float64Array;
  readonly weights: Float64Array;
}

/**
 * @param features [N,D] logarithms of fineness, of which the first `inside` are measured inside the mask and the others around it
 */
export function fitSmoothness(features: Features, inside: number): Smoothness {
  const { dim } = features;
  const mean = meanRow(features);
  const n = rowCount(features);
  const around = dim - inside;
  if (n === 0) return { inside, mean, weights: new Float64Array(around) };
  const rows = Matrix.from1DArray(n, dim, centred(features, mean).data);
  const given = rows.subMatrix(0, n - 1, inside, dim - 1);
  const wanted = rows.subMatrix(0, n - 1, 0, inside - 1).sum('row');
  const moments = given.transpose().mmul(given).add(Matrix.eye(around).mul(RIDGE));
  const weights = solve(moments, given.transpose().mmul(Matrix.columnVector(wanted)));
  return { inside, mean, weights: Float64Array.from(weights.to1DArray()) };
}

/** What is expected less what is there; larger is plainer. */
export function smoothness({ inside, mean, weights }: Smoothness, row: ArrayLike<number>): number {
  let score = 0;
  mean.forEach((centre, i) => {
    const difference = (row[i] ?? 0) - centre;
    score += i < inside ? -difference : (weights[i - inside] ?? 0) * difference;
  });
  return score;
}

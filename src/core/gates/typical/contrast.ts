/**
 * Whether the inside of a mask has the detail that the skin around lets expect, in bands of wavelengths together: too soft and too sharp are both odd. A
 * camera's sharpness is in both, so that images of several sources are held to one rule.
 */
import { inverse, Matrix, solve } from 'ml-matrix';
import { centred, meanRow, pickRows, rowCount, rowsByLabel, type Features } from '../../features/features';

/** Squared length of the weights against the squared errors: a few images give no slope. */
const RIDGE = 1;
/** Variance that every direction has at least. */
const LEAST_VARIANCE = 1e-6;

/** Of all classes: how levels inside follow those around, and how far they lie off. */
export interface Contrast {
  /** [K,K]: levels around -> levels inside. */
  readonly weights: Matrix;
  /** Inverse covariance of what is left. [K,K] */
  readonly precision: Matrix;
}

/** Rows of levels inside, then of ratios to those around, all logarithms, into levels inside and levels around. */
function parted(rows: Matrix): { readonly inside: Matrix; readonly around: Matrix } {
  const [last, half] = [rows.rows - 1, rows.columns / 2];
  const inside = rows.subMatrix(0, last, 0, half - 1);
  return { inside, around: Matrix.sub(inside, rows.subMatrix(0, last, half, 2 * half - 1)) };
}

/** @param features [N,2K] of all classes @param labels [N]; slope and spread are those within classes */
export function fitContrast(features: Features, labels: ArrayLike<number>): Contrast {
  const half = features.dim / 2;
  const within = [...rowsByLabel(labels).values()].flatMap((rows) => {
    const own = pickRows(features, rows);
    return [...centred(own, meanRow(own)).data];
  });
  const count = within.length / features.dim;
  if (count === 0) return { weights: Matrix.zeros(half, half), precision: Matrix.eye(half) };
  const { inside, around } = parted(Matrix.from1DArray(count, features.dim, within));
  const moments = around.transpose().mmul(around).add(Matrix.eye(half).mul(RIDGE));
  const weights = solve(moments, around.transpose().mmul(inside));
  const left = Matrix.sub(inside, around.mmul(weights));
  const covariance = left.transpose().mmul(left).div(count).add(Matrix.eye(half).mul(LEAST_VARIANCE));
  return { weights, precision: inverse(covariance) };
}

/**
 * What a class's own rows say of its mean; then the length, in standard deviations, of what an image differs by from what its surroundings let expect.
 * @param own [N,2K]
 */
export function contrastOf({ weights, precision }: Contrast, own: Features): (row: ArrayLike<number>) => number {
  const mean = rowCount(own) > 0 ? meanRow(own) : new Float64Array(own.dim);
  return (row) => {
    const offset = Matrix.rowVector(Array.from(mean, (value, i) => (row[i] ?? NaN) - value));
    const { inside, around } = parted(offset);
    const left = Matrix.sub(inside, around.mmul(weights));
    return Math.sqrt(left.mmul(precision).mmul(left.transpose()).get(0, 0));
  };
}

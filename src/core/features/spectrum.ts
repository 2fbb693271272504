/** Principal axes of feature vectors, and where a vector lies along and beside them: what every covariance score is made of. */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { rowAt, rowCount, sum, type Features } from './features';

/** Variances below this share of the largest are rounding errors: their axes point anywhere. */
const LEAST_SHARE = 1e-12;

export interface Spectrum {
  /** [R,D] of length 1, largest variance first; at most min(N,D), the rest of the space has no variance. */
  readonly axes: Float64Array;
  /** [R] */
  readonly variances: Float64Array;
  /** [R] shrunk towards the mean variance (Ledoit & Wolf). */
  readonly shrunk: Float64Array;
  /** What shrinkage leaves of the variance along every direction beside the axes; above 0. */
  readonly shrunkRest: number;
}

/** Principal axes of rows [N,D] that are already centred. */
export function spectrumOf(rows: Features): Spectrum {
  const { dim } = rows;
  const n = rowCount(rows);
  if (n === 0)
    return { axes: new Float64Array(), variances: new Float64Array(), shrunk: new Float64Array(), shrunkRest: 1 };
  const wide = n < dim;
  const moments = wide ? gram(rows) : covariance(rows);
  const side = wide ? n : dim;
  const found = new EigenvalueDecomposition(Matrix.from1DArray(side, side, moments), { assumeSymmetric: true });
  const least = LEAST_SHARE * Math.max(0, ...found.realEigenvalues);
  const kept = found.realEigenvalues.map((value, column) => ({ value, column })).filter(({ value }) => value > least);
  kept.sort((a, b) => b.value - a.value);
  const axes = new Float64Array(kept.length * dim);
  kept.forEach(({ value, column }, i) => {
    const vector = found.eigenvectorMatrix.getColumn(column);
    const axis = axes.subarray(i * dim, (i + 1) * dim);
    if (wide) {
      // X'u / sqrt(n lambda) is the covariance's eigenvector where u is that of XX' / n
      const length = Math.sqrt(n * value);
      for (let row = 0; row < n; row += 1) addTo(axis, rowAt(rows, row), (vector[row] ?? 0) / length);
    } else axis.set(vector);
  });
  const variances = Float64Array.from(kept, ({ value }) => value);
  return { axes, variances, ...shrink(rows, variances) };
}

function addTo(target: Float64Array, values: ArrayLike<number>, share: number): void {
  for (let i = 0; i < target.length; i += 1) target[i] = (target[i] ?? 0) + share * (values[i] ?? 0);
}

/** S = X'X / n, [D,D]. */
function covariance(rows: Features): Float64Array {
  const { dim } = rows;
  const n = rowCount(rows);
  const s = new Float64Array(dim * dim);
  for (let row = 0; row < n; row += 1) {
    const x = rowAt(rows, row);
    for (let i = 0; i < dim; i += 1) {
      const share = (x[i] ?? 0) / n;
      for (let j = i; j < dim; j += 1) s[i * dim + j] = (s[i * dim + j] ?? 0) + share * (x[j] ?? 0);
    }
  }
  return mirrored(s, dim);
}

/** XX' / n, [N,N]: it has the covariance's eigenvalues, and is the smaller one where there are fewer rows than numbers in each. */
function gram(rows: Features): Float64Array {
  const n = rowCount(rows);
  const s = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) for (let j = i; j < n; j += 1) s[i * n + j] = dot(rowAt(rows, i), rowAt(rows, j)) / n;
  return mirrored(s, n);
}

function mirrored(upper: Float64Array, side: number): Float64Array {
  for (let i = 0; i < side; i += 1) for (let j = 0; j < i; j += 1) upper[i * side + j] = upper[j * side + i] ?? 0;
  return upper;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < a.length; i += 1) total += (a[i] ?? 0) * (b[i] ?? 0);
  return total;
}

/**
 * (1 - w) S + w (tr S / D) I with the weight w of Ledoit & Wolf (2004, J. Multivariate Analysis 88, lemma 3.4).
 * Rows that are all alike leave no scale; then every direction has variance 1.
 */
function shrink(rows: Features, variances: Float64Array): Pick<Spectrum, 'shrunk' | 'shrunkRest'> {
  const { dim } = rows;
  const n = rowCount(rows);
  const trace = sum(variances);
  if (trace === 0) return { shrunk: variances, shrunkRest: 1 };
  let fourth = 0;
  for (let row = 0; row < n; row += 1) fourth += dot(rowAt(rows, row), rowAt(rows, row)) ** 2;
  const squared = sum(variances.map((v) => v * v));
  const spread = (squared - (trace * trace) / dim) / dim;
  const error = Math.min((fourth / n - squared) / (n * dim), spread);
  const weight = error <= 0 || spread <= 0 ? 0 : error / spread;
  const floor = Math.max((weight * trace) / dim, (LEAST_SHARE * trace) / dim);
  return { shrunk: variances.map((v) => (1 - weight) * v + floor), shrunkRest: floor };
}

export interface Position {
  /** [R] squared coordinates along the axes. */
  readonly squares: Float64Array;
  /** Squared length of what lies beside all of them. */
  readonly rest: number;
}

/** Where a vector [D] lies, seen from `origin` [D] along `axes` [R,D]. */
export function positionOf(axes: Float64Array, origin: Float64Array, query: ArrayLike<number>): Position {
  const dim = origin.length;
  const difference = origin.map((value, i) => (query[i] ?? 0) - value);
  const squares = new Float64Array(axes.length / dim);
  for (let axis = 0; axis < squares.length; axis += 1) {
    squares[axis] = dot(axes.subarray(axis * dim, (axis + 1) * dim), difference) ** 2;
  }
  return { squares, rest: Math.max(0, dot(difference, difference) - sum(squares)) };
}

/** How much of the real images a set of samples covers, and how varied it is. */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { unitRows } from '../features/neighbours';
import { rowAt, rowCount, type Features } from '../features/features';

export interface Prdc {
  /** Share of samples within reach of a real image (Kynkäänniemi et al., arXiv 1904.06991). */
  readonly precision: number;
  /** Share of real images within reach of a sample. */
  readonly recall: number;
  /** In how many real images' reach a sample lies, over k (Naeem et al., arXiv 2002.09797). */
  readonly density: number;
  /** Share of real images that have a sample within their own reach. */
  readonly coverage: number;
}

/** @param k the reach of an image is the distance to its k-th neighbour of its own kind; fewer where there are no more */
export function prdc(real: Features, made: Features, k = 5): Prdc {
  const reach = Math.max(1, Math.min(k, rowCount(real) - 1, rowCount(made) - 1));
  const [realReach, madeReach] = [reachOf(real, reach), reachOf(made, reach)];
  const [n, m] = [rowCount(real), rowCount(made)];
  const inReal = new Uint32Array(m);
  let [recalled, covered] = [0, 0];
  for (let r = 0; r < n; r += 1) {
    let [isRecalled, nearest] = [false, Infinity];
    for (let s = 0; s < m; s += 1) {
      const d = squared(rowAt(real, r), rowAt(made, s));
      if (d < (realReach[r] ?? 0)) inReal[s] = (inReal[s] ?? 0) + 1;
      if (d < (madeReach[s] ?? 0)) isRecalled = true;
      nearest = Math.min(nearest, d);
    }
    if (isRecalled) recalled += 1;
    if (nearest < (realReach[r] ?? 0)) covered += 1;
  }
  const inside = inReal.reduce((sum, count) => sum + count, 0);
  return {
    precision: inReal.filter((count) => count > 0).length / m,
    recall: recalled / n,
    density: inside / (m * reach),
    coverage: covered / n,
  };
}

/** Effective number of different images: exp of the entropy of the eigenvalues of their cosine kernel (Friedman & Dieng, arXiv 2210.02410). */
export function vendi(features: Features): number {
  const n = rowCount(features);
  const unit = new Matrix(n, features.dim);
  unitRows(features).forEach((value, at) => unit.set(Math.floor(at / features.dim), at % features.dim, value));
  // The kernel has the same eigenvalues as the smaller of its two products, but for zeros.
  const gram = (n <= features.dim ? unit.mmul(unit.transpose()) : unit.transpose().mmul(unit)).div(n);
  const { realEigenvalues } = new EigenvalueDecomposition(gram, { assumeSymmetric: true });
  return Math.exp(-realEigenvalues.reduce((sum, value) => sum + (value > 1e-12 ? value * Math.log(value) : 0), 0));
}

/** Squared distance of each row to its k-th neighbour. */
function reachOf(features: Features, k: number): Float64Array {
  const n = rowCount(features);
  const distances = new Float64Array(n);
  return Float64Array.from({ length: n }, (_, row) => {
    for (let other = 0; other < n; other += 1) distances[other] = squared(rowAt(features, row), rowAt(features, other));
    return distances.slice().sort()[k] ?? 0; // itself comes first
  });
}

function squared(a: Float32Array | Float64Array, b: Float32Array | Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i += 1) total += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2;
  return total;
}

/** Two axes to look at feature vectors along: the principal ones, on which the vectors differ most. */
import { centred, meanRow, requireFinite, rowAt, rowCount, sum, type Features } from './features';
import { spectrumOf } from './spectrum';

export interface PrincipalPlane {
  readonly mean: Float64Array;
  /** [2,D]; an axis along which nothing varies is all zeros. */
  readonly axes: Float64Array;
  /** Shares of the variance along the two; they do not sum to 1. */
  readonly shares: readonly [number, number];
}

/**
 * The two axes of largest variance. Each points to where its weightiest number is positive, so that the same rows always give the same plane.
 * Throws FeatureError where a number is none.
 */
export function principalPlane(features: Features): PrincipalPlane {
  requireFinite(features);
  const { dim } = features;
  const mean = meanRow(features);
  const { axes: all, variances } = spectrumOf(centred(features, mean));
  const axes = new Float64Array(2 * dim);
  axes.set(all.subarray(0, 2 * dim));
  for (const start of [0, dim]) {
    const axis = axes.subarray(start, start + dim);
    const weightiest = axis.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
    if (weightiest < 0) axis.forEach((value, i) => (axis[i] = -value));
  }
  const total = sum(variances);
  const share = (at: number): number => (total > 0 ? (variances[at] ?? 0) / total : 0);
  return { mean, axes, shares: [share(0), share(1)] };
}

/** Where rows lie on a plane, [N,2]. */
export function projected({ mean, axes }: PrincipalPlane, features: Features): Float32Array<ArrayBuffer> {
  const { dim } = features;
  const found = new Float32Array(2 * rowCount(features));
  for (let row = 0; row < found.length / 2; row += 1) {
    const values = rowAt(features, row);
    let [x, y] = [0, 0];
    for (let i = 0; i < dim; i += 1) {
      const difference = (values[i] ?? 0) - (mean[i] ?? 0);
      x += difference * (axes[i] ?? 0);
      y += difference * (axes[dim + i] ?? 0);
    }
    found.set([x, y], 2 * row);
  }
  return found;
}

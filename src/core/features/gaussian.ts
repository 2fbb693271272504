/** Mahalanobis distance with shrinkage, and its relative form, of a vector to classes that share a covariance. */
import { positionOf, spectrumOf, type Spectrum } from './spectrum';
import { centred, meanRow, pickRows, rowsByLabel, sum, type Features } from './features';

export interface Gaussian {
  readonly mean: Float64Array;
  readonly spectrum: Spectrum;
}

/**
 * The covariance that all classes share, around the mean of each (Lee et al., arXiv 1807.03888), shrunk (Ledoit & Wolf).
 * @param features [N,D]
 * @param labels [N]
 */
export function withinClasses(features: Features, labels: ArrayLike<number>): Spectrum {
  const { dim } = features;
  const within = Float64Array.from(features.data);
  for (const rows of rowsByLabel(labels).values()) {
    const own = pickRows(features, rows);
    const { data } = centred(own, meanRow(own));
    rows.forEach((row, i) => within.set(data.subarray(i * dim, (i + 1) * dim), row * dim));
  }
  return spectrumOf({ dim, data: within });
}

/** One Gaussian for all rows, whatever their class. */
export function fitBackground(features: Features): Gaussian {
  const mean = meanRow(features);
  return { mean, spectrum: spectrumOf(centred(features, mean)) };
}

/** Squared Mahalanobis distance of a vector [D]; larger is odder. */
export function mahalanobis({ mean, spectrum }: Gaussian, query: ArrayLike<number>): number {
  const { squares, rest } = positionOf(spectrum.axes, mean, query);
  return sum(squares.map((square, i) => square / (spectrum.shrunk[i] ?? 1))) + rest / spectrum.shrunkRest;
}

/** The class's distance less the background's (Ren et al., arXiv 2106.09022): what is odd for this class, not for all. */
export function relativeMahalanobis(ofClass: Gaussian, background: Gaussian, query: ArrayLike<number>): number {
  return mahalanobis(ofClass, query) - mahalanobis(background, query);
}

/** Mahalanobis distance with shrinkage, and its relative form, of a vector to classes that share a covariance. */
import { positionOf, spectrumOf, type Spectrum } from './axes';
import { centred, meanRow, pickRows, rowsByLabel, sum, type Features } from './features';

export interface Gaussian {
  readonly mean: Float64Array;
  readonly spectrum: Spectrum;
}

/**
 * One Gaussian a class with the covariance that all of them share (Lee et al., arXiv 1807.03888), shrunk (Ledoit & Wolf).
 * @param features [N,D]
 * @param labels [N]
 */
export function fitClassGaussians(features: Features, labels: ArrayLike<number>): Map<number, Gaussian> {
  const { dim } = features;
  const within = Float64Array.from(features.data);
  const means = new Map<number, Float64Array>();
  for (const [label, rows] of rowsByLabel(labels)) {
    const own = pickRows(features, rows);
    const mean = meanRow(own);
    const { data } = centred(own, mean);
    rows.forEach((row, i) => within.set(data.subarray(i * dim, (i + 1) * dim), row * dim));
    means.set(label, mean);
  }
  const spectrum = spectrumOf({ dim, data: within });
  return new Map([...means].map(([label, mean]) => [label, { mean, spectrum }]));
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

/** PCA feature-reconstruction error (FRE): what a class's own principal axes cannot say of a vector. */
import { positionOf, spectrumOf, type Spectrum } from '../../features/spectrum';
import { centred, meanRow, sum, type Features } from '../../features/features';

export interface Reconstruction {
  readonly mean: Float64Array;
  readonly spectrum: Spectrum;
  /** How many axes span the class; what lies along the others, and beside all of them, is the residual. */
  readonly kept: number;
}

/** Share of the variance that the principal axes keep, as in DFM (Ahuja, Ndiour et al., arXiv 1909.11786). */
const KEPT_VARIANCE = 0.97;

/**
 * @param features [N,D] of one class
 * @param keptVariance 0..1; as few axes are kept as hold more than this share
 */
export function fitReconstruction(features: Features, keptVariance = KEPT_VARIANCE): Reconstruction {
  const mean = meanRow(features);
  const spectrum = spectrumOf(centred(features, mean));
  const wanted = keptVariance * sum(spectrum.variances);
  let held = 0;
  const enough = spectrum.variances.findIndex((variance) => (held += variance) > wanted);
  return { mean, spectrum, kept: enough < 0 ? spectrum.variances.length : enough + 1 };
}

/** || x - T^+ T x ||, the length of the residual (Ndiour, Ahuja & Tickoo, arXiv 2012.04250, 2203.10422); larger is odder. */
export function reconstructionError({ mean, spectrum, kept }: Reconstruction, query: ArrayLike<number>): number {
  const { squares, rest } = positionOf(spectrum.axes, mean, query);
  return Math.sqrt(sum(squares.subarray(kept)) + rest);
}

/** The residual in standard deviations, its Mahalanobis length: a quiet direction counts as much as a loud one. */
export function whitenedReconstructionError(
  { mean, spectrum, kept }: Reconstruction,
  query: ArrayLike<number>,
): number {
  const { squares, rest } = positionOf(spectrum.axes, mean, query);
  const along = squares.map((square, i) => (i < kept ? 0 : square / (spectrum.shrunk[i] ?? 1)));
  return Math.sqrt(sum(along) + rest / spectrum.shrunkRest);
}

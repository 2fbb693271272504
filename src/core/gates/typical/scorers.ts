/** Every typicality score by name, fitted in one way, so that a panel can measure them all and a gate can use the best. */
import { GRAIN_INSIDE_COUNT, type Aspect } from './aspects';
import { meanRow, type Features } from '../../features/features';
import { fitBackground, mahalanobis, relativeMahalanobis, withinClasses } from '../../features/gaussian';
import { energy, maximumSoftmax } from './logits';
import { knnScore, neighbours, normalise, unitRows } from '../../features/neighbours';
import { fitReconstruction, reconstructionError, whitenedReconstructionError } from './reconstruction';
import { contrastOf, fitContrast } from './contrast';
import { fitSmoothness, smoothness } from './smoothness';
import { fitVirtualLogit, headOf, virtualLogitScore } from './virtualLogit';

export const METHODS = [
  'knn',
  'fre',
  'fre-whitened',
  'mahalanobis',
  'mahalanobis-relative',
  'smoothness',
  'contrast',
  'surplus',
  'vim',
  'energy',
  'softmax',
] as const;
export type Method = (typeof METHODS)[number];

/** What a method can score of descriptions of every version: some need the classifier's last layer or its logits alone, smoothness is of the grain, surplus of the blocks. */
export function aspectsOf(method: Method): readonly Aspect[] {
  if (method === 'smoothness') return ['grain'];
  if (method === 'surplus') return ['blocks'];
  if (method === 'contrast') return []; // of bands, which description 2 alone has
  return method === 'vim' || method === 'energy' || method === 'softmax'
    ? ['deep']
    : ['texture', 'colour', 'mid', 'deep'];
}

export interface ScorerName {
  readonly method: Method;
  readonly aspect: Aspect;
}

/** The odder an image is for the class that it was fitted on, the larger. */
export type Score = (features: ArrayLike<number>, logits: ArrayLike<number>) => number;

/** What all classes share, fitted once. */
export interface Shared {
  /** Fits one class on its rows [N,D]; the rows may be fewer than those that `shared` has seen, to leave some out. */
  fit(own: Features): Score;
  /** Whether the score is a length, so that its logarithm is what is to be compared. */
  readonly isLength: boolean;
}

const K = 5;

type Prepare = (features: Features, labels: ArrayLike<number>, logits: Features) => Shared;

const PREPARE: Readonly<Record<Method, Prepare>> = {
  knn: () => ({
    isLength: true,
    fit(own) {
      const bank = unitRows(own);
      return (x) => knnScore(neighbours(normalise(Float32Array.from(x)), bank, K));
    },
  }),
  fre: () => ({
    isLength: true,
    fit(own) {
      const model = fitReconstruction(own);
      return (x) => reconstructionError(model, x);
    },
  }),
  'fre-whitened': () => ({
    isLength: true,
    fit(own) {
      const model = fitReconstruction(own);
      return (x) => whitenedReconstructionError(model, x);
    },
  }),
  mahalanobis(features, labels) {
    const spectrum = withinClasses(features, labels);
    return {
      isLength: true,
      fit(own) {
        const gaussian = { mean: meanRow(own), spectrum };
        return (x) => mahalanobis(gaussian, x);
      },
    };
  },
  'mahalanobis-relative'(features, labels) {
    const spectrum = withinClasses(features, labels);
    const background = fitBackground(features);
    return {
      isLength: false,
      fit(own) {
        const gaussian = { mean: meanRow(own), spectrum };
        return (x) => relativeMahalanobis(gaussian, background, x);
      },
    };
  },
  smoothness: () => ({
    isLength: false,
    fit(own) {
      const model = fitSmoothness(own, GRAIN_INSIDE_COUNT);
      return (x) => smoothness(model, x);
    },
  }),
  contrast(features, labels) {
    const model = fitContrast(features, labels);
    return { isLength: true, fit: (own) => contrastOf(model, own) };
  },
  /** The sum: of numbers of which only large ones are odd. */
  surplus: () => ({ isLength: false, fit: () => (x) => Array.from(x).reduce((sum, v) => sum + v, 0) }),
  vim(features, _labels, logits) {
    const model = fitVirtualLogit(features, headOf(features, logits), Math.floor(features.dim / 2));
    return { isLength: false, fit: () => (x, z) => virtualLogitScore(model, x, z) };
  },
  energy: () => ({ isLength: false, fit: () => (_, logits) => energy(logits) }),
  softmax: () => ({ isLength: false, fit: () => (_, logits) => maximumSoftmax(logits) }),
};

/**
 * @param features [N,D] of real images of all classes, of one aspect
 * @param labels [N]
 * @param logits [N,C]
 */
export function prepare(method: Method, features: Features, labels: ArrayLike<number>, logits: Features): Shared {
  return PREPARE[method](features, labels, logits);
}

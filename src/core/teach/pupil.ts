/** What is learnt of a class on the device: its vector, and a low-rank change of the network's modulations (training/inlay_training/latent/teach.py). */
import type { LowRank } from '../../contracts/ownClass';
import { gaussianNoise } from '../random/gaussian';
import { adamStep, noMoments, type Moments } from './adam';

/** Changes as it learns. */
export interface Pupil {
  /** Steps behind it. */
  step: number;
  /** [E] */
  readonly vector: Float32Array<ArrayBuffer>;
  readonly lowRank: LowRank;
  readonly moments: { readonly vector: Moments; readonly in: Moments; readonly out: Moments };
}

/** By what is learnt, as the gradient graph names it. */
export interface Gradients {
  readonly vector: Float32Array;
  readonly in: Float32Array;
  readonly out: Float32Array;
}

export interface Sizes {
  readonly rank: number;
  readonly embeddingSize: number;
  readonly modulations: number;
}

const RATES = { vector: 0.05, lowRank: 0.01, warmup: 10 } as const;

/** @param vector [E] where it starts; the change of the modulations starts at nothing */
export function beginPupil(vector: Float32Array, { rank, embeddingSize, modulations }: Sizes, seed: number): Pupil {
  const sd = 1 / Math.sqrt(embeddingSize);
  return pupilOf(
    vector.slice(),
    { rank, in: gaussianNoise(seed, rank * embeddingSize).map((value) => sd * value), out: new Float32Array(modulations * rank) },
  ); // prettier-ignore
}

/** At its beginning, with what it knows already. */
export function pupilOf(vector: Float32Array, lowRank: LowRank): Pupil {
  const own = Float32Array.from(vector);
  return {
    step: 0,
    vector: own,
    lowRank,
    moments: {
      vector: noMoments(own.length),
      in: noMoments(lowRank.in.length),
      out: noMoments(lowRank.out.length),
    },
  };
}

/** Share of the full rate: it rises over the first steps and falls to nothing at the end. @param step counts from 0 */
export function rateAt(step: number, steps: number, warmup: number = RATES.warmup): number {
  return Math.min(1, (step + 1) / warmup) * (1 - step / steps);
}

/** One step, in place. @param steps of the whole lesson plan */
export function learn(pupil: Pupil, gradients: Gradients, steps: number, warmup?: number): void {
  const share = rateAt(pupil.step, steps, warmup);
  pupil.step += 1;
  const { vector, lowRank, moments, step } = pupil;
  adamStep(vector, gradients.vector, moments.vector, step, share * RATES.vector);
  adamStep(lowRank.in, gradients.in, moments.in, step, share * RATES.lowRank);
  adamStep(lowRank.out, gradients.out, moments.out, step, share * RATES.lowRank);
}

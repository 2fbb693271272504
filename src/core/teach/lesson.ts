/** One view of a class that is taught, as the gradient graph takes it (training/inlay_training/latent/teach.py, `lesson`). */
import { inverseNormalCdf, gaussianNoise, uniform } from '../random/gaussian';
import { noised } from '../ownClass/drawExample';
import { blockInput, mixedAt } from '../diffusion/blockInput';

export interface Lesson {
  /** [2C+2,g,g] */
  readonly sample: Float32Array;
  /** In (0,1]; 1 is pure noise. */
  readonly timestep: number;
  /** Description of the lesion with its two marks, [D+2]; null for none. */
  readonly example: Float32Array | null;
  /** The velocity that is right, [C,g,g]. */
  readonly target: Float32Array;
  /** Of each squared error, [C,g,g]. */
  readonly weight: Float32Array;
}

/** A view in the model's own terms. */
export interface EncodedView {
  /** State of the image, [C,g,g]. */
  readonly clean: Float32Array;
  /** State of what is shown of it. */
  readonly shown: Float32Array;
  /** Share of each block that is to be painted, [g,g]; the lesion is all of it. */
  readonly painted: Float32Array;
}

/** Of the skin around, over that of the lesion. */
const OUTSIDE_WEIGHT = 0.1;
/** Below this time the weight falls with the time's square: there the velocity is uncertain. */
const NEAR_FROM = 0.2;
/** Times: a share of them even, the rest logit-normal (Esser et al., arXiv 2403.03206), most near noise, where the class is decided. */
const TIMES = { even: 1 / 6, mean: 1.2, sd: 1.4, least: 1e-3 } as const;

/** @param noise [C,g,g] @param channelWeights [C] */
export function lessonOf(
  { clean, shown, painted }: EncodedView,
  t: number,
  noise: Float32Array,
  example: Float32Array | null,
  channelWeights: Float32Array,
): Lesson {
  const region = painted.map((share) => (share > 0 ? 1 : OUTSIDE_WEIGHT));
  const near = Math.min(1, t / NEAR_FROM) ** 2;
  const scale = near / (sum(region) * sum(channelWeights));
  const area = painted.length;
  return {
    sample: blockInput(mixedAt(clean, noise, t), shown, painted, painted),
    timestep: t,
    example,
    target: noise.map((value, i) => value - (clean[i] ?? 0)),
    weight: noise.map((_, i) => scale * (region[i % area] ?? 0) * (channelWeights[Math.floor(i / area)] ?? 0)),
  };
}

/** Time and noise of one view of a step: the same for the same seed, step and place in the batch. */
export function drawnNoise(
  seed: number,
  step: number,
  place: number,
  length: number,
): { readonly t: number; readonly noise: Float32Array } {
  const stream = 2 * (step * 64 + place) + 1;
  const [which = 0.5, even = 0.5, normal = 0.5] = uniform(seed, 3, stream);
  const drawn = 1 / (1 + Math.exp(-(TIMES.mean + TIMES.sd * inverseNormalCdf(normal))));
  return {
    t: Math.min(1, Math.max(TIMES.least, which < TIMES.even ? even : drawn)),
    noise: gaussianNoise(seed, length, stream + 1),
  };
}

/** So often the network is told nothing of the lesion but its class; noise on a description has a sd of up to so much (latent/conditions.py). */
const EXAMPLE = { dropped: 0.3, sd: 1.2 } as const;

/** What one view of a step is told of its lesion, [D+2]; null for nothing. @param description [D] */
export function drawnExample(
  description: Float32Array,
  seed: number,
  step: number,
  place: number,
): Float32Array | null {
  const [there = 0, size = 0, ...deviates] = uniform(seed, 2 + description.length, EXAMPLE_STREAM + step * 64 + place);
  return there < EXAMPLE.dropped ? null : noised(description, deviates, EXAMPLE.sd * size ** 1.5);
}

/** Apart from the streams of times and noise. */
const EXAMPLE_STREAM = 0x4000_0000;

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}

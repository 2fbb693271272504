/** What a sample of a shown class is told: a mixture of two of its lesions' descriptions, a little noised (latent/paint.py, `drawn_examples`). */
import { inverseNormalCdf, uniform } from '../random/gaussian';

/** Sd of the noise on a whitened description; the network is told it. */
export const EXAMPLE_NOISE = 0.3;
/** Apart from the streams of a sample's own noise. */
const STREAM = 0x6578616d;

/** @param examples [D] each, one at least @returns [D+2]: the mixture, a mark that there is one, the size of the noise */
export function drawExample(examples: readonly Float32Array[], seed: number): Float32Array {
  const length = examples[0]?.length ?? 0;
  const [first = 0, second = 0, mix = 0, ...noise] = uniform(seed, 3 + length, STREAM);
  const at = (share: number): Float32Array | undefined => examples[Math.floor(share * examples.length)];
  const [a, b] = [at(first), at(second)];
  const share = 0.5 + mix / 2;
  const mixed = Float32Array.from({ length }, (_, i) => share * (a?.[i] ?? 0) + (1 - share) * (b?.[i] ?? 0));
  return noised(mixed, noise, EXAMPLE_NOISE);
}

/** A description with noise on it, as the network is told it: [D+2]. @param deviates uniform numbers, [D] @param sd of the noise */
export function noised(description: Float32Array, deviates: readonly number[], sd: number): Float32Array {
  const scale = 1 / Math.sqrt(1 + sd ** 2);
  const told = description.map((value, i) => scale * (value + sd * inverseNormalCdf(deviates[i] ?? 0.5)));
  return Float32Array.of(...told, 1, sd);
}

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
  const scale = 1 / Math.sqrt(1 + EXAMPLE_NOISE ** 2);
  const told = Float32Array.from(noise, (p, i) => {
    const mixed = share * (a?.[i] ?? 0) + (1 - share) * (b?.[i] ?? 0);
    return scale * (mixed + EXAMPLE_NOISE * inverseNormalCdf(p));
  });
  return Float32Array.of(...told, 1, EXAMPLE_NOISE);
}

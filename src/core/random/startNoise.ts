/** The noise that a sample begins with: that of its seed, or noise near that of an earlier sample. */
import type { Nearby } from '../../contracts/recipe';
import { gaussianNoise } from './gaussian';

/**
 * `length` standard normal deviates in single precision; the same bits on every machine, as `gaussianNoise`.
 * @param nearby where given, the earlier sample's noise blended with that of the seed
 */
export function startNoise(seed: number, nearby: Nearby | undefined, length: number): Float32Array {
  if (!nearby) return gaussianNoise(seed, length);
  return [...nearby.through, { seed, strength: nearby.strength }].reduce(
    (noise, step) => blended(noise, gaussianNoise(step.seed, length), step.strength),
    gaussianNoise(nearby.seed, length),
  );
}

/** For independent standard normal noise a sum whose squared weights add up to 1 is standard normal again. */
function blended(noise: Float32Array, fresh: Float32Array, strength: number): Float32Array {
  const kept = Math.sqrt(1 - strength * strength);
  return noise.map((value, i) => kept * value + strength * (fresh[i] ?? 0));
}

/** Asks for more like a sample. @param strength 0: its own noise again, 1: fresh noise */
export function nearbyOf(
  sample: { readonly seed: number; readonly nearby?: Nearby | undefined },
  strength: number,
): Nearby {
  const { seed, nearby } = sample;
  if (!nearby) return { seed, through: [], strength };
  return { seed: nearby.seed, through: [...nearby.through, { seed, strength: nearby.strength }], strength };
}

/**
 * Sampling of a latent consistency model (Luo et al., arXiv 2310.04378, algorithm 3), as diffusers' LCMScheduler computes it: each call guesses
 * the image, and new noise leads to the next call.
 */
import type { LcmConfig } from '../../contracts/scheduler';
import { weightedSum } from './blend';
import { alphasCumprod } from './noiseSchedule';
import type { Scheduler } from './scheduler';

const SIGMA_DATA = 0.5;

/** @param freshNoise standard normal, as long as the state, for the step after a call: 0 for the first */
export function createLcm(config: LcmConfig, steps: number, freshNoise: (index: number) => Float32Array): Scheduler {
  const alphas = alphasCumprod(config);
  const timesteps = visitedTimesteps(config, steps);
  return {
    timesteps,
    initialNoiseSigma: 1,
    scaleInput: (x) => x,
    step(output, index, x) {
      const t = timesteps[index] ?? 0;
      const estimate = consistent(config, predict(config, output, x, alphas[t] ?? 1), x, t);
      const next = timesteps[index + 1];
      if (next === undefined) return { next: estimate, estimate };
      const alpha = alphas[next] ?? 1;
      return {
        next: weightedSum(Math.sqrt(alpha), estimate, Math.sqrt(1 - alpha), freshNoise(index)),
        estimate,
      };
    },
  };
}

/** Some of the steps that the model was distilled on. More than those make the schedule finer, as diffusers' original_inference_steps does. */
function visitedTimesteps(
  { num_train_timesteps: count, original_inference_steps: own }: LcmConfig,
  steps: number,
): number[] {
  const distilled = Math.min(count, Math.max(own, steps));
  const gap = Math.floor(count / distilled);
  return Array.from({ length: steps }, (_, index) => (distilled - Math.floor((index * distilled) / steps)) * gap - 1);
}

function predict(config: LcmConfig, output: Float32Array, x: Float32Array, alpha: number): Float32Array {
  const [signal, spread] = [Math.sqrt(alpha), Math.sqrt(1 - alpha)];
  const found =
    config.prediction_type === 'sample'
      ? output
      : config.prediction_type === 'epsilon'
        ? weightedSum(1 / signal, x, -spread / signal, output)
        : weightedSum(signal, x, -spread, output);
  const limit = config.clip_sample_range;
  return config.clip_sample ? found.map((value) => Math.min(limit, Math.max(-limit, value))) : found;
}

/** At the last of the noise the state is the image itself (equation 7 of the paper). */
function consistent(config: LcmConfig, guess: Float32Array, x: Float32Array, t: number): Float32Array {
  const scaled = t * config.timestep_scaling;
  const square = scaled ** 2 + SIGMA_DATA ** 2;
  return weightedSum(scaled / Math.sqrt(square), guess, SIGMA_DATA ** 2 / square, x);
}

/** DDIM without added noise (Song et al., arXiv 2010.02502, equation 12 with sigma = 0), as diffusers' DDIMScheduler computes it. */
import type { DdimConfig } from '../../contracts/scheduler';
import { weightedSum } from './blend';
import { alphasCumprod, roundHalfEven, spacedTimesteps } from './noiseSchedule';
import type { Scheduler } from './scheduler';

export function createDdim(config: DdimConfig, steps: number): Scheduler {
  const alphas = alphasCumprod(config);
  const last = config.set_alpha_to_one ? 1 : (alphas[0] ?? 1);
  const timesteps = spacedTimesteps(config, steps).map(roundHalfEven);
  const gap = Math.floor(config.num_train_timesteps / steps);
  return {
    timesteps,
    initialNoiseSigma: 1,
    scaleInput: (x) => x,
    step(output, index, x) {
      const t = timesteps[index] ?? 0;
      const alpha = alphas[t] ?? last;
      const before = t - gap >= 0 ? (alphas[t - gap] ?? last) : last;
      const { estimate, noise } = predict(config, output, x, alpha);
      const next = weightedSum(Math.sqrt(before), estimate, Math.sqrt(1 - before), noise);
      return { next, estimate };
    },
  };
}

/** The clean image and the noise that the network's output means. The noise stays that of the unclipped image, as in diffusers. */
function predict(
  config: DdimConfig,
  output: Float32Array,
  x: Float32Array,
  alpha: number,
): { estimate: Float32Array; noise: Float32Array } {
  const signal = Math.sqrt(alpha);
  const spread = Math.sqrt(1 - alpha);
  let estimate: Float32Array;
  let noise: Float32Array;
  if (config.prediction_type === 'epsilon') {
    noise = output;
    estimate = weightedSum(1 / signal, x, -spread / signal, output);
  } else if (config.prediction_type === 'sample') {
    estimate = output;
    noise = weightedSum(1 / spread, x, -signal / spread, output);
  } else {
    estimate = weightedSum(signal, x, -spread, output);
    noise = weightedSum(spread, x, signal, output);
  }
  if (config.clip_sample) {
    const limit = config.clip_sample_range;
    estimate = estimate.map((value) => Math.min(limit, Math.max(-limit, value)));
  }
  return { estimate, noise };
}

/** Euler steps over the noise levels of a discrete schedule (Karras et al., arXiv 2206.00364, algorithm 1), as diffusers' EulerDiscreteScheduler. */
import type { EulerDiscreteConfig } from '../../contracts/scheduler';
import { weightedSum } from './blend';
import { alphasCumprod, spacedTimesteps } from './noiseSchedule';
import type { Scheduler } from './scheduler';

export function createEulerDiscrete(config: EulerDiscreteConfig, steps: number): Scheduler {
  const levels = alphasCumprod(config).map((alpha) => Math.sqrt((1 - alpha) / alpha));
  const timesteps = spacedTimesteps(config, steps);
  const end = config.final_sigmas_type === 'zero' ? 0 : (levels[0] ?? 0);
  const sigmas = [...timesteps.map((t) => interpolate(levels, t)), end];
  const highest = Math.max(...sigmas);
  return {
    timesteps,
    // Leading spacing starts below the last training timestep, where the image is not yet all noise.
    initialNoiseSigma: config.timestep_spacing === 'leading' ? Math.hypot(highest, 1) : highest,
    scaleInput: (x, index) => {
      const scale = 1 / Math.hypot(sigmas[index] ?? 0, 1);
      return x.map((value) => value * scale);
    },
    step(output, index, x) {
      const sigma = sigmas[index] ?? 0;
      const estimate = predict(config, output, x, sigma);
      const ratio = (sigmas[index + 1] ?? 0) / sigma;
      return { next: weightedSum(ratio, x, 1 - ratio, estimate), estimate };
    },
  };
}

function predict(config: EulerDiscreteConfig, output: Float32Array, x: Float32Array, sigma: number): Float32Array {
  if (config.prediction_type === 'sample') return output;
  if (config.prediction_type === 'epsilon') return weightedSum(1, x, -sigma, output);
  const square = sigma * sigma + 1;
  return weightedSum(1 / square, x, -sigma / Math.sqrt(square), output);
}

/** Linear between the levels of neighbouring timesteps, constant beyond the last one. */
function interpolate(levels: Float64Array, t: number): number {
  const at = Math.min(levels.length - 1, Math.max(0, t));
  const low = Math.floor(at);
  const rest = at - low;
  return (1 - rest) * (levels[low] ?? 0) + rest * (levels[low + 1] ?? levels[low] ?? 0);
}

/** Euler steps over the noise levels of a discrete schedule (Karras et al., arXiv 2206.00364, algorithm 1), as diffusers' EulerDiscreteScheduler. */
import type { EulerDiscreteConfig } from '../../contracts/scheduler';
import { weightedSum } from './blend';
import { alphasCumprod, karrasLevels, levelAt, noiseLevels, spacedTimesteps, timestepAt } from './noiseSchedule';
import type { Scheduler } from './scheduler';

export function createEulerDiscrete(config: EulerDiscreteConfig, steps: number): Scheduler {
  const levels = noiseLevels(alphasCumprod(config));
  const spaced = spacedTimesteps(config, steps);
  const even = spaced.map((t) => levelAt(levels, t));
  const visited = config.use_karras_sigmas ? karrasLevels(even[0] ?? 0, even.at(-1) ?? 0, steps) : even;
  const timesteps = config.use_karras_sigmas ? visited.map((level) => timestepAt(levels, level)) : spaced;
  const end = config.final_sigmas_type === 'zero' ? 0 : (levels[0] ?? 0);
  const sigmas = [...visited, end];
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

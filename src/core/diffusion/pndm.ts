/**
 * Pseudo linear multi-step sampling (Liu et al., arXiv 2202.09778), without Runge-Kutta steps, as diffusers' PNDMScheduler computes
 * it: the second call repeats the first step with the mean of two slopes, so a run takes steps + 1 calls.
 */
import type { PndmConfig } from '../../contracts/scheduler';
import { weightedSum } from './blend';
import { alphasCumprod, roundHalfEven, spacedTimesteps } from './noiseSchedule';
import type { Scheduler } from './scheduler';

/** Adams-Bashforth weights of the outputs so far, the newest first. */
const WEIGHTS = [[1], [3 / 2, -1 / 2], [23 / 12, -16 / 12, 5 / 12], [55 / 24, -59 / 24, 37 / 24, -9 / 24]] as const;

export function createPndm(config: PndmConfig, steps: number): Scheduler {
  const alphas = alphasCumprod(config);
  const last = config.set_alpha_to_one ? 1 : (alphas[0] ?? 1);
  const alphaAt = (t: number): number => (t >= 0 ? (alphas[t] ?? last) : last);
  const spaced = spacedTimesteps(config, steps).map(roundHalfEven);
  const timesteps = steps === 1 ? spaced : [...spaced.slice(0, 2), ...spaced.slice(1)];
  const gap = Math.floor(config.num_train_timesteps / steps);
  let outputs: Float32Array[] = []; // the newest first
  let start: Float32Array | null = null;

  function combine(output: Float32Array, index: number): Float32Array {
    if (index === 1) return weightedSum(0.5, output, 0.5, outputs[0] ?? output);
    outputs = [output, ...outputs].slice(0, WEIGHTS.length);
    const weights = WEIGHTS[outputs.length - 1] ?? [];
    return output.map((_, i) => weights.reduce((sum, weight, k) => sum + weight * (outputs[k]?.[i] ?? 0), 0));
  }

  return {
    timesteps,
    initialNoiseSigma: 1,
    scaleInput: (x) => x,
    step(output, index, x) {
      const t = timesteps[index] ?? 0;
      const [from, to] = index === 1 ? [t + gap, t] : [t, t - gap];
      const slope = combine(output, index);
      const origin = index === 1 ? (start ?? x) : x;
      if (index === 0) start = x;
      return transfer(config, origin, slope, alphaAt(from), alphaAt(to));
    },
  };
}

/** Equation 9 of the paper. @param alpha at the timestep of x @param before at the timestep to reach */
function transfer(
  config: PndmConfig,
  x: Float32Array,
  output: Float32Array,
  alpha: number,
  before: number,
): { next: Float32Array; estimate: Float32Array } {
  const spread = Math.sqrt(1 - alpha);
  const noise = config.prediction_type === 'v_prediction' ? weightedSum(Math.sqrt(alpha), output, spread, x) : output;
  const divisor = alpha * Math.sqrt(1 - before) + Math.sqrt(alpha * (1 - alpha) * before);
  return {
    next: weightedSum(Math.sqrt(before / alpha), x, -(before - alpha) / divisor, noise),
    estimate: weightedSum(1 / Math.sqrt(alpha), x, -spread / Math.sqrt(alpha), noise),
  };
}

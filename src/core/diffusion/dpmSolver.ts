/**
 * DPM-Solver++ over earlier estimates (Lu et al., arXiv 2211.01095, algorithm 2), of order 1 to 3, as diffusers' DPMSolverMultistepScheduler
 * computes it. Signal and noise of a state are 1 and its level over the root of 1 + level squared.
 */
import type { DpmSolverConfig } from '../../contracts/scheduler';
import { weightedSum } from './blend';
import {
  alphasCumprod,
  karrasLevels,
  levelAt,
  noiseLevels,
  roundHalfEven,
  spacedTimesteps,
  timestepAt,
} from './noiseSchedule';
import type { Scheduler } from './scheduler';

/** In so few steps the last ones are taken at a lower order. */
const FEW_STEPS = 15;

export function createDpmSolver(config: DpmSolverConfig, steps: number): Scheduler {
  const levels = noiseLevels(alphasCumprod(config));
  const timesteps = visitedTimesteps(config, levels, steps);
  const visited = config.use_karras_sigmas
    ? karrasLevels(levels.at(-1) ?? 0, levels[0] ?? 0, steps)
    : timesteps.map((t) => levelAt(levels, t));
  const sigmas = [...visited, config.final_sigmas_type === 'zero' ? 0 : (levels[0] ?? 0)].map(Math.fround);
  /** What the last calls made of the image, the newest first. */
  let estimates: Float32Array[] = [];
  return {
    timesteps,
    initialNoiseSigma: 1,
    scaleInput: (x) => x,
    step(output, index, x) {
      const estimate = predict(config, output, x, sigmas[index] ?? 0);
      estimates = [estimate, ...estimates].slice(0, config.solver_order);
      const order = Math.min(orderAt(config, index, timesteps.length), estimates.length);
      return { next: advance(config, x, estimates.slice(0, order), sigmas, index), estimate };
    },
  };
}

function visitedTimesteps(config: DpmSolverConfig, levels: Float64Array, steps: number): number[] {
  if (config.use_karras_sigmas) {
    const exact = karrasLevels(levels.at(-1) ?? 0, levels[0] ?? 0, steps).map((level) => timestepAt(levels, level));
    return exact.map(roundHalfEven);
  }
  // Where hardly any signal is left, no step begins. Lambda is the log of signal over noise.
  const noisy = levels.findIndex((level) => -Math.log(level) < config.lambda_min_clipped);
  const count = noisy < 0 ? levels.length : noisy;
  if (config.timestep_spacing === 'trailing') {
    const gap = config.num_train_timesteps / steps;
    const visited = Array.from({ length: Math.ceil(count / gap - 1e-9) }, (_, index) =>
      roundHalfEven(count - index * gap),
    );
    return visited.map((t) => t - 1);
  }
  const range = { ...config, num_train_timesteps: count };
  return spacedTimesteps(range, steps + 1)
    .slice(0, -1)
    .map(roundHalfEven);
}

/** The order of a step, as far as there are estimates. */
function orderAt(config: DpmSolverConfig, index: number, steps: number): number {
  const isLast = index === steps - 1;
  const isShort = config.lower_order_final && steps < FEW_STEPS;
  if (isLast && (config.euler_at_final || isShort || config.final_sigmas_type === 'zero')) return 1;
  return isShort && index === steps - 2 ? Math.min(2, config.solver_order) : config.solver_order;
}

interface State {
  readonly signal: number;
  readonly noise: number;
  /** Log of signal over noise. */
  readonly lambda: number;
}

function stateAt(sigma: number): State {
  const signal = 1 / Math.sqrt(sigma * sigma + 1);
  return { signal, noise: sigma * signal, lambda: -Math.log(sigma) };
}

function predict(config: DpmSolverConfig, output: Float32Array, x: Float32Array, sigma: number): Float32Array {
  const { signal, noise } = stateAt(sigma);
  if (config.prediction_type === 'sample') return output;
  if (config.prediction_type === 'epsilon') return weightedSum(1 / signal, x, -noise / signal, output);
  return weightedSum(signal, x, -noise, output);
}

/** Equations 9, 11 and 13 of diffusers' reference. @param estimates as many as the order, the newest first */
function advance(
  config: DpmSolverConfig,
  x: Float32Array,
  estimates: readonly Float32Array[],
  sigmas: readonly number[],
  index: number,
): Float32Array {
  const [from, to] = [stateAt(sigmas[index] ?? 0), stateAt(sigmas[index + 1] ?? 0)];
  const h = to.lambda - from.lambda;
  const grown = Math.exp(-h) - 1;
  const [m0, m1, m2] = estimates;
  if (!m0) throw new RangeError('A step needs an estimate.');
  const first = weightedSum(to.noise / from.noise, x, -to.signal * grown, m0);
  if (!m1) return first;
  const gap = (later: number, earlier: number): number =>
    stateAt(sigmas[later] ?? 0).lambda - stateAt(sigmas[earlier] ?? 0).lambda;
  const r0 = gap(index, index - 1) / h;
  const slope = weightedSum(1 / r0, m0, -1 / r0, m1);
  const curved = to.signal * (grown / h + 1);
  if (!m2) return weightedSum(1, first, config.solver_type === 'heun' ? curved : -0.5 * to.signal * grown, slope);
  const r1 = gap(index - 1, index - 2) / h;
  const earlier = weightedSum(1 / r1, m1, -1 / r1, m2);
  const bend = weightedSum(1, slope, -1, earlier);
  const d1 = weightedSum(1, slope, r0 / (r0 + r1), bend);
  const second = weightedSum(1, first, curved, d1);
  return weightedSum(1, second, (-to.signal * ((grown + h) / (h * h) - 0.5)) / (r0 + r1), bend);
}

/** How much of the image is left at each training timestep, and which timesteps a run visits (diffusers' conventions). */
import type { LcmConfig, SchedulerConfig } from '../../contracts/scheduler';

type Noise = Pick<SchedulerConfig, 'num_train_timesteps' | 'beta_start' | 'beta_end' | 'beta_schedule'>;
type Spacing = Pick<Exclude<SchedulerConfig, LcmConfig>, 'num_train_timesteps' | 'timestep_spacing' | 'steps_offset'>;

/** A single step may destroy at most this share (Nichol & Dhariwal, arXiv 2102.09672). */
const MAX_BETA = 0.999;

/**
 * [num_train_timesteps] products of (1 - beta): the share of the image's variance that is left.
 * The betas are rounded as diffusers rounds them, since models are trained with those: near the last timestep of
 * "squaredcos_cap_v2" the rounding of 0.999 is seen in the noise level.
 */
export function alphasCumprod(config: Noise): Float64Array {
  const count = config.num_train_timesteps;
  const product = new Float64Array(count);
  let left = 1;
  for (let index = 0; index < count; index += 1) {
    left *= Math.fround(1 - Math.fround(beta(config, index)));
    product[index] = Math.fround(left);
  }
  return product;
}

function beta({ num_train_timesteps: count, beta_start, beta_end, beta_schedule }: Noise, index: number): number {
  const share = count === 1 ? 0 : index / (count - 1);
  if (beta_schedule === 'linear') return beta_start + share * (beta_end - beta_start);
  if (beta_schedule === 'scaled_linear') {
    return (Math.sqrt(beta_start) + share * (Math.sqrt(beta_end) - Math.sqrt(beta_start))) ** 2;
  }
  return Math.min(1 - cosineAlpha((index + 1) / count) / cosineAlpha(index / count), MAX_BETA);
}

function cosineAlpha(t: number): number {
  return Math.cos((((t + 0.008) / 1.008) * Math.PI) / 2) ** 2;
}

/**
 * [steps] timesteps in falling order (Table 2 of Lin et al., arXiv 2305.08891), not yet rounded for "linspace".
 * Halves round to the even neighbour, as NumPy's do: trailing with 16 steps visits 812 and not 813.
 */
export function spacedTimesteps(config: Spacing, steps: number): number[] {
  const { num_train_timesteps: count, timestep_spacing: spacing, steps_offset: offset } = config;
  const rising = Array.from({ length: steps }, (_, index) => index);
  if (spacing === 'linspace') {
    const gap = steps === 1 ? 0 : (count - 1) / (steps - 1);
    return rising.map((index) => index * gap).reverse();
  }
  if (spacing === 'leading') {
    const gap = Math.floor(count / steps);
    return rising.map((index) => index * gap + offset).reverse();
  }
  return rising.map((index) => roundHalfEven(count - index * (count / steps)) - 1);
}

export function roundHalfEven(value: number): number {
  const low = Math.floor(value);
  const rest = value - low;
  if (rest !== 0.5) return rest < 0.5 ? low : low + 1;
  return low % 2 === 0 ? low : low + 1;
}

/** Noise over signal at each training timestep. @param alphas as alphasCumprod gives them */
export function noiseLevels(alphas: Float64Array): Float64Array {
  return alphas.map((alpha) => Math.sqrt((1 - alpha) / alpha));
}

/** The noise level at a timestep that may be a fraction: linear between its neighbours, constant beyond the last one. */
export function levelAt(levels: Float64Array, t: number): number {
  const at = Math.min(levels.length - 1, Math.max(0, t));
  const low = Math.floor(at);
  const rest = at - low;
  return (1 - rest) * (levels[low] ?? 0) + rest * (levels[low + 1] ?? levels[low] ?? 0);
}

/** Of Karras et al. (arXiv 2206.00364), equation 5. */
const KARRAS_RHO = 7;

/** [steps] noise levels from the highest to the lowest, even in their seventh roots. */
export function karrasLevels(highest: number, lowest: number, steps: number): number[] {
  const [high, low] = [highest ** (1 / KARRAS_RHO), lowest ** (1 / KARRAS_RHO)];
  return Array.from({ length: steps }, (_, index) => {
    const share = steps === 1 ? 0 : index / (steps - 1);
    return (high + share * (low - high)) ** KARRAS_RHO;
  });
}

/** The timestep, a fraction, at which the noise has a level: linear in its logarithm. @param levels rising */
export function timestepAt(levels: Float64Array, level: number): number {
  const above = levels.findIndex((value) => value > level);
  const low = Math.max(0, Math.min(levels.length - 2, (above < 0 ? levels.length : above) - 1));
  const [from, to] = [Math.log(levels[low] ?? 1), Math.log(levels[low + 1] ?? 1)];
  return low + Math.min(1, Math.max(0, (Math.log(Math.max(level, 1e-10)) - from) / (to - from)));
}

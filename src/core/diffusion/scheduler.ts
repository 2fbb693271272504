/** One interface for the samplers that a bundle may ask for by name in scheduler_config.json. */
import type { SchedulerConfig } from '../../contracts/scheduler';
import { createDdim } from './ddim';
import { createDpmSolver } from './dpmSolver';
import { createEulerDiscrete } from './eulerDiscrete';
import { createLcm } from './lcm';
import { createPndm } from './pndm';

interface SchedulerStep {
  /** The noisy image of the next call, the result after the last. */
  readonly next: Float32Array;
  /** What the clean image looks like from here, for previews. */
  readonly estimate: Float32Array;
}

/** A run of one sampler. It may remember earlier outputs: one object a sample, the indices in order. */
export interface Scheduler {
  /** One a call of the network, in falling order; Euler's may be fractions. */
  readonly timesteps: readonly number[];
  /** Standard deviation of the noise to start from. */
  readonly initialNoiseSigma: number;
  /** What the network is to see of x at a call. */
  scaleInput(x: Float32Array, index: number): Float32Array;
  /** @param output what the network gave at call `index`, already guided */
  step(output: Float32Array, index: number, x: Float32Array): SchedulerStep;
}

/** How often a sampler asks for new noise in a run. @param steps between 1 and num_train_timesteps */
export function freshNoises(config: SchedulerConfig, steps: number): number {
  return config._class_name === 'LCMScheduler' ? steps - 1 : 0;
}

/**
 * @param steps between 1 and num_train_timesteps
 * @param freshNoise standard normal noise for a sampler that asks for more than it starts with, by its number from 0 on
 */
export function createScheduler(
  config: SchedulerConfig,
  steps: number,
  freshNoise: (index: number) => Float32Array,
): Scheduler {
  switch (config._class_name) {
    case 'DDIMScheduler':
      return createDdim(config, steps);
    case 'PNDMScheduler':
      return createPndm(config, steps);
    case 'EulerDiscreteScheduler':
      return createEulerDiscrete(config, steps);
    case 'DPMSolverMultistepScheduler':
      return createDpmSolver(config, steps);
    case 'LCMScheduler':
      return createLcm(config, steps, freshNoise);
  }
}

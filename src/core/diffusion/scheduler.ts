/** One interface for the samplers that a bundle may ask for by name in scheduler_config.json. */
import type { SchedulerConfig } from '../../contracts/scheduler';
import { createDdim } from './ddim';
import { createEulerDiscrete } from './eulerDiscrete';
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

/** @param steps between 1 and num_train_timesteps */
export function createScheduler(config: SchedulerConfig, steps: number): Scheduler {
  switch (config._class_name) {
    case 'DDIMScheduler':
      return createDdim(config, steps);
    case 'PNDMScheduler':
      return createPndm(config, steps);
    case 'EulerDiscreteScheduler':
      return createEulerDiscrete(config, steps);
  }
}

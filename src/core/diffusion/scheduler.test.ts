import { describe, expect, it } from 'vitest';
import { InlayError } from '../../contracts/failure';
import { readSchedulerConfig, type SchedulerConfig } from '../../contracts/scheduler';
import golden from './golden/schedulers.json' with { type: 'json' };
import { roundHalfEven } from './noiseSchedule';
import { createScheduler, freshNoises } from './scheduler';

/** The network of scripts/golden/schedulers.py. */
function network(x: Float32Array, t: number): Float32Array {
  return x.map((value) => (0.6 * value) / (1 + value * value) + (0.2 * t) / 1000 - 0.1);
}

function known(value: unknown): SchedulerConfig {
  const config = readSchedulerConfig(value);
  if (!config.ok) throw InlayError.of(config.failure);
  return config.value;
}

/** JSON has no infinity. */
function fromJson(config: object): unknown {
  return Object.fromEntries(
    Object.entries(config).map(([name, value]): [string, unknown] => [name, value === '-Infinity' ? -Infinity : value]),
  );
}

/** Both sides round to single precision, which is 6e-8. */
const RELATIVE = 3e-6;

describe("diffusers' schedulers", () => {
  it.each(golden.cases.map((example, index) => [`${example.config._class_name}, case ${index + 1}`, example] as const))(
    'are followed step by step: %s',
    (_, { config, steps, timesteps, initialNoiseSigma, states }) => {
      const fresh = (n: number) => Float32Array.from(golden.noise[n % golden.noise.length] ?? []);
      const scheduler = createScheduler(known(fromJson(config)), steps, fresh);
      expect(scheduler.timesteps).toHaveLength(timesteps.length);
      scheduler.timesteps.forEach((t, i) => expect(t).toBeCloseTo(timesteps[i] ?? NaN, 3));
      expect(scheduler.initialNoiseSigma / initialNoiseSigma).toBeCloseTo(1, 4);
      let x: Float32Array = Float32Array.from(golden.start, (value) => value * scheduler.initialNoiseSigma);
      states.forEach((wanted, index) => {
        const output = network(scheduler.scaleInput(x, index), scheduler.timesteps[index] ?? NaN);
        const size = Math.max(...wanted.map(Math.abs), ...x.map(Math.abs)); // a step may cancel a large number
        x = scheduler.step(output, index, x).next;
        const worst = Math.max(...wanted.map((value, i) => Math.abs(value - (x[i] ?? NaN))));
        expect(worst / size).toBeLessThan(RELATIVE);
      });
    },
  );

  it('end on their estimate where no noise is left', () => {
    const config = known({ _class_name: 'EulerDiscreteScheduler' });
    const scheduler = createScheduler(config, 1, () => new Float32Array());
    const { next, estimate } = scheduler.step(Float32Array.of(0.5), 0, Float32Array.of(2));
    expect(next).toEqual(estimate);
  });

  it('ask for new noise as often as they take it', () => {
    const config = known({ _class_name: 'LCMScheduler' });
    const taken: number[] = [];
    const scheduler = createScheduler(config, 4, (n) => {
      taken.push(n);
      return Float32Array.of(0);
    });
    scheduler.timesteps.forEach((_, index) => scheduler.step(Float32Array.of(0.5), index, Float32Array.of(2)));
    expect(taken).toHaveLength(freshNoises(config, 4));
    expect(freshNoises(known({ _class_name: 'DDIMScheduler' }), 4)).toBe(0);
  });

  it('of a consistency model take more steps than it was distilled on', () => {
    const config = known({ _class_name: 'LCMScheduler', original_inference_steps: 20 });
    const { timesteps } = createScheduler(config, 50, () => Float32Array.of(0));
    expect(timesteps).toEqual(Array.from({ length: 50 }, (_, i) => 1000 - 20 * i - 1));
  });

  it('round halves to the even neighbour', () => {
    expect([0.5, 1.5, 2.5, -0.5, 1.49, 1.51].map(roundHalfEven)).toEqual([0, 2, 2, 0, 1, 2]);
  });
});

describe('samplers that are refused', () => {
  it.each([
    [{ _class_name: 'UniPCMultistepScheduler' }, 'UniPCMultistepScheduler'],
    [{ _class_name: 'DPMSolverMultistepScheduler', algorithm_type: 'sde-dpmsolver++' }, 'algorithm_type'],
    [{ _class_name: 'DPMSolverMultistepScheduler', solver_order: 4 }, 'solver_order'],
    [{ _class_name: 'DPMSolverMultistepScheduler', use_lu_lambdas: true }, 'use_lu_lambdas'],
    [
      { _class_name: 'DPMSolverMultistepScheduler', use_karras_sigmas: true, beta_schedule: 'squaredcos_cap_v2' },
      'use_karras_sigmas',
    ],
    [{ _class_name: 'LCMScheduler', thresholding: true }, 'thresholding'],
    [{ _class_name: 'toString' }, 'toString'],
    [{ _class_name: 'DDIMScheduler', thresholding: true }, 'thresholding'],
    [{ _class_name: 'DDIMScheduler', beta_schedule: 'sigmoid' }, 'beta_schedule'],
    [{ _class_name: 'DDIMScheduler', rescale_betas_zero_snr: true }, 'rescale_betas_zero_snr'],
    [{ _class_name: 'DDIMScheduler', num_train_timesteps: 10 }, 'num_train_timesteps'],
    [{ _class_name: 'DDIMScheduler', steps_offset: 500 }, 'steps_offset'],
    [{ _class_name: 'PNDMScheduler' }, 'skip_prk_steps'],
    [{ _class_name: 'PNDMScheduler', skip_prk_steps: true, prediction_type: 'sample' }, 'prediction_type'],
    [{ _class_name: 'EulerDiscreteScheduler', use_exponential_sigmas: true }, 'use_exponential_sigmas'],
    [{ _class_name: 'EulerDiscreteScheduler', trained_betas: [0.1] }, 'trained_betas'],
    [{}, '_class_name'],
    [null, '_class_name'],
  ])('are named: %j', (value, name) => {
    const config = readSchedulerConfig(value);
    const { code, params } = config.ok ? { code: '', params: {} } : config.failure;
    expect(code).toMatch(/^bundle-sampler-(unnamed|unknown|setting)$/);
    expect(code === 'bundle-sampler-unnamed' ? '_class_name' : Object.values(params)).toContain(name);
  });
});

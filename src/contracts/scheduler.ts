/** scheduler/scheduler_config.json: which sampler a bundle asks for. diffusers' names and its defaults for what a file leaves out. */
import { z } from 'zod';
import { fail, succeed, type Outcome } from './failure';
import { SAMPLER_LIMITS } from './recipe';

const noise = {
  /** No fewer than a run may ask for, so that every step is a step of its own. */
  num_train_timesteps: z.number().int().min(SAMPLER_LIMITS.steps.max).default(1000),
  beta_start: z.number().positive().max(1).default(0.0001),
  beta_end: z.number().positive().max(1).default(0.02),
  beta_schedule: z.enum(['linear', 'scaled_linear', 'squaredcos_cap_v2']).default('linear'),
  trained_betas: z.null().optional(),
  rescale_betas_zero_snr: z.literal(false).optional(),
};

/** More would lead beyond the last training timestep. */
const whole = { steps_offset: z.number().int().min(0).max(1).default(0) };
const spacing = z.enum(['linspace', 'leading', 'trailing']);
const off = z.literal(false).nullable().optional();

export const ddimConfigSchema = z.looseObject({
  _class_name: z.literal('DDIMScheduler'),
  ...noise,
  ...whole,
  timestep_spacing: spacing.default('leading'),
  prediction_type: z.enum(['epsilon', 'v_prediction', 'sample']).default('epsilon'),
  set_alpha_to_one: z.boolean().default(true),
  clip_sample: z.boolean().default(true),
  clip_sample_range: z.number().positive().default(1),
  thresholding: off,
});
export type DdimConfig = z.infer<typeof ddimConfigSchema>;

export const pndmConfigSchema = z.looseObject({
  _class_name: z.literal('PNDMScheduler'),
  ...noise,
  ...whole,
  timestep_spacing: spacing.default('leading'),
  prediction_type: z.enum(['epsilon', 'v_prediction']).default('epsilon'),
  set_alpha_to_one: z.boolean().default(false),
  /** Runge-Kutta steps at the start cost three times as many calls; Stable Diffusion never takes them. */
  skip_prk_steps: z.literal(true),
});
export type PndmConfig = z.infer<typeof pndmConfigSchema>;

export const eulerDiscreteConfigSchema = z.looseObject({
  _class_name: z.literal('EulerDiscreteScheduler'),
  ...noise,
  ...whole,
  timestep_spacing: spacing.default('linspace'),
  prediction_type: z.enum(['epsilon', 'v_prediction', 'sample']).default('epsilon'),
  interpolation_type: z.literal('linear').optional(),
  final_sigmas_type: z.enum(['zero', 'sigma_min']).default('zero'),
  timestep_type: z.literal('discrete').optional(),
  use_karras_sigmas: off,
  use_exponential_sigmas: off,
  use_beta_sigmas: off,
});
export type EulerDiscreteConfig = z.infer<typeof eulerDiscreteConfigSchema>;

const SCHEMAS = {
  DDIMScheduler: ddimConfigSchema,
  PNDMScheduler: pndmConfigSchema,
  EulerDiscreteScheduler: eulerDiscreteConfigSchema,
} as const;
const NAMES = Object.keys(SCHEMAS);

export type SchedulerConfig = DdimConfig | PndmConfig | EulerDiscreteConfig;

/** Fails with bundle-sampler-* for a sampler, or a setting of one, that is not known here. */
export function readSchedulerConfig(value: unknown): Outcome<SchedulerConfig> {
  const named = z.looseObject({ _class_name: z.string() }).safeParse(value);
  if (!named.success) return fail('bundle-sampler-unnamed', { known: NAMES });
  const name = named.data._class_name;
  const schema = Object.entries(SCHEMAS).find(([known]) => known === name)?.[1];
  if (!schema) return fail('bundle-sampler-unknown', { name, known: NAMES });
  const config = schema.safeParse(value);
  if (config.success) return succeed(config.data);
  const [issue] = config.error.issues;
  return fail('bundle-sampler-setting', { name, setting: issue?.path.join('.') ?? '', known: NAMES });
}

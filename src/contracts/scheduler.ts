/** scheduler/scheduler_config.json: which sampler a bundle asks for. diffusers' names and its defaults for what a file leaves out. */
import * as z from 'zod/mini';
import { fail, succeed, type Outcome } from './failure';
import { SAMPLER_LIMITS } from './recipe';

const beta = z.number().check(z.positive(), z.maximum(1));
const betaSchedule = z.enum(['linear', 'scaled_linear', 'squaredcos_cap_v2']);
const noise = {
  /** No fewer than a run may ask for, so that every step is a step of its own. */
  num_train_timesteps: z._default(z.int().check(z.minimum(SAMPLER_LIMITS.steps.max)), 1000),
  beta_start: z._default(beta, 0.0001),
  beta_end: z._default(beta, 0.02),
  beta_schedule: z._default(betaSchedule, 'linear'),
  trained_betas: z.optional(z.null()),
  rescale_betas_zero_snr: z.optional(z.literal(false)),
};

/** More would lead beyond the last training timestep. */
const whole = { steps_offset: z._default(z.int().check(z.minimum(0), z.maximum(1)), 0) };
const spacing = z.enum(['linspace', 'leading', 'trailing']);
const off = z.optional(z.nullable(z.literal(false)));

const ddimConfigSchema = z.looseObject({
  _class_name: z.literal('DDIMScheduler'),
  ...noise,
  ...whole,
  timestep_spacing: z._default(spacing, 'leading'),
  prediction_type: z._default(z.enum(['epsilon', 'v_prediction', 'sample']), 'epsilon'),
  set_alpha_to_one: z._default(z.boolean(), true),
  clip_sample: z._default(z.boolean(), true),
  clip_sample_range: z._default(z.number().check(z.positive()), 1),
  thresholding: off,
});
export type DdimConfig = z.infer<typeof ddimConfigSchema>;

const pndmConfigSchema = z.looseObject({
  _class_name: z.literal('PNDMScheduler'),
  ...noise,
  ...whole,
  timestep_spacing: z._default(spacing, 'leading'),
  prediction_type: z._default(z.enum(['epsilon', 'v_prediction']), 'epsilon'),
  set_alpha_to_one: z._default(z.boolean(), false),
  /** Runge-Kutta steps at the start cost three times as many calls; Stable Diffusion never takes them. */
  skip_prk_steps: z.literal(true),
});
export type PndmConfig = z.infer<typeof pndmConfigSchema>;

const eulerDiscreteConfigSchema = z.looseObject({
  _class_name: z.literal('EulerDiscreteScheduler'),
  ...noise,
  ...whole,
  timestep_spacing: z._default(spacing, 'linspace'),
  prediction_type: z._default(z.enum(['epsilon', 'v_prediction', 'sample']), 'epsilon'),
  interpolation_type: z.optional(z.literal('linear')),
  final_sigmas_type: z._default(z.enum(['zero', 'sigma_min']), 'zero'),
  timestep_type: z.optional(z.literal('discrete')),
  use_karras_sigmas: z._default(z.nullable(z.boolean()), false),
  use_exponential_sigmas: off,
  use_beta_sigmas: off,
});
export type EulerDiscreteConfig = z.infer<typeof eulerDiscreteConfigSchema>;

const dpmSolverFieldsSchema = z.looseObject({
  _class_name: z.literal('DPMSolverMultistepScheduler'),
  ...noise,
  ...whole,
  timestep_spacing: z._default(spacing, 'linspace'),
  prediction_type: z._default(z.enum(['epsilon', 'v_prediction', 'sample']), 'epsilon'),
  solver_order: z._default(z.int().check(z.minimum(1), z.maximum(3)), 2),
  solver_type: z._default(z.enum(['midpoint', 'heun']), 'midpoint'),
  /** The others solve for the noise, or add some. */
  algorithm_type: z._default(z.literal('dpmsolver++'), 'dpmsolver++'),
  lower_order_final: z._default(z.boolean(), true),
  euler_at_final: z._default(z.boolean(), false),
  final_sigmas_type: z._default(z.enum(['zero', 'sigma_min']), 'zero'),
  /** Half of the log of signal over noise below which no step begins; diffusers writes -Infinity for none. */
  lambda_min_clipped: z._default(z.union([z.number(), z.literal(-Infinity)]), -Infinity),
  use_karras_sigmas: z._default(z.nullable(z.boolean()), false),
  variance_type: z.optional(z.null()),
  thresholding: off,
  use_exponential_sigmas: off,
  use_beta_sigmas: off,
  use_lu_lambdas: off,
  use_flow_sigmas: off,
});
/** With a cosine schedule its first two timesteps are one, and diffusers itself takes the wrong step. */
const dpmSolverConfigSchema = dpmSolverFieldsSchema.check(
  z.refine((config) => !config.use_karras_sigmas || config.beta_schedule !== 'squaredcos_cap_v2', {
    path: ['use_karras_sigmas'],
  }),
);
export type DpmSolverConfig = z.infer<typeof dpmSolverConfigSchema>;

const lcmConfigSchema = z.looseObject({
  _class_name: z.literal('LCMScheduler'),
  ...noise,
  beta_start: z._default(beta, 0.00085),
  beta_end: z._default(beta, 0.012),
  beta_schedule: z._default(betaSchedule, 'scaled_linear'),
  prediction_type: z._default(z.enum(['epsilon', 'v_prediction', 'sample']), 'epsilon'),
  /** Steps of the schedule that the model was distilled on: those of a run are some of them. */
  original_inference_steps: z._default(z.int().check(z.positive()), 50),
  timestep_scaling: z._default(z.number().check(z.positive()), 10),
  set_alpha_to_one: z._default(z.boolean(), true),
  clip_sample: z._default(z.boolean(), false),
  clip_sample_range: z._default(z.number().check(z.positive()), 1),
  thresholding: off,
});
export type LcmConfig = z.infer<typeof lcmConfigSchema>;

const SCHEMAS = {
  DDIMScheduler: ddimConfigSchema,
  PNDMScheduler: pndmConfigSchema,
  EulerDiscreteScheduler: eulerDiscreteConfigSchema,
  DPMSolverMultistepScheduler: dpmSolverConfigSchema,
  LCMScheduler: lcmConfigSchema,
} as const;
const NAMES = Object.keys(SCHEMAS);

export type SchedulerConfig = DdimConfig | PndmConfig | EulerDiscreteConfig | DpmSolverConfig | LcmConfig;

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

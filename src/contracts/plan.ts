/** A plan: how many samples of each class are wanted, from which skin, masks, sampler and seed. */
import * as z from 'zod/mini';
import { OUTLINE_PLACES, OUTLINE_SIZES } from './bundle';
import { lesionCodeSchema } from './classes';
import type { Rule } from './failure';
import { LIMITS } from './limits';
import {
  backgroundRefSchema,
  bundleRefSchema,
  isMaskSize,
  ownClassRefSchema,
  rleSchema,
  samplerSchema,
  SAMPLER_LIMITS,
} from './recipe';
import { selectionRuleSchema } from './selection';

export const PLAN_LIMITS = {
  /** Samples of one class; the paper makes 12,636 of its rarest class. */
  accepted: { min: 1, max: 100_000 },
  /** Candidates that may be made for each one that is wanted. */
  overGeneration: { min: 1, max: 20 },
  skin: 20_000,
  shapes: 5_000,
  /** Rounds over which a strength falls. */
  rounds: 20,
} as const;

/** A background as a plan names it: its pixels are found by the hash. */
const planSkinSchema = z
  .extend(backgroundRefSchema, {
    width: z.int().check(z.positive()),
    height: z.int().check(z.positive()),
    /** Of the real image that it was cut from; null where there is none. */
    class: z.nullable(lesionCodeSchema),
    /** Classes whose lesions live in it, where that is known of more than the image's own. */
    classes: z.optional(z.array(lesionCodeSchema).check(z.minLength(1))),
    /** A real lesion in it, which is painted over. */
    lesion: z.optional(rleSchema),
  })
  .check(z.refine(({ width, height }) => isMaskSize(width, height), 'rule-mask-size' satisfies Rule));
export type PlanSkin = z.infer<typeof planSkinSchema>;

/** A lesion's outline on the frame in which it was drawn. */
const planShapeSchema = z.object({ rle: rleSchema, class: z.nullable(lesionCodeSchema) });
export type PlanShape = z.infer<typeof planShapeSchema>;

/**
 * `ofClass`: outlines of the sample's own class, and not of all; a classifier may then learn the outline in place of the lesion. `lesions`:
 * the lesion of each background, all of which are of the sample's own class.
 */
const planMasksSchema = z.discriminatedUnion('from', [
  z.object({
    from: z.literal('model'),
    size: z.enum(OUTLINE_SIZES),
    place: z.enum(OUTLINE_PLACES),
    ofClass: z.boolean(),
  }),
  z.object({
    from: z.literal('library'),
    shapes: z.array(planShapeSchema).check(z.minLength(1), z.maxLength(PLAN_LIMITS.shapes)),
    place: z.enum([...OUTLINE_PLACES, 'as-drawn']),
    ofClass: z.boolean(),
  }),
  z.object({ from: z.literal('lesions') }),
]);
export type PlanMasks = z.infer<typeof planMasksSchema>;

const strength = z.number().check(z.minimum(SAMPLER_LIMITS.strength.min), z.maximum(SAMPLER_LIMITS.strength.max));

/**
 * How much of each lesion is made anew: `first` in the first round over all lesions of a class, then less in even steps to `last` in round number
 * `rounds`, and so on after that.
 */
const repaintSchema = z
  .object({ first: strength, last: strength, rounds: z.int().check(z.minimum(1), z.maximum(PLAN_LIMITS.rounds)) })
  .check(z.refine(({ first, last }) => last <= first, 'rule-falling' satisfies Rule));
export type Repaint = z.infer<typeof repaintSchema>;

/** `person`: samples wait for a decision in Review, and count until they are rejected. */
export const acceptanceSchema = z.discriminatedUnion('by', [
  z.object({
    by: z.literal('rule'),
    rule: z.omit(z.extend(selectionRuleSchema, { gamma: z.null() }), { mostVaried: true }),
  }),
  z.object({ by: z.literal('person') }),
]);
export type Acceptance = z.infer<typeof acceptanceSchema>;

export const classTargetSchema = z
  .object({
    class: lesionCodeSchema,
    /** Samples that are wanted. */
    accepted: z.int().check(z.minimum(PLAN_LIMITS.accepted.min), z.maximum(PLAN_LIMITS.accepted.max)),
    /** Candidates that are made at most. */
    attempts: z
      .number()
      .check(z.int(), z.minimum(1), z.maximum(PLAN_LIMITS.accepted.max * PLAN_LIMITS.overGeneration.max)),
    /** How many of the wanted ones are made only so that every class has as many: to look made is then no sign of a rare class. */
    counterparts: z.optional(z.int().check(z.minimum(1), z.maximum(PLAN_LIMITS.accepted.max))),
  })
  .check(
    z.refine(({ accepted, attempts }) => attempts >= accepted, 'rule-attempts' satisfies Rule),
    z.refine(({ accepted, counterparts = 0 }) => accepted >= counterparts, 'rule-counterparts' satisfies Rule),
  );
export type ClassTarget = z.infer<typeof classTargetSchema>;

/** That are made at most. */
export function candidatesOf(targets: readonly Pick<ClassTarget, 'attempts'>[]): number {
  return targets.reduce((sum, { attempts }) => sum + attempts, 0);
}

function hasLesion({ lesion, width, height }: PlanSkin): boolean {
  return lesion?.size[0] === height && lesion.size[1] === width;
}

/** What makes the samples: candidate k of a class is the same in every plan that shares this (core/plan `attempt`). */
export const seriesSchema = z
  .object({
    bundle: bundleRefSchema,
    /** Classes that the bundle does not paint by itself. */
    ownClasses: z.optional(z.record(lesionCodeSchema, ownClassRefSchema)),
    sampler: samplerSchema,
    seed: z.int().check(z.minimum(SAMPLER_LIMITS.seed.min), z.maximum(SAMPLER_LIMITS.seed.max)),
    skin: z.array(planSkinSchema).check(z.minLength(1), z.maxLength(PLAN_LIMITS.skin)),
    /** Skin from images of the sample's own class, or in which it lives, where there is any; else all skin for every class. */
    skinOfClass: z.boolean(),
    masks: planMasksSchema,
    /** Over lesions: samples begin with the lesion that is there. */
    repaint: z.optional(repaintSchema),
  })
  .check(z.refine(({ skin, masks }) => masks.from !== 'lesions' || skin.every(hasLesion), 'rule-scene' satisfies Rule))
  .check(z.refine(({ masks, repaint }) => masks.from === 'lesions' || !repaint, 'rule-repaint' satisfies Rule));
export type Series = z.infer<typeof seriesSchema>;

export const planSchema = z
  .object({
    schema: z.literal(1),
    kind: z.literal('inlay-plan'),
    name: z.string().check(z.maxLength(200)),
    series: seriesSchema,
    accept: acceptanceSchema,
    /** In the order in which they are made. */
    classes: z.array(classTargetSchema).check(
      z.minLength(1),
      z.refine(
        (all) => new Set(all.map((target) => target.class)).size === all.length,
        'rule-class-twice' satisfies Rule,
      ),
      z.refine((all) => candidatesOf(all) <= LIMITS.plan.candidates, 'rule-candidates' satisfies Rule),
    ),
  })
  .check(
    z.refine(
      ({ series: { skin, masks }, classes }) =>
        masks.from !== 'lesions' || classes.every((target) => skin.some((scene) => scene.class === target.class)),
      'rule-lesion' satisfies Rule,
    ),
  );
export type Plan = z.infer<typeof planSchema>;

/** How far a class is filled. */
const targetRuleSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('tail'), count: z.int().check(z.minimum(0), z.maximum(PLAN_LIMITS.accepted.max)) }),
  z.object({ kind: z.literal('head') }),
  z.object({ kind: z.literal('square-root') }),
  z.object({ kind: z.literal('multiple'), factor: z.number().check(z.minimum(1), z.maximum(1000)) }),
  z.object({ kind: z.literal('number'), count: z.int().check(z.minimum(0), z.maximum(PLAN_LIMITS.accepted.max)) }),
]);
export type TargetRule = z.infer<typeof targetRuleSchema>;

const byHandSchema = z.record(lesionCodeSchema, z.int().check(z.minimum(0), z.maximum(PLAN_LIMITS.accepted.max)));

/** What the person has set on the Queue screen; a plan is made of it. */
export const planDraftSchema = z.object({
  schema: z.literal(1),
  rule: targetRuleSchema,
  /** Set by hand, in place of what the rule says. */
  byHand: byHandSchema,
  /** Every class gets as many; absent: none are made, as in drafts of earlier versions. */
  counterparts: z.optional(z.object({ byHand: byHandSchema })),
  overGeneration: z
    .number()
    .check(z.minimum(PLAN_LIMITS.overGeneration.min), z.maximum(PLAN_LIMITS.overGeneration.max)),
  /** `usual`: nobody has chosen, so it is the fast one where the bundle has it, with the bundle's own steps and guidance. */
  sampler: z.extend(z.omit(samplerSchema, { name: true }), { speed: z.enum(['usual', 'full', 'fast']) }),
  /** Over lesions, samples begin with them; null or absent: with noise. */
  repaint: z.optional(z.nullable(repaintSchema)),
  seed: z.int().check(z.minimum(SAMPLER_LIMITS.seed.min), z.maximum(SAMPLER_LIMITS.seed.max)),
  /**
   * `lesions`: real lesions of the sample's own class, which are painted over in their own outline. `usual`: the person has chosen nothing,
   * so it is `lesions` where the data set has them, else `all`.
   */
  skin: z.enum(['usual', 'all', 'shipped', 'own', 'lesions']),
  skinOfClass: z.boolean(),
  /** Only skin of this tone and hair, where it stands in skin and not over lesions: to fill what a data set is thin in. `all`, or a value of core/dataset/coverage. */
  like: z.optional(z.nullable(z.object({ tone: z.string(), hair: z.string() }))),
  /**
   * Nobody has chosen whether skin and outlines follow the class: they do where the skin that is here has some for every class of the plan.
   * Absent: as `skinOfClass` and `masks.ofClass` say, as in drafts of earlier versions.
   */
  forClass: z.optional(z.literal('usual')),
  masks: z.object({
    from: z.enum(['model', 'library']),
    size: z.enum(OUTLINE_SIZES),
    place: z.enum([...OUTLINE_PLACES, 'as-drawn']),
    ofClass: z.boolean(),
  }),
  acceptBy: z.enum(['rule', 'person']),
});
export type PlanDraft = z.infer<typeof planDraftSchema>;

/** The recipe: everything that determines a batch of samples, as JSON. Its hash names the samples. */
import * as z from 'zod/mini';
import { classCodeSchema } from './classes';
import type { Rule } from './failure';
import { LIMITS } from './limits';

export const sha256Schema = z.string().check(z.regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hexadecimal'));

export const maskSizeSchema = z
  .tuple([z.int().check(z.positive()), z.int().check(z.positive())])
  .check(z.refine(([height, width]) => isMaskSize(width, height), 'rule-mask-size' satisfies Rule));

/** Whether a mask of so many pixels is read. */
export function isMaskSize(width: number, height: number): boolean {
  return width * height <= LIMITS.mask.pixels && Math.max(width, height) <= LIMITS.mask.side;
}

/** COCO run-length encoding, uncompressed: column-major runs, the first of zeros, which add up. `size` is [height, width]. */
export const rleSchema = z
  .object({
    size: maskSizeSchema,
    counts: z
      .array(z.int().check(z.nonnegative()))
      .check(z.refine((counts) => counts.length <= LIMITS.mask.runs, 'rule-mask-size' satisfies Rule)),
  })
  .check(
    z.refine(
      ({ size: [height, width], counts }) => counts.reduce((sum, count) => sum + count, 0) === width * height,
      'rule-runs' satisfies Rule,
    ),
  );
export type Rle = z.infer<typeof rleSchema>;

export const SAMPLER_LIMITS = {
  steps: { min: 1, max: 50 },
  guidance: { min: 1, max: 8 },
  strength: { min: 0.05, max: 1 },
  seed: { min: 0, max: 0xffff_ffff },
  variants: { min: 1, max: 16 },
  featherPx: { min: 0, max: 64 },
} as const;

export const samplerSchema = z.object({
  /**
   * `euler`: the U-Net with guidance. `student`: the bundle's fast sampler; steps and guidance are those of its manifest.
   * `bundle`: the one that the bundle's scheduler_config.json names; the bundle's hash stands for it.
   */
  name: z.enum(['euler', 'student', 'bundle']),
  steps: z.int().check(z.minimum(SAMPLER_LIMITS.steps.min), z.maximum(SAMPLER_LIMITS.steps.max)),
  guidance: z.number().check(z.minimum(SAMPLER_LIMITS.guidance.min), z.maximum(SAMPLER_LIMITS.guidance.max)),
  /** Guidance leads away from this class; from no class where it is absent. */
  awayFrom: z.optional(classCodeSchema),
  /** Below 1, the sample begins on the way from the real image in the mask to noise; from noise where it is absent. */
  strength: z.optional(
    z.number().check(z.minimum(SAMPLER_LIMITS.strength.min), z.maximum(SAMPLER_LIMITS.strength.max)),
  ),
  /** Width of the soft edge in background pixels, measured inwards from the mask's border. */
  featherPx: z.number().check(z.minimum(SAMPLER_LIMITS.featherPx.min), z.maximum(SAMPLER_LIMITS.featherPx.max)),
});
export type Sampler = z.infer<typeof samplerSchema>;

const seedSchema = z.int().check(z.minimum(SAMPLER_LIMITS.seed.min), z.maximum(SAMPLER_LIMITS.seed.max));

/** `strength`: nothing less makes another sample that one could see. */
export const NEARBY_LIMITS = { through: 64, strength: { min: 0.05, max: 1 } } as const;

/** Noise near that of an earlier sample ("more like this"), and how the earlier one came about, so that nothing but numbers is needed. */
export const nearbySchema = z.object({
  /** The noise that all began with. */
  seed: seedSchema,
  /** Blended in before this recipe, one after another. */
  through: z
    .array(z.object({ seed: seedSchema, strength: z.number().check(z.minimum(0), z.maximum(1)) }))
    .check(z.maxLength(NEARBY_LIMITS.through)),
  /** Of the recipe's own seeds: 0 is the earlier noise again, 1 is fresh noise. */
  strength: z.number().check(z.minimum(0), z.maximum(1)),
});
export type Nearby = z.infer<typeof nearbySchema>;

export const backgroundRefSchema = z.object({
  id: z.string().check(z.minLength(1)),
  /** Of the decoded pixels: see core/provenance `pixelDigest`. */
  sha256: sha256Schema,
  licence: z.string().check(z.minLength(1)),
});
export type BackgroundRef = z.infer<typeof backgroundRefSchema>;

export const bundleRefSchema = z.object({
  id: z.string().check(z.minLength(1)),
  version: z.string().check(z.minLength(1)),
  sha256: sha256Schema,
});
export type BundleRef = z.infer<typeof bundleRefSchema>;

/** A class that the bundle does not paint by itself, by the file of what its network was shown or taught (core/ownClass). */
export const ownClassRefSchema = z.object({ sha256: sha256Schema });
export type OwnClassRef = z.infer<typeof ownClassRefSchema>;

export const recipeSchema = z.object({
  schema: z.literal(1),
  bundle: bundleRefSchema,
  class: classCodeSchema,
  /** Absent where the bundle paints the class. */
  ownClass: z.optional(ownClassRefSchema),
  background: backgroundRefSchema,
  mask: rleSchema,
  sampler: samplerSchema,
  /** Seed of the first variant; variant i uses (seed + i) mod 2^32. */
  seed: seedSchema,
  /** Where the noise is not that of the seed alone; absent in a recipe of fresh noise. */
  nearby: z.optional(nearbySchema),
  variants: z.int().check(z.minimum(SAMPLER_LIMITS.variants.min), z.maximum(SAMPLER_LIMITS.variants.max)),
});
export type Recipe = z.infer<typeof recipeSchema>;

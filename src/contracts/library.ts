/** What a plan draws from: the skin and the outlines that are here, with what is known of each. */
import * as z from 'zod/mini';
import type { Failure } from './failure';
import { lesionCodeSchema } from './classes';
import { backgroundRefSchema, rleSchema, type Rle } from './recipe';

export const SKIN_GRADES = ['good', 'fair', 'poor'] as const;

/** What can be seen in skin (core/skin). */
const skinFactsSchema = z.object({
  /** Individual typology angle in degrees; null where none could be told. */
  itaDeg: z.nullable(z.number()),
  /** Share of the pixels that lie on hairs. */
  hairShare: z.number().check(z.minimum(0), z.maximum(1)),
  grade: z.enum(SKIN_GRADES),
  /** Why this grade, in a sentence. */
  reason: z.string(),
});
export type SkinFacts = z.infer<typeof skinFactsSchema>;

/** Where on the body (training/inlay_training/latent/conditions.py has the data sets' own words for each). */
const BODY_SITES = ['head-neck', 'trunk', 'upper-limb', 'lower-limb', 'hand-foot', 'genital'] as const;
const bodySiteSchema = z.enum(BODY_SITES);

/** What was told of a scene when it was made, as the data sets have it; each is left out where nothing was. */
export const sceneFactsSchema = z.object({
  site: z.optional(bodySiteSchema),
  /** Classes whose lesions live in such a scene. */
  classes: z.optional(z.array(lesionCodeSchema).check(z.minLength(1))),
  /** MILK10k's scale: 0 dark to 5 light. */
  tone: z.optional(z.int().check(z.minimum(0), z.maximum(5))),
});

export const BACKGROUND_ORIGINS = ['shipped', 'file', 'region', 'removed', 'lesion'] as const;

export const backgroundSchema = z.extend(backgroundRefSchema, {
  ...sceneFactsSchema.shape,
  name: z.string().check(z.minLength(1)),
  /**
   * `region`: cut out of a real image beside its lesion; `removed`: a real image whose lesion was painted away; `lesion`: a real image whose
   * lesion a sample is painted over.
   */
  origin: z.enum(BACKGROUND_ORIGINS),
  width: z.int().check(z.positive()),
  height: z.int().check(z.positive()),
  /** What was changed on the way in ("Rotated as its EXIF says."), shown once. */
  notices: z.array(z.string()),
  facts: z.optional(skinFactsSchema),
  /** Class of the lesion in the real image that it comes from. */
  class: z.optional(lesionCodeSchema),
  /** The real image that it comes from, by a name that says nothing of its file. */
  from: z.optional(z.string()),
  /** The person's own id of that image, as her table has it; only exports that she asks to tell it have it. */
  fromOwnId: z.optional(z.string()),
  /** Of origin `lesion`: what is painted over, on the frame of the background. */
  lesion: z.optional(rleSchema),
  /** Of origin `file`: what was seen when it was looked at for a lesion, or what the person says; absent: nobody has looked. */
  shows: z.optional(z.enum(['skin', 'lesion'])),
  /** The person wants no plan to use it, or has not said that it is skin. */
  excluded: z.optional(z.boolean()),
  /** Of origin `shipped`: of an earlier version. Plans and samples that name it find its pixels; nothing new is made on it. */
  retired: z.optional(z.boolean()),
});
export type Background = z.infer<typeof backgroundSchema>;

/** Kept with a background, and so in English: a set reads the same wherever it was made. */
export const BACKGROUND_NAMES = {
  region: 'Skin beside a lesion',
  removed: 'A lesion painted away',
  lesion: 'A lesion to paint over',
} as const;
/** Of images that the person brought. */
export const OWN_LICENCE = 'Provided by the user';

/** The longer side of the frame on which a shape is kept. */
export const SHAPE_PX = 256;

export const maskShapeSchema = z.object({
  id: z.string().check(z.minLength(1)),
  rle: rleSchema,
  origin: z.enum(['dataset', 'file']),
  class: z.nullable(lesionCodeSchema),
  excluded: z.boolean(),
});
export type MaskShape = z.infer<typeof maskShapeSchema>;

/** An outline of a file of the person's. */
export interface ReadMask {
  /** As large as it was drawn. */
  readonly rle: Rle;
  /** How many the file has. */
  readonly outlines: number;
  /** What was left out, a sentence each. */
  readonly problems: readonly Failure[];
}

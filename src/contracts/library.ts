/** What a plan draws from: the skin and the outlines that are here, with what is known of each. */
import { z } from 'zod';
import type { Failure } from './failure';
import { lesionCodeSchema } from './classes';
import { backgroundRefSchema, rleSchema, type Rle } from './recipe';

export const SKIN_GRADES = ['good', 'fair', 'poor'] as const;
export type SkinGrade = (typeof SKIN_GRADES)[number];

/** What can be seen in skin (core/skin). */
export const skinFactsSchema = z.object({
  /** Individual typology angle in degrees; null where none could be told. */
  itaDeg: z.number().nullable(),
  /** Share of the pixels that lie on hairs. */
  hairShare: z.number().min(0).max(1),
  grade: z.enum(SKIN_GRADES),
  /** Why this grade, in a sentence. */
  reason: z.string(),
});
export type SkinFacts = z.infer<typeof skinFactsSchema>;

/** Where on the body (training/inlay_training/latent/conditions.py has the data sets' own words for each). */
export const BODY_SITES = ['head-neck', 'trunk', 'upper-limb', 'lower-limb', 'hand-foot', 'genital'] as const;
export const bodySiteSchema = z.enum(BODY_SITES);
export type BodySite = z.infer<typeof bodySiteSchema>;

/** What was told of a scene when it was made, as the data sets have it; each is left out where nothing was. */
export const sceneFactsSchema = z.object({
  site: bodySiteSchema.optional(),
  /** Classes whose lesions live in such a scene. */
  classes: z.array(lesionCodeSchema).min(1).optional(),
  /** MILK10k's scale: 0 dark to 5 light. */
  tone: z.number().int().min(0).max(5).optional(),
});

export const BACKGROUND_ORIGINS = ['shipped', 'file', 'region', 'removed', 'lesion'] as const;

export const backgroundSchema = backgroundRefSchema.extend({
  ...sceneFactsSchema.shape,
  name: z.string().min(1),
  /**
   * `region`: cut out of a real image beside its lesion; `removed`: a real image whose lesion was painted away; `lesion`: a real image whose
   * lesion a sample is painted over.
   */
  origin: z.enum(BACKGROUND_ORIGINS),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** What was changed on the way in ("Rotated as its EXIF says."), shown once. */
  notices: z.array(z.string()),
  facts: skinFactsSchema.optional(),
  /** Class of the lesion in the real image that it comes from. */
  class: lesionCodeSchema.optional(),
  /** The real image that it comes from, by a name that says nothing of its file. */
  from: z.string().optional(),
  /** Of origin `lesion`: what is painted over, on the frame of the background. */
  lesion: rleSchema.optional(),
  /** The person wants no plan to use it. */
  excluded: z.boolean().optional(),
  /** Of origin `shipped`: of an earlier version. Plans and samples that name it find its pixels; nothing new is made on it. */
  retired: z.boolean().optional(),
});
export type Background = z.infer<typeof backgroundSchema>;

/** The longer side of the frame on which a shape is kept. */
export const SHAPE_PX = 256;

export const maskShapeSchema = z.object({
  id: z.string().min(1),
  rle: rleSchema,
  origin: z.enum(['dataset', 'file']),
  class: lesionCodeSchema.nullable(),
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

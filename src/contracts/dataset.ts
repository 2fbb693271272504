/** A data set of real images: how its files and tables are read, and what one image is. */
import { z } from 'zod';
import { lesionCodeSchema } from './classes';

export const LAYOUTS = ['isic-2019', 'ham10000', 'isic-archive', 'hf-imagefolder', 'imagefolder'] as const;
export type Layout = (typeof LAYOUTS)[number];

export const SPLIT_NAMES = ['train', 'calibration', 'test'] as const;

/** Where an image's label is written. */
export const labelSourceSchema = z.discriminatedUnion('kind', [
  /** A column a class, 1 in the one that holds. */
  z.object({ kind: z.literal('one-hot'), table: z.string() }),
  /** The first of these columns that says something. */
  z.object({ kind: z.literal('column'), table: z.string(), columns: z.array(z.string()).min(1) }),
  /** The name of the folder that the image lies in. */
  z.object({ kind: z.literal('folder') }),
]);
export type LabelSource = z.infer<typeof labelSourceSchema>;

/** How a data set is read: found by the studio, corrected by the person. */
export const readingSchema = z.object({
  layout: z.enum(LAYOUTS),
  /** Tables that say something about images, and the column in which each names them. */
  tables: z.array(z.object({ path: z.string(), key: z.string() })),
  label: labelSourceSchema,
  /** What a label as written means; null where it is none of the eight classes. */
  classes: z.record(z.string(), lesionCodeSchema.nullable()),
});
export type Reading = z.infer<typeof readingSchema>;

export const datasetImageSchema = z.object({
  /** Unique in the data set: the file's name without its ending, or its path where names repeat. */
  id: z.string().min(1),
  path: z.string().min(1),
  label: z.string(),
  class: lesionCodeSchema.nullable(),
  /** Images of one lesion belong to one split; null where the data set does not say. */
  lesion: z.string().nullable(),
  mask: z.string().nullable(),
  ageYears: z.number().nullable(),
  sex: z.enum(['female', 'male']).nullable(),
  site: z.string().nullable(),
  /** Fitzpatrick's skin type. */
  skinType: z.number().int().min(1).max(6).nullable(),
  split: z.enum(SPLIT_NAMES),
});
export type DatasetImage = z.infer<typeof datasetImageSchema>;

export const ODDITIES = [
  'row-without-file',
  'file-without-row',
  'no-label',
  'unknown-label',
  'two-labels',
  'duplicate-row',
  'duplicate-name',
  'broken-row',
  'unknown-column',
  'lesion-of-two-classes',
  'mask-without-image',
  'unreadable-table',
] as const;

/** Something odd that was found, never fatal. */
export const odditySchema = z.object({
  kind: z.enum(ODDITIES),
  count: z.number().int().positive(),
  /** A few of them, by id, path or name. */
  examples: z.array(z.string()),
});
export type Oddity = z.infer<typeof odditySchema>;

/** The ways to read what was found. */
export interface Detection {
  /** The most likely first. */
  readonly candidates: readonly Reading[];
  /** Why the first one, in a sentence. */
  readonly why: string;
}

export interface LabelCount {
  readonly label: string;
  readonly class: DatasetImage['class'];
  readonly images: number;
}

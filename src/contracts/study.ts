/** A blinded reader study: real and synthetic images in a random order, and what the reader says of each. */
import { z } from 'zod';
import { classCodeSchema, lesionCodeSchema } from './classes';
import { sampleIdSchema } from './sample';

export const studyItemSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('synthetic'), id: sampleIdSchema, class: classCodeSchema }),
  z.object({ kind: z.literal('real'), id: z.string(), class: lesionCodeSchema }),
]);
export type StudyItem = z.infer<typeof studyItemSchema>;

export const studyAnswerSchema = z.object({
  /** What the reader takes it for. */
  kind: z.enum(['real', 'synthetic']),
  /** Which class she reads; null: she cannot tell. */
  class: lesionCodeSchema.nullable(),
  /** From the picture's appearance to the last answer. */
  ms: z.number().nonnegative(),
});
export type StudyAnswer = z.infer<typeof studyAnswerSchema>;

export const studySchema = z.object({
  schema: z.literal(1),
  /** Of the drawing and the order. */
  seed: z.number().int().nonnegative(),
  startedAt: z.iso.datetime(),
  items: z.array(studyItemSchema).min(2),
  /** In the order of the items, as far as the reader has come. */
  answers: z.array(studyAnswerSchema),
});
export type Study = z.infer<typeof studySchema>;

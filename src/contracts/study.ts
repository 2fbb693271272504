/** A blinded reader study: real and synthetic images in a random order, and what the reader says of each. */
import * as z from 'zod/mini';
import { classCodeSchema, lesionCodeSchema } from './classes';
import { sampleIdSchema } from './sample';

const studyItemSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('synthetic'), id: sampleIdSchema, class: classCodeSchema }),
  z.object({ kind: z.literal('real'), id: z.string(), class: lesionCodeSchema }),
]);
export type StudyItem = z.infer<typeof studyItemSchema>;

const studyAnswerSchema = z.object({
  /** What the reader takes it for. */
  kind: z.enum(['real', 'synthetic']),
  /** Which class she reads; null: she cannot tell. */
  class: z.nullable(lesionCodeSchema),
  /** From the picture's appearance to the last answer. */
  ms: z.number().check(z.nonnegative()),
});

export const studySchema = z.object({
  schema: z.literal(1),
  /** Of the drawing and the order. */
  seed: z.int().check(z.nonnegative()),
  startedAt: z.iso.datetime(),
  items: z.array(studyItemSchema).check(z.minLength(2)),
  /** In the order of the items, as far as the reader has come. */
  answers: z.array(studyAnswerSchema),
});
export type Study = z.infer<typeof studySchema>;

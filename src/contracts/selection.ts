/** The rule by which a set is selected: part of what an export must hold, so that the selection can be done again. */
import * as z from 'zod/mini';
import { gateIdSchema } from './sample';

export const selectionRuleSchema = z.object({
  /** A gate rejects where p is below its level, so it falsely rejects that share of real images. A gate that is left out rejects nothing. */
  levels: z.record(gateIdSchema, z.number().check(z.gt(0), z.lt(1))),
  /** The paper's rule: this share of the samples of each class is kept, the most typical first. Null: all that pass. */
  gamma: z.nullable(z.number().check(z.gt(0), z.maximum(1))),
  /** The band's other end: samples more typical than this share of real images are left out, for they teach least. Null: none. */
  mostTypicalP: z.nullable(z.number().check(z.gt(0), z.maximum(1))),
  /** Of those that are left, the most varied set: this share of the samples of each class. Absent in rules of earlier versions: all of them. */
  mostVaried: z.optional(z.number().check(z.gt(0), z.maximum(1))),
});
export type SelectionRule = z.infer<typeof selectionRuleSchema>;

/** A rule, and the seed of the random subset of the same size that it is held against. */
export const selectionSchema = z.object({
  schema: z.literal(1),
  rule: selectionRuleSchema,
  controlSeed: z.int().check(z.minimum(0), z.maximum(0xffff_ffff)),
});
export type Selection = z.infer<typeof selectionSchema>;

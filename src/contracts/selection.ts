/** The rule by which a set is selected: part of what an export must hold, so that the selection can be done again. */
import { z } from 'zod';

export const selectionRuleSchema = z.object({
  /** A gate rejects where p < alpha, so it falsely rejects that share of real images. Null: no gate rejects. */
  alpha: z.number().gt(0).lt(1).nullable(),
  /** The paper's rule: this share of the samples of each class is kept, the most typical first. Null: all that pass. */
  gamma: z.number().gt(0).max(1).nullable(),
  /** The band's other end: samples more typical than this share of real images are left out, for they teach least. Null: none. */
  mostTypicalP: z.number().gt(0).max(1).nullable(),
});
export type SelectionRule = z.infer<typeof selectionRuleSchema>;

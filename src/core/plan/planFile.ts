/** A plan as a file. */
import { fail, misfit, succeed, type Outcome } from '../../contracts/failure';
import { planSchema, type Plan } from '../../contracts/plan';

/** Fails with plan-unfit where it is no plan, or one of a later version. @param json what the file holds */
export function parsePlan(json: unknown): Outcome<Plan> {
  const parsed = planSchema.safeParse(json);
  return parsed.success ? succeed(parsed.data) : fail('plan-unfit', misfit(parsed.error));
}

/** A plan as a file. */
import { fail, misfit, succeed, type Outcome } from '../../contracts/failure';
import { planSchema, type Plan } from '../../contracts/plan';

/** Fails with plan-unfit or plan-not-json where it is no plan, or one of a later version. */
export async function readPlan(file: Blob): Promise<Outcome<Plan>> {
  try {
    const parsed = planSchema.safeParse(JSON.parse(await file.text()));
    return parsed.success ? succeed(parsed.data) : fail('plan-unfit', misfit(parsed.error));
  } catch (error) {
    return fail('plan-not-json', {}, String(error));
  }
}

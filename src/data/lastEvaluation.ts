/** The evaluation that was kept, for the screen and for the card of an export. */
import { get, type UseStore } from 'idb-keyval';
import { evaluationSchema, type Evaluation } from '../contracts/evaluation';
import { EVALUATION_KEY } from './keys';

/** Null where there was none, or it cannot be read any more. */
export async function lastEvaluation(database: UseStore): Promise<Evaluation | null> {
  const kept = evaluationSchema.safeParse(await get<unknown>(EVALUATION_KEY, database));
  return kept.success ? kept.data : null;
}

/** The evaluation worker's service: descriptions of samples and the last evaluation are kept, so that neither is made twice. */
import { getMany, keys, set, type UseStore } from 'idb-keyval';
import type { EvaluationApi, SampleFeatures } from '../contracts/evaluation';
import { fail, succeed } from '../contracts/failure';
import { evaluate, refusalOf } from '../core/evaluation/evaluate';
import { guarded } from './guard';
import { EVALUATION_KEY, SAMPLE_FEATURES, sampleFeaturesKey } from './keys';
import { lastEvaluation } from './lastEvaluation';
import { forget, type Place } from './place';

class CancelledError extends Error {}

export function createEvaluation({ database }: Place): EvaluationApi {
  let isCancelled = false;

  /** Lets a word from the page in, for the work itself never waits. */
  async function breathe(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve));
    if (isCancelled) throw new CancelledError();
  }

  return {
    known: (encoderSha256, ids) =>
      guarded('descriptions', async () => {
        const wanted = ids.map((id) => sampleFeaturesKey(encoderSha256, id));
        const kept = await getMany<SampleFeatures | undefined>(wanted, database);
        await forgetOthers(database, new Set(wanted));
        return kept.map((description) => description ?? null);
      }),
    keep: (encoderSha256, id, features) =>
      guarded('descriptions', async () => {
        await set(sampleFeaturesKey(encoderSha256, id), features, database);
        return null;
      }),
    async evaluate(request, onProgress) {
      const refusal = refusalOf(request);
      if (refusal) return { ok: false, failure: refusal };
      isCancelled = false;
      try {
        const found = await evaluate(request, (progress) => {
          onProgress(progress);
          return breathe();
        });
        const kept = await guarded('evaluation', () => set(EVALUATION_KEY, found, database));
        return kept.ok ? succeed(found) : kept;
      } catch (error) {
        if (error instanceof CancelledError) return fail('cancelled');
        throw error;
      }
    },
    cancel() {
      isCancelled = true;
    },
    last: () => guarded('evaluation', () => lastEvaluation(database)),
  };
}

/** Descriptions of samples that are gone, or by another encoder. */
async function forgetOthers(database: UseStore, wanted: ReadonlySet<string>): Promise<void> {
  const all = await keys<string>(database);
  await forget(
    database,
    all.filter((key) => key.startsWith(SAMPLE_FEATURES) && !wanted.has(key)),
  );
}

/** The evaluation worker's service: descriptions of samples and the last evaluation are kept, so that neither is made twice. */
import { getMany, keys, set, type UseStore } from 'idb-keyval';
import type { EvaluationApi, SampleFeatures } from '../contracts/evaluation';
import { fail, succeed, type Outcome } from '../contracts/failure';
import { evaluate, refusalOf } from '../core/evaluation/evaluate';
import { featureMap, mapRefusalOf } from '../core/evaluation/featureMap';
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

  async function untilCancelled<T>(work: () => Promise<T>): Promise<Outcome<T>> {
    isCancelled = false;
    try {
      return succeed(await work());
    } catch (error) {
      if (error instanceof CancelledError) return fail('cancelled');
      throw error;
    }
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
    countUnknown: (encoderSha256, ids) =>
      guarded('descriptions', async () => {
        const known = new Set(await keys<string>(database));
        return ids.filter((id) => !known.has(sampleFeaturesKey(encoderSha256, id))).length;
      }),
    async map(request, onProgress) {
      const refusal = mapRefusalOf(request);
      if (refusal) return { ok: false, failure: refusal };
      return untilCancelled(() =>
        featureMap(request, (done, total) => {
          onProgress(done, total);
          return breathe();
        }),
      );
    },
    async evaluate(request, onProgress) {
      const refusal = refusalOf(request);
      if (refusal) return { ok: false, failure: refusal };
      const found = await untilCancelled(() =>
        evaluate(request, (progress) => {
          onProgress(progress);
          return breathe();
        }),
      );
      if (!found.ok) return found;
      const kept = await guarded('evaluation', () => set(EVALUATION_KEY, found.value, database));
      return kept.ok ? found : kept;
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

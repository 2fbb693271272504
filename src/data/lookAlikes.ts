/** Hashes samples once and groups those in which the same is painted. */
import { getMany } from 'idb-keyval';
import type { SampleId } from '../contracts/sample';
import { savedSampleSchema } from '../contracts/storage';
import { HASH_WORDS } from '../core/image/perceptualHash';
import { decodeRle } from '../core/mask/rle';
import { decodePng } from '../core/provenance/png';
import { groupAlike, lesionHash } from '../core/review/lookAlikes';
import { database, sampleKey, samplePng } from './keys';
import { readFile } from './opfs';

/** Samples that are read before the page hears of it. */
const BATCH = 50;

export function createLookAlikes() {
  const known = new Map<SampleId, Uint32Array>();

  async function hashAll(ids: readonly SampleId[]): Promise<void> {
    const saved = await getMany<unknown>(ids.map(sampleKey), database());
    for (const [i, id] of ids.entries()) {
      const sample = savedSampleSchema.safeParse(saved[i]);
      const png = await readFile(samplePng(id)).catch(() => null);
      if (sample.success && png) known.set(id, lesionHash(decodePng(png), decodeRle(sample.data.record.mask)));
    }
  }

  return {
    /** What cannot be read is in no group. */
    async groups(
      ids: readonly SampleId[],
      onProgress: (done: number, total: number) => void,
    ): Promise<[SampleId, number][]> {
      const unknown = ids.filter((id) => !known.has(id));
      for (let from = 0; from < unknown.length; from += BATCH) {
        await hashAll(unknown.slice(from, from + BATCH));
        onProgress(Math.min(unknown.length, from + BATCH), unknown.length);
      }
      const readable = ids.filter((id) => known.has(id));
      const hashes = new Uint32Array(HASH_WORDS * readable.length);
      readable.forEach((id, i) => hashes.set(known.get(id) ?? [], HASH_WORDS * i));
      const groups = groupAlike(hashes);
      return readable.flatMap((id, i): [SampleId, number][] => ((groups[i] ?? -1) < 0 ? [] : [[id, groups[i] ?? 0]]));
    },
  };
}

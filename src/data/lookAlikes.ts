/** Hashes samples once and groups those in which the same is painted. */
import type { SampleId } from '../contracts/sample';
import { HASH_WORDS } from '../core/image/perceptualHash';
import { decodeRle } from '../core/mask/rle';
import { decodePng } from '../core/provenance/pngPixels';
import { groupAlike, lesionHash } from '../core/review/lookAlikes';
import type { ProjectSamples } from './samples';

/** Samples that are read before the page hears of it. */
const BATCH = 50;

export function createLookAlikes(samples: ProjectSamples) {
  const known = new Map<SampleId, Uint32Array>();

  async function hashAll(ids: readonly SampleId[]): Promise<void> {
    for (const id of ids) {
      const [record, png] = await Promise.all([samples.record(id), samples.readImage(id)]).catch(() => [null, null]);
      if (record && png) known.set(id, lesionHash(decodePng(png), decodeRle(record.mask)));
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

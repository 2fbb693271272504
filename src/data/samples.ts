/**
 * The samples of a project: records in IndexedDB, images in segments, decisions beside the records. An image is on the disk before the
 * record that names it is written. A record is written once; decisions and tags are entries of their own, so that tabs and readers overwrite nothing of
 * each other.
 */
import { get, getMany, promisifyRequest, set, setMany } from 'idb-keyval';
import * as z from 'zod/mini';
import { failureOf, InlayError, type Failure } from '../contracts/failure';
import {
  decisionSchema,
  READERS,
  sampleSummarySchema,
  tagsSchema,
  withDecision,
  withTags,
  type Decision,
  type Reader,
  type SampleId,
  type SampleRecord,
  type SampleSummary,
} from '../contracts/sample';
import type { DecisionOf, SavedSample, TagChange } from '../contracts/storage';
import { changedTags } from '../core/review/tags';
import { decisionKey, DECISIONS, removedSampleKey, sampleKey, SAMPLES, SAMPLES_FOLDER, TAGS, tagsKey } from './keys';
import { closeGaps } from './gaps';
import { entriesOfSample, pieceSchema, wholeSample, type KeptSample, type Piece } from './keptSample';
import { entriesOf, inTransaction, type Place } from './place';
import { createSegments } from './segments';

/** As much as the screens need, which is checked sooner. */
const keptSummarySchema = z.object({ record: sampleSummarySchema, image: pieceSchema });

/** What is kept beside the records: decisions and tags, by their keys. */
interface Beside {
  readonly decisions: ReadonlyMap<string, Decision>;
  readonly tags: ReadonlyMap<string, readonly string[]>;
}

export function createSamples({ project, database, folder }: Place) {
  const segments = createSegments(`${folder}/${SAMPLES_FOLDER}`);
  /** Where the images lay when the samples were loaded. */
  let pieces: Piece[] = [];
  /** One tab at a time writes to the segments. */
  const inTurn = <T>(write: () => Promise<T>): Promise<T> =>
    navigator.locks.request(`inlay-segments-${project}`, write);

  /** @param warnings gets what cannot be read */
  async function readBeside(warnings: Failure[] = []): Promise<Beside> {
    const found = { decisions: new Map<string, Decision>(), tags: new Map<string, readonly string[]>() };
    for await (const [key, value] of entriesOf(database, DECISIONS)) {
      const decision = decisionSchema.safeParse(value);
      if (decision.success) found.decisions.set(key, decision.data);
      else warnings.push(failureOf('kept-decision-unreadable', { id: key.split(':')[1] ?? '' }));
    }
    for await (const [key, value] of entriesOf(database, TAGS)) {
      const tags = tagsSchema.safeParse(value);
      if (tags.success) found.tags.set(key, tags.data);
      else warnings.push(failureOf('kept-tags-unreadable', { id: key.slice(TAGS.length) }));
    }
    return found;
  }

  /** Throws InlayError where there is none, or one that is not what was written. */
  async function entry(id: SampleId): Promise<KeptSample> {
    const kept = await wholeSample(await get<unknown>(sampleKey(id), database));
    if (!kept) throw new InlayError('kept-record-unreadable', { id });
    return kept;
  }

  async function image(id: SampleId, piece: Piece): Promise<Uint8Array<ArrayBuffer>> {
    try {
      return await segments.read(piece);
    } catch (error) {
      throw new InlayError('sample-damaged', { id }, String(error));
    }
  }

  /** @param piece where it lay when its entry was read */
  async function readImage(id: SampleId, piece?: Piece): Promise<Uint8Array<ArrayBuffer>> {
    const known = piece ?? (await entry(id)).image;
    return image(id, known).catch(async (error: unknown) => {
      const now = await entry(id); // it may have been moved meanwhile
      if (now.image.segment === known.segment) throw error;
      return image(id, now.image);
    });
  }

  return {
    segments,
    inTurn,
    async save(sample: SavedSample, png: Uint8Array<ArrayBuffer>): Promise<null> {
      await inTurn(async () => {
        const [piece] = await segments.append([png]);
        if (piece) await setMany(await entriesOfSample(sample, piece), database);
      });
      return null;
    },
    /** Puts an image in place of one that is damaged. */
    async replaceImage(id: SampleId, png: Uint8Array<ArrayBuffer>): Promise<null> {
      const kept = await entry(id);
      await inTurn(async () => {
        const [piece] = await segments.append([png]);
        if (piece) await set(sampleKey(id), { ...kept, image: piece }, database);
      });
      return null;
    },
    /** All or none. Throws where a sample is not there. */
    decide: (wanted: readonly DecisionOf[]): Promise<null> =>
      inTransaction(database, async (store) => {
        const ids = [...new Set(wanted.map(({ id }) => id))];
        const known = await Promise.all(ids.map((id) => promisifyRequest(store.count(sampleKey(id)))));
        if (known.includes(0)) throw new DOMException('A sample is not there.', 'NotFoundError');
        await Promise.all(
          wanted.map(({ id, reader, decision }) => {
            const key = decisionKey(id, reader);
            return decision ? promisifyRequest(store.put(decision, key)) : promisifyRequest(store.delete(key));
          }),
        );
        return null;
      }),
    /** All or none. @returns all tags of each sample, in this order */
    changeTags: (changes: readonly TagChange[]): Promise<string[][]> =>
      inTransaction(database, (store) =>
        Promise.all(
          changes.map(async ({ id, add, remove }) => {
            const kept = tagsSchema.safeParse(await promisifyRequest<unknown>(store.get(tagsKey(id))));
            const tags = changedTags(kept.success ? kept.data : [], add, remove);
            if (tags.length === 0) await promisifyRequest(store.delete(tagsKey(id)));
            else await promisifyRequest(store.put(tags, tagsKey(id)));
            return tags;
          }),
        ),
      ),
    async record(id: SampleId): Promise<SampleRecord> {
      const { record } = await entry(id);
      const [kept, ...found] = await getMany<unknown>(
        [tagsKey(id), ...READERS.map((reader) => decisionKey(id, reader))],
        database,
      );
      const decisions = new Map(
        READERS.flatMap((reader, i): [string, Decision][] => {
          const decision = decisionSchema.safeParse(found[i]);
          return decision.success ? [[decisionKey(id, reader), decision.data]] : [];
        }),
      );
      const tags = tagsSchema.safeParse(kept);
      return withBeside(record, { decisions, tags: new Map(tags.success ? [[tagsKey(id), tags.data]] : []) });
    },
    readImage,
    /** Many images are read from now on. @returns what ends that */
    hold: () => segments.hold(),
    /**
     * Every sample, whole, in the order of their ids, a few at a time in memory.
     * @param warnings gets those that are left out
     * @param whole keys of those that were found whole a moment ago, which are not checked again; gets the others
     */
    async *each(warnings: Failure[], whole = new Set<string>()): AsyncGenerator<KeptSample> {
      const beside = await readBeside();
      for await (const [key, value] of entriesOf(database, SAMPLES)) {
        const kept = whole.has(key) ? (value as KeptSample) : await wholeSample(value);
        if (kept) whole.add(key);
        if (kept) yield { ...kept, record: withBeside(kept.record, beside) };
        else warnings.push(failureOf('kept-record-unreadable', { id: key.slice(SAMPLES.length) }));
      }
    },
    /**
     * All of them, without masks and recipes (those are most of the bytes, and are looked at when they are used), in the order in which they were made.
     * @returns ids of those whose images are not whole, as far as the lengths of the segments tell
     */
    async summaries(warnings: Failure[]): Promise<{ samples: SampleSummary[]; damaged: SampleId[] }> {
      const [beside, sizes] = await Promise.all([readBeside(warnings), segments.sizes()]);
      pieces = [];
      const [samples, damaged]: [SampleSummary[], SampleId[]] = [[], []];
      for await (const [key, value] of entriesOf(database, SAMPLES)) {
        const parsed = keptSummarySchema.safeParse(value);
        if (!parsed.success) {
          warnings.push(failureOf('kept-record-unreadable', { id: key.slice(SAMPLES.length) }));
          continue;
        }
        const { record, image: piece } = parsed.data;
        pieces.push(piece);
        samples.push(withBeside(record, beside));
        if ((sizes.get(piece.segment) ?? 0) < piece.offset + piece.length) damaged.push(record.id);
      }
      samples.sort(({ createdAt: a }, { createdAt: b }) => (a < b ? -1 : a > b ? 1 : 0));
      return { samples, damaged };
    },
    /** They can be brought back until the project is opened anew. */
    remove: (ids: readonly SampleId[]): Promise<null> => move(ids, sampleKey, removedSampleKey),
    bringBack: (ids: readonly SampleId[]): Promise<null> => move(ids, removedSampleKey, sampleKey),
    /**
     * Writes the images of segments that are mostly gaps behind the others, and removes those segments. Called after `summaries`, while no other
     * tab has the project open.
     */
    closeGaps: (): Promise<void> => inTurn(() => closeGaps(database, segments, pieces)),
  };

  /** All or none. */
  function move(ids: readonly SampleId[], from: (id: SampleId) => string, to: (id: SampleId) => string): Promise<null> {
    return inTransaction(database, async (store) => {
      for (const id of ids) {
        const kept = await promisifyRequest<unknown>(store.get(from(id)));
        if (kept === undefined) continue;
        store.put(kept, to(id));
        await promisifyRequest(store.delete(from(id)));
      }
      return null;
    });
  }
}

export type ProjectSamples = ReturnType<typeof createSamples>;

function withBeside<Decidable extends Pick<SampleRecord, 'id' | 'decision' | 'secondReading' | 'tags'>>(
  record: Decidable,
  { decisions, tags }: Beside,
): Decidable {
  const decisionOf = (reader: Reader): Decision | null => decisions.get(decisionKey(record.id, reader)) ?? null;
  const [first, second] = [decisionOf('first'), decisionOf('second')];
  const read = withDecision(withTags(record, tags.get(tagsKey(record.id)) ?? []), 'first', first);
  return second ? withDecision(read, 'second', second) : read;
}

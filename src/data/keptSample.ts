/** A sample as its entry holds it: record and recipe, their hash, and where the image lies. Decisions and tags are entries of their own. */
import * as z from 'zod/mini';
import { sha256Schema } from '../contracts/recipe';
import { decisionBy, READERS } from '../contracts/sample';
import { savedSampleSchema, type SavedSample } from '../contracts/storage';
import { canonicalJson, sha256Hex } from '../core/provenance/digest';
import { decisionKey, sampleKey, tagsKey } from './keys';

/** Where an image lies, and its hash. */
export const pieceSchema = z.object({
  segment: z.string(),
  /** Of the image itself, behind its header. */
  offset: z.int().check(z.nonnegative()),
  length: z.int().check(z.positive()),
  sha256: sha256Schema,
});
export type Piece = z.infer<typeof pieceSchema>;

/** `sha256`: of record and recipe as they were made. */
const keptSampleSchema = z.extend(savedSampleSchema, { image: pieceSchema, sha256: sha256Schema });
export type KeptSample = z.infer<typeof keptSampleSchema>;

/** What is written of a sample whose image lies there: it, and beside it what is decided of it, and its tags. */
export async function entriesOfSample({ record, recipe }: SavedSample, image: Piece): Promise<[string, unknown][]> {
  const { secondReading: _, tags = [], ...undecided } = { ...record, decision: null };
  const kept: KeptSample = { record: undecided, recipe, image, sha256: await hashOf({ record: undecided, recipe }) };
  const decided = READERS.flatMap((reader): [string, unknown][] => {
    const decision = decisionBy(reader, record);
    return decision ? [[decisionKey(record.id, reader), decision]] : [];
  });
  const tagged: [string, unknown][] = tags.length === 0 ? [] : [[tagsKey(record.id), tags]];
  return [[sampleKey(record.id), kept], ...decided, ...tagged];
}

/** Null where it is not what was written. */
export async function wholeSample(value: unknown): Promise<KeptSample | null> {
  const parsed = keptSampleSchema.safeParse(value);
  if (!parsed.success) return null;
  const hash = await hashOf(value as KeptSample); // as it lies there: a schema may fill in what a later version asks for
  return hash === parsed.data.sha256 ? parsed.data : null;
}

function hashOf({ record, recipe }: { readonly record: unknown; readonly recipe: unknown }): Promise<string> {
  return sha256Hex(new TextEncoder().encode(canonicalJson({ record, recipe })));
}

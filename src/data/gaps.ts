/** What removed samples leave behind: segments that are mostly gaps are written anew. */
import { promisifyRequest, type UseStore } from 'idb-keyval';
import * as z from 'zod/mini';
import { pieceSchema, type Piece } from './keptSample';
import { REMOVED_SAMPLES, SAMPLES } from './keys';
import { entriesOf, inTransaction } from './place';
import { takenBy, type Segments } from './segments';

/** A segment of which less than this share is named is written anew. */
const LEAST_NAMED = 0.5;

/** Of a record that cannot be read too: another version may read it. */
const keptPieceSchema = z.object({ image: pieceSchema });

/**
 * Called while nothing is appended: what was appended since the samples were loaded is named by entries only.
 * @param pieces where the images lay when the samples were loaded: where those leave no gaps, the entries need not be read again
 */
export async function closeGaps(database: UseStore, segments: Segments, pieces: readonly Piece[]): Promise<void> {
  const sizes = await segments.sizes();
  if (sparse(sizes, pieces).length === 0) return;
  const named = await namedPieces(database);
  for (const segment of sparse(sizes, [...named.values()])) {
    let isEmpty = true;
    for (const [key, piece] of named)
      if (piece.segment === segment) isEmpty = (await moveImage(database, segments, key, piece)) && isEmpty;
    if (isEmpty) await segments.remove(segment);
  }
}

/** Names of segments that are mostly gaps. */
function sparse(sizes: ReadonlyMap<string, number>, pieces: readonly Piece[]): string[] {
  const named = new Map<string, number>();
  for (const piece of pieces) named.set(piece.segment, (named.get(piece.segment) ?? 0) + takenBy(piece));
  return [...sizes].flatMap(([segment, bytes]) => ((named.get(segment) ?? 0) < LEAST_NAMED * bytes ? [segment] : []));
}

/** Every image that an entry names, by its key; removed samples can still be brought back. */
async function namedPieces(database: UseStore): Promise<ReadonlyMap<string, Piece>> {
  const found = new Map<string, Piece>();
  for (const prefix of [SAMPLES, REMOVED_SAMPLES])
    for await (const [key, value] of entriesOf(database, prefix)) {
      const kept = keptPieceSchema.safeParse(value);
      if (kept.success) found.set(key, kept.data.image);
    }
  return found;
}

/** @returns whether nothing names the old place any more */
async function moveImage(database: UseStore, segments: Segments, key: string, piece: Piece): Promise<boolean> {
  const image = await segments.read(piece).catch(() => null);
  if (!image) return false; // a damaged one stays where it is
  const [moved] = await segments.append([image], piece.segment);
  return inTransaction(database, async (store) => {
    const kept = await promisifyRequest<{ readonly image: Piece } | undefined>(store.get(key));
    if (!moved || kept?.image.segment !== piece.segment) return false; // it was removed or brought back meanwhile
    await promisifyRequest(store.put({ ...kept, image: moved }, key));
    return true;
  });
}

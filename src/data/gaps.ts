/** What removed samples leave behind: segments that are mostly gaps are written anew. */
import { promisifyRequest, type UseStore } from 'idb-keyval';
import type { Piece } from './keptSample';
import { takenBy, type Segments } from './segments';

/** A segment of which less than this share is named is written anew. */
const LEAST_NAMED = 0.5;

/** @param pieces every image that is named, by the key of its sample */
export async function closeGaps(
  database: UseStore,
  segments: Segments,
  pieces: ReadonlyMap<string, Piece>,
): Promise<void> {
  const within = new Map<string, [key: string, piece: Piece][]>();
  for (const [key, piece] of pieces) {
    const images = within.get(piece.segment) ?? [];
    within.set(piece.segment, images);
    images.push([key, piece]);
  }
  for (const [segment, bytes] of await segments.sizes()) {
    const images = within.get(segment) ?? [];
    const named = images.reduce((sum, [, piece]) => sum + takenBy(piece), 0);
    if (named >= LEAST_NAMED * bytes) continue;
    let isEmpty = true;
    for (const [key, piece] of images) isEmpty = (await moveImage(database, segments, key, piece)) && isEmpty;
    if (isEmpty) await segments.remove(segment);
  }
}

/** @returns whether nothing names the old place any more */
async function moveImage(database: UseStore, segments: Segments, key: string, piece: Piece): Promise<boolean> {
  const image = await segments.read(piece).catch(() => null);
  if (!image) return false; // a damaged one stays where it is
  const [moved] = await segments.append([image], piece.segment);
  return database('readwrite', async (store) => {
    const kept = await promisifyRequest<{ readonly image: Piece } | undefined>(store.get(key));
    if (!moved || kept?.image.segment !== piece.segment) return true; // it was removed or written anew meanwhile
    await promisifyRequest(store.put({ ...kept, image: moved }, key));
    return true;
  });
}

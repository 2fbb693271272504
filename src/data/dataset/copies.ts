/** Images of one name that are one and the same file: HAM10000 comes twice in one download, its folders in two spellings. */
import type { ImageIndex } from '../../core/dataset/imageIndex';
import type { AreCopies } from '../../core/dataset/masks';
import { maskedStem, type FoundFiles } from '../../core/dataset/paths';
import type { CollectedTable } from '../../core/dataset/tableRows';
import { isWithdrawn } from './access';
import { MAX_IMAGE_BYTES } from './scanning';
import type { OpenSource } from './source';

/** Of files of the same size, so many bytes are compared at either end: images that differ differ there. */
const COMPARED_BYTES = 4 * 1024;

/** Compares the images that a row or a mask could be of, and no others. */
export async function findCopies(
  source: OpenSource,
  { masks }: FoundFiles,
  index: ImageIndex,
  tables: readonly CollectedTable[],
): Promise<AreCopies> {
  const asked = new Set([
    ...tables.flatMap(({ unclear }) => unclear.flatMap(({ images }) => images)),
    ...masks.map((mask) => index.named(maskedStem(mask))).flatMap((images) => (images.length > 1 ? images : [])),
  ]);
  const facts = new Map<number, string | null>();
  for (const image of asked) facts.set(image, await factsOf(source, index.paths[image] ?? ''));
  return ([first = -1, ...others]) => {
    const known = facts.get(first) ?? null;
    return known !== null && others.every((image) => facts.get(image) === known);
  };
}

/** The same for files that are the same; null where one cannot be read. */
async function factsOf(source: OpenSource, path: string): Promise<string | null> {
  const known = source.fingerprint?.(path);
  if (known !== undefined) return known;
  try {
    const file = await source.read(path, MAX_IMAGE_BYTES);
    const [start, end] = [file.slice(0, COMPARED_BYTES), file.slice(Math.max(0, file.size - COMPARED_BYTES))];
    const bytes = [...new Uint8Array(await start.arrayBuffer()), ...new Uint8Array(await end.arrayBuffer())];
    return `${file.size} ${bytes.join()}`;
  } catch (error) {
    if (isWithdrawn(error)) throw error;
    return null;
  }
}

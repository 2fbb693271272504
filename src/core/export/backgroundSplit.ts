/** Train, validation and test of an export: all samples on one background lie in one part, or a classifier is tested on skin that it has seen. */
import { sha256Hex } from '../provenance/digest';

/** Named as Hugging Face names them. */
export const EXPORT_SPLITS = ['train', 'validation', 'test'] as const;
export type ExportSplit = (typeof EXPORT_SPLITS)[number];

/** Upper edge of each part, in samples. */
const EDGES = [0.75, 0.875, 1] as const;

/**
 * Assigns whole groups, in the order of a hash: the same on every machine and in every order.
 * @param sizes group (a background, or the real image that backgrounds come from) -> its samples
 * @returns group -> part; with few groups a part may stay empty
 */
export async function splitGroups(sizes: ReadonlyMap<string, number>): Promise<Map<string, ExportSplit>> {
  const encoder = new TextEncoder();
  const hashed = await Promise.all(
    [...sizes].map(async ([group, size]) => ({
      group,
      size,
      hash: await sha256Hex(encoder.encode(`inlay:${group}`)),
    })),
  );
  hashed.sort((a, b) => (a.hash < b.hash ? -1 : 1));
  const total = hashed.reduce((sum, { size }) => sum + size, 0);
  let before = 0;
  return new Map(
    hashed.map(({ group, size }) => {
      const middle = before + size / 2;
      before += size;
      const part = EDGES.findIndex((edge) => middle <= edge * total);
      return [group, EXPORT_SPLITS[part] ?? 'test'];
    }),
  );
}

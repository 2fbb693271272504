/** Samples in which the same is painted: one of such a group teaches a classifier as much as all of it. */
import type { Mask, RgbaImage } from '../../contracts/image';
import { brightness, HASH_SOURCE_PX, HASH_WORDS, hashDistance, perceptualHash } from '../image/perceptualHash';
import { regionAround, regionTensor } from '../image/region';

/** A little skin around the lesion, not the whole image: samples of one background would all look alike. */
const CONTEXT = 1.25;

/** Bits of 64 in which two hashes may differ and still show the same. */
const ALIKE_BITS = 8;

/** @returns the two words of the perceptual hash of the square around the mask; zeros for an empty mask */
export function lesionHash(image: RgbaImage, mask: Mask): Uint32Array<ArrayBuffer> {
  const region = regionAround(mask, CONTEXT, 1);
  if (!region) return new Uint32Array(HASH_WORDS);
  return new Uint32Array(perceptualHash(brightness(regionTensor(image, region, HASH_SOURCE_PX))));
}

/**
 * Groups by single linkage: whoever is alike to one of a group belongs to it.
 * @param hashes [N x 2]
 * @returns for each its group, numbered from 0, the largest first; -1 for those that are like no other
 */
export function groupAlike(hashes: Uint32Array, mostBits = ALIKE_BITS): Int32Array {
  const count = hashes.length / HASH_WORDS;
  const parent = Int32Array.from({ length: count }, (_, i) => i);
  const rootOf = (start: number): number => {
    let at = start;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] ?? at] ?? at; // halves the way for the next one
      at = parent[at] ?? at;
    }
    return at;
  };
  for (let i = 0; i < count; i += 1)
    for (let j = 0; j < i; j += 1) if (hashDistance(hashes, i, hashes, j) <= mostBits) parent[rootOf(i)] = rootOf(j);
  const sizes = new Map<number, number>();
  for (let i = 0; i < count; i += 1) sizes.set(rootOf(i), (sizes.get(rootOf(i)) ?? 0) + 1);
  const ranked = [...sizes].filter(([, size]) => size > 1).sort(([a, x], [b, y]) => y - x || a - b);
  const groups = new Map(ranked.map(([root], rank) => [root, rank]));
  return Int32Array.from({ length: count }, (_, i) => groups.get(rootOf(i)) ?? -1);
}

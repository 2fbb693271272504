/** Finds images that are the same file, byte for byte, while their hashes arrive in any order. */

export interface DuplicateFinder {
  /** @returns the images whose answer changed, this one included */
  add(image: number, sha256: string): readonly number[];
  /** The first image with the same bytes; -1 where the image is the first. */
  duplicateOf(image: number): number;
}

export function findDuplicates(): DuplicateFinder {
  const firstOf = new Map<string, number>();
  const others = new Map<number, number[]>();
  const duplicates = new Map<number, number>();
  return {
    add(image, sha256) {
      const first = firstOf.get(sha256);
      if (first === undefined) {
        firstOf.set(sha256, image);
        return [image];
      }
      const group = [...(others.get(first) ?? []), first, image];
      const lowest = Math.min(first, image);
      const rest = group.filter((image) => image !== lowest);
      firstOf.set(sha256, lowest);
      others.delete(first);
      others.set(lowest, rest);
      duplicates.delete(lowest);
      for (const image of rest) duplicates.set(image, lowest);
      return lowest === first ? [image] : group;
    },
    duplicateOf: (image) => duplicates.get(image) ?? -1,
  };
}

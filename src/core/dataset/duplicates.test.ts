import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findDuplicates } from './duplicates';

describe('duplicates', () => {
  it('point to the first image of their bytes, in whatever order they arrive, and every change is told', () => {
    const hashes = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(hashes, fc.infiniteStream(fc.nat()), (byImage, keys) => {
        const order = byImage.map((_, image) => image);
        const rank = [...keys.take(order.length)];
        order.sort((a, b) => (rank[a] ?? 0) - (rank[b] ?? 0));
        const finder = findDuplicates();
        const told = byImage.map(() => -1);
        for (const image of order)
          for (const changed of finder.add(image, byImage[image] ?? '')) told[changed] = finder.duplicateOf(changed);
        const expected = byImage.map((hash, image) => (byImage.indexOf(hash) === image ? -1 : byImage.indexOf(hash)));
        expect(told).toEqual(expected);
      }),
    );
  });
});

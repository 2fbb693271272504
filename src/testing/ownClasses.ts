/** Classes of a person's own, for tests. */
import type { OwnClass } from '../contracts/ownClass';

const COMMON = {
  code: 'Spitz',
  bundle: { id: 'blocks', version: '0.0.1', sha256: 'a'.repeat(64) },
  madeAt: '2026-12-01T00:00:00.000Z',
  images: 4,
  lesions: 3,
} as const;

export function shownClass(): OwnClass {
  const examples = [Float32Array.of(1, -1, 0.5), Float32Array.of(0, 2, -0.5)];
  return { ...COMMON, way: 'shown', vector: Float32Array.of(0.25, -0.5), examples, lowRank: null };
}

export function taughtClass(): OwnClass {
  const lowRank = { rank: 2, in: Float32Array.of(1, 2, 3, 4, 5, 6), out: Float32Array.of(1, 0, 0, 1) };
  return { ...COMMON, way: 'taught', vector: Float32Array.of(0.25, -0.5), examples: [Float32Array.of(1, -1, 0.5)], lowRank };
}

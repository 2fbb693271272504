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
  return {
    ...COMMON,
    way: 'taught',
    vector: Float32Array.of(0.25, -0.5),
    examples: [Float32Array.of(1, -1, 0.5)],
    lowRank,
  };
}

/** An example of what each failure's words name. */
export const OWN_CLASS_FAILURES = {
  'bundle-teaching-unreadable': { path: 'unet/teaching.safetensors' },
  'own-class-unreadable': {},
  'own-class-unfit': { class: 'Spitz' },
  'own-class-other-model': {},
  'own-class-other-bundle': { class: 'Spitz', id: 'inlay-ham10000', version: '0.4.0' },
  'own-class-changed-model': {},
  'own-class-missing': { class: 'Spitz' },
  'own-class-no-dataset': {},
  'own-class-few-lesions': { class: 'Spitz', found: 2, wanted: 3 },
  'own-class-few': { found: 2, wanted: 3 },
  'teaching-diverged': { step: 12 },
  'kept-own-class-unreadable': { id: 'a1b2c3d4' },
};

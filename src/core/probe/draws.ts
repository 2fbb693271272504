/**
 * Lesions drawn again and again, class by class with all their images, to see how far a number could have been another. Rare classes have
 * ten lesions, of which plain bootstrap quantiles say too much: one less is drawn than there are and counts for more (Rao & Wu, 1988),
 * and an interval is the spread of the draws times Student's t, as in training/inlay_experiment/contrasts.py.
 */
import type { Estimate } from '../../contracts/evaluation';
import { philoxWords } from '../random/philox';
import { studentT975 } from './studentT';

/** How much each image counts in one draw. [N] */
export function lesionDraw(
  labels: ArrayLike<number>,
  lesions: ArrayLike<number>,
  seed: number,
  draw: number,
): Float64Array {
  const times = new Map<number, number>();
  for (const [label, own] of lesionsByClass(labels, lesions)) {
    if (own.length < 2) {
      for (const lesion of own) times.set(lesion, 1);
      continue;
    }
    const words = philoxWords(seed, own.length - 1, draw * 64 + label);
    const share = own.length / (own.length - 1);
    for (const word of words) {
      const lesion = own[Math.floor((word / 2 ** 32) * own.length)] ?? 0;
      times.set(lesion, (times.get(lesion) ?? 0) + share);
    }
  }
  return Float64Array.from({ length: labels.length }, (_, row) => times.get(lesions[row] ?? row) ?? 0);
}

/** Lesions of each class, in the order in which they occur. */
export function lesionsByClass(labels: ArrayLike<number>, lesions: ArrayLike<number>): Map<number, number[]> {
  const found = new Map<number, Set<number>>();
  for (let row = 0; row < labels.length; row += 1) {
    const label = labels[row] ?? 0;
    const own = found.get(label) ?? new Set();
    own.add(lesions[row] ?? row);
    found.set(label, own);
  }
  return new Map([...found].map(([label, own]) => [label, [...own]]));
}

/**
 * @param value of the images themselves
 * @param drawn of each draw
 * @param freedom degrees of freedom of the draws' spread
 */
export function estimate(value: number, drawn: ArrayLike<number>, freedom: number): Estimate {
  const half = studentT975(freedom) * spreadOf(drawn);
  return { value, low: value - half, high: value + half };
}

/** Of a mean over classes (Satterthwaite, 1946). @param spreads of each class @param lesions of each class */
export function freedomOf(spreads: readonly number[], lesions: readonly number[]): number {
  let [sum, parts] = [0, 0];
  spreads.forEach((spread, at) => {
    const own = (lesions[at] ?? 0) - 1;
    if (own < 1 || !(spread > 0)) return;
    sum += spread ** 2;
    parts += spread ** 4 / own;
  });
  return parts > 0 ? sum ** 2 / parts : 1;
}

export function spreadOf(drawn: ArrayLike<number>): number {
  const known = Array.from(drawn).filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  return Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, known.length));
}

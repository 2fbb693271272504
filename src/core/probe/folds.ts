/** Folds in which all images of a lesion, and all samples on one background, are on one side. */
import { shuffled } from '../random/shuffle';

/**
 * The fold of each image, 0..folds-1: lesions are dealt out class by class, so that each fold has its share of every class.
 * @param labels [N]
 * @param lesions [N]
 */
export function lesionFolds(
  labels: ArrayLike<number>,
  lesions: ArrayLike<number>,
  folds: number,
  seed: number,
): Uint8Array {
  const labelOf = new Map<number, number>();
  for (let row = 0; row < labels.length; row += 1) labelOf.set(lesions[row] ?? row, labels[row] ?? 0);
  const foldOf = new Map<number, number>();
  let next = 0; // goes on from class to class, or the first fold would have all the odd ones
  for (const label of [...new Set(labelOf.values())].sort((a, b) => a - b)) {
    const own = [...labelOf].filter(([, itsLabel]) => itsLabel === label).map(([lesion]) => lesion);
    for (const lesion of shuffled(own, seed, label)) foldOf.set(lesion, next++ % folds);
  }
  return Uint8Array.from({ length: labels.length }, (_, row) => foldOf.get(lesions[row] ?? row) ?? 0);
}

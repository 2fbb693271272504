/** How well a score tells two groups apart, whatever the threshold. */

/**
 * Area under the ROC curve: the chance that a random positive scores above a random negative, ties counting half.
 * @returns NaN where a group is empty
 */
export function auroc(negatives: ArrayLike<number>, positives: ArrayLike<number>): number {
  const sorted = Float64Array.from(negatives).sort();
  let wins = 0;
  for (const score of Array.from(positives))
    wins += (countBelow(sorted, score, false) + countBelow(sorted, score, true)) / 2;
  return wins / (sorted.length * positives.length);
}

/**
 * The share of positives that a threshold lets through which passes `share` of the negatives (FPR at 95 % TPR in the words of
 * OOD detection, where real images are what is to be passed).
 * @returns NaN where a group is empty
 */
export function missedAt(negatives: ArrayLike<number>, positives: ArrayLike<number>, share = 0.95): number {
  const sorted = Float64Array.from(negatives).sort();
  const threshold = sorted[Math.max(0, Math.ceil(share * sorted.length - 1e-9) - 1)] ?? NaN;
  return Array.from(positives).filter((score) => score <= threshold).length / positives.length;
}

/** How many of the ascending values are below a score, or below and equal to it. */
function countBelow(sorted: Float64Array, score: number, orEqual: boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const value = sorted[middle] ?? 0;
    if (value < score || (orEqual && value === score)) low = middle + 1;
    else high = middle;
  }
  return low;
}

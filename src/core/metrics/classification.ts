/** What a classifier's probabilities are worth, for one weighting of its images or for many. */

/** How often each image counts. [N] */
export type Weighting = ArrayLike<number>;

export interface Readings {
  readonly classes: number;
  /** [N,C] */
  readonly probabilities: Float64Array;
  /** [N] */
  readonly labels: ArrayLike<number>;
}

/** Share of the images of each class that are read as it; NaN where a class has none. [C] */
export function recalls({ classes, probabilities, labels }: Readings, weights: Weighting): Float64Array {
  const [right, all] = [new Float64Array(classes), new Float64Array(classes)];
  for (let row = 0; row < labels.length; row += 1) {
    const [label, weight] = [labels[row] ?? 0, weights[row] ?? 0];
    all[label] = (all[label] ?? 0) + weight;
    if (argmax(probabilities, row * classes, classes) === label) right[label] = (right[label] ?? 0) + weight;
  }
  return right.map((count, label) => count / (all[label] ?? 0));
}

export function argmax(values: Float64Array, from: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i += 1) if ((values[from + i] ?? 0) > (values[from + best] ?? 0)) best = i;
  return best;
}

export interface Ranking {
  /** Area under precision over recall by steps; NaN where a class has no image. */
  readonly auprc: number;
  readonly auroc: number;
}

/** Rows by their score of a class, the highest first: found once for many weightings. */
export function rankOrder({ classes, probabilities, labels }: Readings, label: number): Uint32Array {
  const scores = Float64Array.from({ length: labels.length }, (_, row) => probabilities[row * classes + label] ?? 0);
  return Uint32Array.from({ length: labels.length }, (_, row) => row).sort(
    (a, b) => (scores[b] ?? 0) - (scores[a] ?? 0),
  );
}

/** One class against the rest; equal scores come in together, as scikit-learn counts them. */
export function rankingOf(
  readings: Readings,
  label: number,
  weights: Weighting,
  order = rankOrder(readings, label),
): Ranking {
  const { classes, probabilities, labels } = readings;
  const scoreOf = (row: number): number => probabilities[row * classes + label] ?? 0;
  let [seen, found, auprc, wins, falseSeen] = [0, 0, 0, 0, 0];
  for (let at = 0; at < order.length;) {
    const score = scoreOf(order[at] ?? 0);
    let [positive, negative] = [0, 0];
    for (; at < order.length && scoreOf(order[at] ?? 0) === score; at += 1) {
      const weight = weights[order[at] ?? 0] ?? 0;
      if (labels[order[at] ?? 0] === label) positive += weight;
      else negative += weight;
    }
    seen += positive + negative;
    wins += negative * (found + positive / 2);
    found += positive;
    falseSeen += negative;
    if (seen > 0) auprc += (positive * found) / seen;
  }
  return { auprc: auprc / found, auroc: wins / (found * falseSeen) };
}

/** The mean of what is a number. */
export function meanOf(values: ArrayLike<number>): number {
  const known = Array.from(values).filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

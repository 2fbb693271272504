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

/** Which images are read as what they are: found once for many weightings. */
export interface Decided extends Pick<Readings, 'classes' | 'labels'> {
  /** [N] 0 or 1 */
  readonly right: Uint8Array;
}

export function decide({ classes, probabilities, labels }: Readings): Decided {
  const right = Uint8Array.from({ length: labels.length }, (_, row) =>
    argmax(probabilities, row * classes, classes) === labels[row] ? 1 : 0,
  );
  return { classes, labels, right };
}

/** Share of the images of each class that are read as it; NaN where a class has none. [C] */
export function recalls({ classes, labels, right }: Decided, weights: Weighting): Float64Array {
  const [found, all] = [new Float64Array(classes), new Float64Array(classes)];
  for (let row = 0; row < labels.length; row += 1) {
    const [label, weight] = [labels[row] ?? 0, weights[row] ?? 0];
    all[label] = (all[label] ?? 0) + weight;
    if (right[row] === 1) found[label] = (found[label] ?? 0) + weight;
  }
  return found.map((count, label) => count / (all[label] ?? 0));
}

function argmax(values: Float64Array, from: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i += 1) if ((values[from + i] ?? 0) > (values[from + best] ?? 0)) best = i;
  return best;
}

/** Rows by their score of a class, the highest first: found once for many weightings. */
export interface Ranked {
  readonly rows: Uint32Array;
  /** Of rows with equal scores, one of them of the class: the first place, and the one after the last. */
  readonly groups: readonly { readonly from: number; readonly to: number }[];
  /** 1 where the row at a place is of the class */
  readonly own: Uint8Array;
}

export function rankRows({ classes, probabilities, labels }: Readings, label: number): Ranked {
  const scores = Float64Array.from({ length: labels.length }, (_, row) => probabilities[row * classes + label] ?? 0);
  const rows = Uint32Array.from(scores.keys()).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const own = Uint8Array.from(rows, (row) => (labels[row] === label ? 1 : 0));
  const groups: { from: number; to: number }[] = [];
  for (let from = 0, to = 1; from < rows.length; from = to, to += 1) {
    while (to < rows.length && scores[rows[to] ?? 0] === scores[rows[from] ?? 0]) to += 1;
    if (own.subarray(from, to).includes(1)) groups.push({ from, to });
  }
  return { rows, groups, own };
}

/**
 * Area under precision over recall by steps, of one class against the rest; equal scores come in together, as scikit-learn counts them.
 * @returns NaN where the class has no image
 */
export function averagePrecision({ rows, groups, own }: Ranked, weights: Weighting): number {
  let [at, seen, found, area] = [0, 0, 0, 0];
  for (const { from, to } of groups) {
    for (; at < from; at += 1) seen += weights[rows[at] ?? 0] ?? 0;
    let positive = 0;
    for (; at < to; at += 1) {
      const weight = weights[rows[at] ?? 0] ?? 0;
      seen += weight;
      if (own[at] === 1) positive += weight;
    }
    found += positive;
    if (positive > 0) area += (positive * found) / seen;
  }
  return area / found;
}

/** The mean of what is a number. */
export function meanOf(values: ArrayLike<number>): number {
  const known = Array.from(values).filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

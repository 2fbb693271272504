/** Feature vectors of images, as the encoder gives them: the material of every scorer. */

export interface Features {
  readonly dim: number;
  /** [N,D], a row an image. */
  readonly data: Float32Array | Float64Array;
}

export class FeatureError extends Error {}

export function rowCount(features: Features): number {
  return features.dim === 0 ? 0 : features.data.length / features.dim;
}

export function rowAt(features: Features, row: number): Float32Array | Float64Array {
  return features.data.subarray(row * features.dim, (row + 1) * features.dim);
}

/** Copies of some rows, in that order. */
export function pickRows(features: Features, rows: readonly number[]): Features {
  const data = new Float64Array(rows.length * features.dim);
  rows.forEach((row, at) => data.set(rowAt(features, row), at * features.dim));
  return { dim: features.dim, data };
}

/** Throws FeatureError where a row is cut short or a value is no number: one of them would spoil a whole class. */
export function requireFinite({ dim, data }: Features): void {
  if (dim < 1 || data.length % dim !== 0) throw new FeatureError(`${data.length} numbers are no rows of ${dim}.`);
  const at = data.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) throw new FeatureError(`The features of image ${Math.floor(at / dim)} are not numbers.`);
}

/** Mean of the rows, [D]; zeros where there are none. */
export function meanRow(features: Features): Float64Array {
  const mean = new Float64Array(features.dim);
  const n = rowCount(features);
  for (let row = 0; row < n; row += 1) {
    const values = rowAt(features, row);
    for (let i = 0; i < features.dim; i += 1) mean[i] = (mean[i] ?? 0) + (values[i] ?? 0) / n;
  }
  return mean;
}

/** Each row less `origin`. */
export function centred(features: Features, origin: Float64Array): Features {
  const data = Float64Array.from(features.data);
  for (let at = 0; at < data.length; at += 1) data[at] = (data[at] ?? 0) - (origin[at % features.dim] ?? 0);
  return { dim: features.dim, data };
}

/** Rows of each label, in order. */
export function rowsByLabel(labels: ArrayLike<number>): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (let row = 0; row < labels.length; row += 1) {
    const label = labels[row] ?? -1;
    const rows = found.get(label);
    if (rows) rows.push(row);
    else found.set(label, [row]);
  }
  return found;
}

export function sum(values: Float32Array | Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** Distance to the nearest real images, by the angle between feature vectors. */
import { rowAt, rowCount, type Features } from './features';

/** A unit-length copy; a zero vector stays zero. */
export function normalise(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, v) => sum + v * v, 0));
  return length > 0 ? vector.map((v) => v / length) : vector.slice();
}

/** The rows [N,D] at unit length. */
export function unitRows(features: Features): Float32Array {
  const bank = new Float32Array(features.data.length);
  for (let row = 0; row < rowCount(features); row += 1) {
    bank.set(normalise(Float32Array.from(rowAt(features, row))), row * features.dim);
  }
  return bank;
}

export interface Neighbour {
  /** Row of the bank. */
  readonly row: number;
  /** Cosine distance, 0..2. */
  readonly distance: number;
}

/**
 * The `howMany` rows of a bank [M,D] of unit vectors that are nearest to a unit vector by cosine distance, nearest first; of equally near
 * ones the first rows.
 * @param rows which rows; all of them when left out
 */
export function neighbours(
  query: Float32Array,
  bank: Float32Array,
  howMany: number,
  rows?: readonly number[],
): Neighbour[] {
  const dim = query.length;
  const count = rows?.length ?? bank.length / dim;
  const nearest: Neighbour[] = [];
  let furthest = Infinity;
  for (let i = 0; i < count; i += 1) {
    const row = rows ? (rows[i] ?? 0) : i;
    const start = row * dim;
    let dot = 0;
    for (let k = 0; k < dim; k += 1) dot += (query[k] ?? 0) * (bank[start + k] ?? 0);
    const distance = 1 - dot;
    if (nearest.length === howMany && !(distance < furthest)) continue;
    const at = nearest.findLastIndex((neighbour) => neighbour.distance <= distance) + 1;
    nearest.splice(at, 0, { row, distance });
    if (nearest.length > howMany) nearest.pop();
    if (nearest.length === howMany) furthest = nearest.at(-1)?.distance ?? Infinity;
  }
  return nearest;
}

/** Mean distance to the k nearest (Sun et al., arXiv 2204.06507): the typicality score; larger is odder. */
export function knnScore(nearest: readonly Neighbour[]): number {
  return nearest.length === 0 ? Infinity : nearest.reduce((sum, n) => sum + n.distance, 0) / nearest.length;
}

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
 * Cosine distances of a unit vector to rows of a bank [M,D] of unit vectors, nearest first.
 * @param rows which rows; all of them when left out
 */
export function neighbours(query: Float32Array, bank: Float32Array, rows?: readonly number[]): Neighbour[] {
  const dim = query.length;
  const chosen = rows ?? Array.from({ length: bank.length / dim }, (_, row) => row);
  return chosen
    .map((row) => {
      let dot = 0;
      const start = row * dim;
      for (let i = 0; i < dim; i += 1) dot += (query[i] ?? 0) * (bank[start + i] ?? 0);
      return { row, distance: 1 - dot };
    })
    .sort((a, b) => a.distance - b.distance);
}

/** Mean distance to the k nearest (Sun et al., arXiv 2204.06507): the typicality score; larger is odder. */
export function knnScore(sorted: readonly Neighbour[], k: number): number {
  const nearest = sorted.slice(0, k);
  return nearest.length === 0 ? Infinity : nearest.reduce((sum, n) => sum + n.distance, 0) / nearest.length;
}

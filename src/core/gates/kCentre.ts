/** The most varied subset of a set: each next one lies furthest from all that are chosen (Gonzalez 1985, within twice the best cover radius). */
import { normalise } from '../features/neighbours';

/**
 * @param rows [D] each, of any length; what is far is far by the angle between them
 * @param count how many are wanted
 * @returns places of the chosen rows in the order of choice: the first row, then of equally far ones the first
 */
export function kCentre(rows: readonly ArrayLike<number>[], count: number): number[] {
  const units = rows.map((row) => normalise(Float32Array.from(row)));
  const nearest = new Float64Array(rows.length).fill(Infinity);
  const chosen: number[] = [];
  for (let next = 0; chosen.length < Math.min(count, rows.length); next = furthest(nearest)) {
    chosen.push(next);
    const centre = units[next] ?? new Float32Array();
    units.forEach((unit, at) => {
      if ((nearest[at] ?? 0) > 0) nearest[at] = Math.min(nearest[at] ?? 0, distance(unit, centre));
    });
    nearest[next] = -1; // two alike may both be wanted, the same one never twice
  }
  return chosen;
}

function furthest(distances: Float64Array): number {
  let best = 0;
  distances.forEach((value, at) => {
    if (value > (distances[best] ?? -1)) best = at;
  });
  return best;
}

/** Cosine distance of unit vectors, 0..2; never below 0, whatever is lost to rounding. */
function distance(a: Float32Array, b: Float32Array): number {
  let dot = 0;
  for (let i = 0; i < a.length; i += 1) dot += (a[i] ?? 0) * (b[i] ?? 0);
  return Math.max(0, 1 - dot);
}

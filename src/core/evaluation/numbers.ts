/** How numbers of an evaluation are written: what cannot be told is a dash, never a number that nobody believes. */

/** What is measured is below it; what is above comes of a division by nearly nothing. */
const BELIEVABLE = 1e4;
const UNTOLD = '–';

/** @param digits after the point */
export function written(value: number, digits: number): string {
  return Number.isFinite(value) && Math.abs(value) < BELIEVABLE ? value.toFixed(digits) : UNTOLD;
}

/** A share as points of a hundred. */
export function points(share: number): string {
  return written(100 * share, 1);
}

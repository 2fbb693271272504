/** How the screen writes numbers of an evaluation. */
import { points, written } from '../../core/evaluation/numbers';

/** A small number, with a minus as long as a plus. */
export function small(value: number): string {
  return written(value, 3).replace('-', '−');
}

/** With its sign, a minus as long as a plus. @param digits after the point */
export function signed(value: number, digits = 2): string {
  const text = written(Math.abs(value), digits);
  return Number.isNaN(Number(text)) ? text : `${value < 0 ? '−' : '+'}${text}`;
}

/** Points of a hundred with their sign; nothing has none. */
export function signedPoints(share: number): string {
  return Number(points(share)) === 0 ? '0' : signed(100 * share, 1);
}

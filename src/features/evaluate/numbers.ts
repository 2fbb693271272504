/** How numbers of an evaluation are written. */
/** A share as points of a hundred. */
export function points(share: number): string {
  return (100 * share).toFixed(1);
}

/** A small number, with a minus as long as a plus. */
export function small(value: number): string {
  return value.toFixed(3).replace('-', '−');
}

/** With its sign; a minus as long as a plus. */
export function signedPoints(share: number): string {
  const text = points(Math.abs(share));
  return Number(text) === 0 ? '0' : `${share < 0 ? '−' : '+'}${text}`;
}

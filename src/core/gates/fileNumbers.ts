/** How numbers stand in the file of a fit. */
import * as z from 'zod/mini';

export const ascending = z.array(z.number());

/** Seven significant digits: what single precision holds. */
export function significant(values: Iterable<number>): number[] {
  return Array.from(values, (value) => Number(value.toPrecision(7)));
}

/** How numbers stand in the file of a fit. */
import * as z from 'zod/mini';
import { lesionCodeSchema, type ClassCode } from '../../contracts/classes';

export const ascending = z.array(z.number());

/** Seven significant digits: what single precision holds. */
export function significant(values: Iterable<number>): number[] {
  return Array.from(values, (value) => Number(value.toPrecision(7)));
}

/** Ascending numbers of each class, as they stand in the file. */
export const ofEachClass = z.pipe(
  z.record(lesionCodeSchema, ascending),
  z.transform((values) => eachClass(values, (numbers) => Float64Array.from(numbers))),
);

/** Of each class that has a value, something made of it. */
export function eachClass<From, To>(
  values: Readonly<Record<ClassCode, From>>,
  change: (value: From, code: ClassCode) => To,
): Record<ClassCode, To> {
  return Object.fromEntries(Object.entries(values).map(([code, value]) => [code, change(value, code)]));
}

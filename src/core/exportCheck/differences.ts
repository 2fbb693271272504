/** Two tellings of the same facts, compared fact by fact. */
import { failureOf, type Failure } from '../../contracts/failure';
import { shownText } from '../export/safeNames';

export type Facts = Readonly<Record<string, unknown>>;

/**
 * What a file says otherwise than the record of the sample.
 * @param needed facts that every release writes: one that is missing is a fault, any other one may be missing
 */
export function differences(path: string, id: string, said: Facts, meant: Facts, needed: readonly string[]): Failure[] {
  const other = Object.entries(said).flatMap(([fact, value]) => {
    if (!Object.hasOwn(meant, fact)) return [failureOf('export-fact-unknown', { path, fact: shownText(fact) })];
    if (isSame(value, meant[fact])) return [];
    return [failureOf('export-says', { path, id, fact, said: words(value), meant: words(meant[fact]) })];
  });
  const missing = needed.filter((fact) => !Object.hasOwn(said, fact));
  return [...other, ...missing.map((fact) => failureOf('export-fact-missing', { path, fact }))];
}

/** By what they hold, not by the order of their keys. Both come from JSON. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [ofA, ofB] = [Object.entries(a), Object.entries(b)];
  return (
    ofA.length === ofB.length &&
    ofA.every(([key, value]) => Object.hasOwn(b, key) && isSame(value, (b as Readonly<Record<string, unknown>>)[key]))
  );
}

/** A value as it can be shown in a sentence. */
export function words(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '""' : shownText(value);
  return value === undefined ? '-' : shownText(JSON.stringify(value));
}

/** JSON whose text says nothing else than what a reader of it takes: no key twice, no spaces. Null where it is none. */
export function plainJson(line: string): Facts | null {
  try {
    const value: unknown = JSON.parse(line);
    const isPlain = typeof value === 'object' && value !== null && JSON.stringify(value) === line;
    return isPlain ? (value as Facts) : null;
  } catch {
    return null;
  }
}

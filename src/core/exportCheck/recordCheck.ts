/** A record alone: what in it follows from other things in it. */
import { failureOf, type Failure } from '../../contracts/failure';
import type { SampleRecord } from '../../contracts/sample';
import { shownText } from '../export/safeNames';
import { unfoundedIn } from '../gates/verdictCheck';

/** Verdict and passes by the scores, and no decision before the sample was made. */
export function recordFaults(record: SampleRecord): Failure[] {
  const { id, createdAt, decision, secondReading } = record;
  const unfounded = unfoundedIn(record).map(({ fact, said, meant }) =>
    failureOf('export-record-says', { id, fact, said: shownText(said), meant: shownText(meant) }),
  );
  const early = [decision, secondReading].flatMap((reading) =>
    reading && Date.parse(reading.when) < Date.parse(createdAt)
      ? [failureOf('export-dates', { id, earlier: reading.when, later: createdAt })]
      : [],
  );
  return [...unfounded, ...early];
}

/** What a line holds that this version does not know: `decision.signedBy`. The schema passes over it, and another reader may not. */
export function unknownFacts(raw: unknown, known: unknown, at = ''): string[] {
  if (Array.isArray(raw))
    return Array.isArray(known) && typeof raw[0] === 'object'
      ? raw.flatMap((item, i) => unknownFacts(item, known[i], `${at}${i}.`))
      : [];
  if (typeof raw !== 'object' || raw === null || typeof known !== 'object' || known === null) return [];
  return Object.entries(raw).flatMap(([key, value]) =>
    Object.hasOwn(known, key)
      ? unknownFacts(value, (known as Readonly<Record<string, unknown>>)[key], `${at}${key}.`)
      : [`${at}${key}`],
  );
}

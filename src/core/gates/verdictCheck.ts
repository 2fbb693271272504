/** What a record says of the gates, computed again from its scores: a verdict follows from them, and so does the word that begins its reason. */
import type { GateResult, SampleRecord, Verdict } from '../../contracts/sample';
import { percent } from './conformal';
import { GATE_FACTS } from './facts';
import { typicalFacts } from './typical/facts';

/** Something that does not follow. */
export interface Unfounded {
  readonly fact: string;
  readonly said: string;
  /** As it follows from the scores. */
  readonly meant: string;
}

type Scored = Pick<SampleRecord, 'scores' | 'verdict'>;

/** Empty where the verdict is what the scores give, and each score passes or fails by the level of its gate. */
export function unfoundedIn({ scores, verdict }: Scored): Unfounded[] {
  return [...resultsOf(scores), ...outcomeOf(scores, verdict), ...reasonOf(scores, verdict)];
}

/** Ids of gates that this version does not have, so that their results cannot be looked at. */
export function unknownGates({ scores }: Pick<Scored, 'scores'>): string[] {
  return Object.keys(scores).filter((id) => !GATE_FACTS.some((known) => known.id === id));
}

function outcomeBy(scores: Scored['scores']): Verdict['outcome'] {
  const results = Object.values(scores);
  if (results.length === 0) return 'unscored';
  return results.every(({ pass }) => pass) ? 'credible' : 'doubtful';
}

function resultsOf(scores: Scored['scores']): Unfounded[] {
  return GATE_FACTS.flatMap(({ id, level, isFinal = false }) => {
    const result = Object.hasOwn(scores, id) ? scores[id] : undefined;
    const meant = result ? passBy(result, level, isFinal) : null;
    if (!result || meant === null || meant === result.pass) return [];
    const words = (pass: boolean): string => `${pass ? 'pass' : 'fail'} (p ${String(result.p)}, level ${level})`;
    return [{ fact: `scores.${id}.pass`, said: words(result.pass), meant: words(meant) }];
  });
}

/** Null where it cannot be told: the level of a final gate rises where it has few real images. */
function passBy({ p, pass }: GateResult, level: number, isFinal: boolean): boolean | null {
  if (p === null) return null;
  if (!isFinal) return p >= level;
  return pass && p <= level ? false : null;
}

function outcomeOf(scores: Scored['scores'], { outcome }: Verdict): Unfounded[] {
  const meant = outcomeBy(scores);
  return outcome === meant ? [] : [{ fact: 'verdict', said: outcome, meant }];
}

/** How a reason begins. */
const BEGINS: Readonly<Record<Verdict['outcome'], string>> = {
  credible: 'Credible',
  doubtful: 'Doubtful',
  unscored: 'Not scored',
};

/** The sentence is for people, and its numbers are those of the scores. */
function reasonOf(scores: Scored['scores'], { reason }: Verdict): Unfounded[] {
  const begins = BEGINS[outcomeBy(scores)];
  if (!reason.startsWith(begins)) return [{ fact: 'verdict.reason', said: reason, meant: `${begins} …` }];
  const p = Object.hasOwn(scores, typicalFacts.id) ? (scores[typicalFacts.id]?.p ?? null) : null;
  if (p === null) return [];
  const asUnusual = /(\d+) % of held-out real .* images are as unusual or more so/.exec(reason)?.[1];
  const odder = /is odder than in (\d+) % of held-out real/.exec(reason)?.[1];
  const wrong = (share: string | undefined, meant: number): Unfounded[] =>
    share === undefined || `${share} %` === percent(meant)
      ? []
      : [{ fact: 'verdict.reason', said: `${share} %`, meant: percent(meant) }];
  return [...wrong(asUnusual, p), ...wrong(odder, 1 - p)];
}

/** Which samples a rule keeps, and the random subset of the same size that every selection is held against. */
import type { ClassCode } from '../../contracts/classes';
import type { GateResult } from '../../contracts/sample';
import type { SelectionRule } from '../../contracts/selection';
import { philoxWords } from '../random/philox';
import { GATE_FACTS } from './facts';
import { kCentre } from './kCentre';
import { typicalFacts } from './typical/facts';

export interface Candidate {
  readonly id: string;
  readonly class: ClassCode;
  /** By the id of the gate. */
  readonly gates: Readonly<Record<string, GateResult>>;
  /** Of the encoder's last layer; wanted by `mostVaried` alone. */
  readonly features?: ArrayLike<number> | undefined;
}

/**
 * `unscored`: no gate could say anything, so no rule can keep it. `like-others`: what it adds is in the most varied set already. `undescribed`: it
 * passes, and has no features by which it could be told from others.
 */
export type Selected = 'kept' | 'gate' | 'too-typical' | 'beyond-gamma' | 'like-others' | 'undescribed' | 'unscored';

/** What a rule does with each candidate. Depends on nothing but the candidates and the rule, not on their order. */
export function select(candidates: readonly Candidate[], rule: SelectionRule): Map<string, Selected> {
  const outcome = new Map(candidates.map((candidate) => [candidate.id, byGates(candidate, rule)]));
  for (const ofClass of byClass(candidates).values()) {
    const passing = (): Candidate[] => ofClass.filter(({ id }) => outcome.get(id) === 'kept').sort(mostTypicalFirst);
    if (rule.gamma !== null) {
      const places = Math.ceil(rule.gamma * ofClass.length);
      for (const { id } of passing().slice(places)) outcome.set(id, 'beyond-gamma');
    }
    if (rule.mostVaried !== undefined) {
      const varied = mostVaried(passing(), Math.ceil(rule.mostVaried * ofClass.length));
      for (const [id, selected] of varied) outcome.set(id, selected);
    }
  }
  return outcome;
}

/** @param passing the most typical first: with it the set begins */
function mostVaried(passing: readonly Candidate[], places: number): [id: string, Selected][] {
  const described = passing.flatMap(({ id, features }) => (features ? [{ id, features }] : []));
  const rows = described.map(({ features }) => features);
  const chosen = new Set(kCentre(rows, places).map((at) => described[at]?.id));
  return passing.map(({ id, features }) => [id, !features ? 'undescribed' : chosen.has(id) ? 'kept' : 'like-others']);
}

function byGates({ gates }: Candidate, { levels, mostTypicalP }: SelectionRule): Selected {
  const p = gates[typicalFacts.id]?.p ?? null;
  if (p === null) return 'unscored';
  for (const { id, isFinal = false } of GATE_FACTS) {
    const level = levels[id];
    if (level === undefined) continue;
    if ((gates[id]?.p ?? 1) < level || (isFinal && gates[id]?.pass === false)) return 'gate';
  }
  if (mostTypicalP !== null && p > mostTypicalP) return 'too-typical';
  return 'kept';
}

function mostTypicalFirst(a: Candidate, b: Candidate): number {
  const scoreOf = ({ gates }: Candidate): number => gates[typicalFacts.id]?.score ?? Infinity;
  return scoreOf(a) - scoreOf(b) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byClass(candidates: readonly Candidate[]): Map<ClassCode, Candidate[]> {
  const found = new Map<ClassCode, Candidate[]>();
  for (const candidate of candidates) found.set(candidate.class, [...(found.get(candidate.class) ?? []), candidate]);
  return found;
}

/**
 * As many of each class as `kept` holds, drawn without looking at any score: the control without which a gain of a selection
 * says nothing. The same seed gives the same subset, whatever the candidates' order.
 * @param kept ids that a rule keeps
 */
export function countMatchedRandom(
  candidates: readonly Candidate[],
  kept: ReadonlySet<string>,
  seed: number,
): Set<string> {
  const drawn = new Set<string>();
  for (const ofClass of byClass(candidates).values()) {
    const ids = ofClass.map(({ id }) => id).sort(compare);
    const wanted = ids.filter((id) => kept.has(id)).length;
    const words = philoxWords(seed, ids.length, ids.length);
    const order = ids.map((id, i) => ({ id, word: words[i] ?? 0 }));
    order.sort((a, b) => a.word - b.word || compare(a.id, b.id));
    for (const { id } of order.slice(0, wanted)) drawn.add(id);
  }
  return drawn;
}

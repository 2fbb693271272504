/** Which samples are on the wall of Review, and in what order. */
import { ANY_CLASS, type ClassCode } from '../../contracts/classes';
import {
  bothReadings,
  deciderOf,
  decisionBy,
  personsDecision,
  type Reader,
  type SampleId,
  type SampleSummary,
} from '../../contracts/sample';
import { GATE_FACTS } from '../gates/facts';

const GATE_IDS: readonly string[] = GATE_FACTS.map(({ id }) => id);

/** `passes`: every gate that was applied; the id of a gate: those that it rejects. */
export const GATE_FILTERS: readonly string[] = ['all', 'passes', ...GATE_IDS, 'unscored'];

/**
 * `notLookedAt`: no person has decided, whatever a rule says. `acceptedByRule`: by a rule, and no person has looked at it. `differ`: the two
 * readers, both persons, do not say the same.
 */
const DECISION_FILTERS = [
  'all',
  'undecided',
  'accepted',
  'rejected',
  'notLookedAt',
  'acceptedByRule',
  'differ',
] as const;
export type DecisionFilter = (typeof DECISION_FILTERS)[number];

/** What another reader than the first has no use for: rules decide for the first, who alone sees where the two differ. */
const OF_FIRST: readonly DecisionFilter[] = ['notLookedAt', 'acceptedByRule', 'differ'];

export function decisionFilters(reader: Reader): readonly DecisionFilter[] {
  return DECISION_FILTERS.filter((filter) => reader === 'first' || !OF_FIRST.includes(filter));
}

/** Whether no person has decided on it as the first reader, nor written a note beside what a rule decided. */
export function isNotLookedAt(sample: Pick<SampleSummary, 'decision'>): boolean {
  return personsDecision('first', sample) === null && sample.decision?.note === undefined;
}

export interface WallFilter {
  /** A code, or ANY_CLASS. */
  readonly class: ClassCode;
  readonly decision: DecisionFilter;
  /** One of GATE_FILTERS. */
  readonly gate: string;
  /** Id of a background. */
  readonly background: string;
  /** As typed: only this seed; empty for all. */
  readonly seed: string;
  /** Empty for all. */
  readonly tag: string;
  /** Picked on the map; null for all. */
  readonly picked: ReadonlySet<SampleId> | null;
}

export const EVERYTHING: WallFilter = {
  class: ANY_CLASS,
  decision: 'all',
  gate: 'all',
  background: 'all',
  seed: '',
  tag: '',
  picked: null,
};

/** The id of a gate: by its p-value, the most doubtful first. */
export const WALL_ORDERS: readonly string[] = ['newest', 'oldest', ...GATE_IDS, 'class', 'background', 'seed', 'alike'];

export interface Wall {
  readonly filter: WallFilter;
  /** One of WALL_ORDERS. */
  readonly order: string;
  /** Whose decisions are meant. */
  readonly reader: Reader;
  /** Group of look-alikes, for those that are in one; null while nobody has asked. */
  readonly groupOf: ReadonlyMap<SampleId, number> | null;
}

/** @param samples in the order in which they were made */
export function wallOf(samples: readonly SampleSummary[], { filter, order, reader, groupOf }: Wall): SampleSummary[] {
  const shown = samples.filter((sample) => fits(sample, filter, reader));
  if (order === 'oldest') return shown;
  shown.reverse();
  if (order === 'newest') return shown;
  if (order === 'alike') {
    const grouped = shown.filter(({ id }) => groupOf?.has(id));
    return sortedBy(grouped, ({ id }) => groupOf?.get(id) ?? 0);
  }
  return sortedBy(shown, KEYS[order] ?? ((sample) => doubt(sample, order)));
}

const KEYS: Readonly<Record<string, (sample: SampleSummary) => string | number>> = {
  class: ({ class: code }) => code,
  background: ({ background }) => background.id,
  seed: ({ seed }) => seed,
};

/** Where a gate was not applied there is no doubt: last. */
function doubt({ scores }: SampleSummary, gate: string): number {
  return scores[gate]?.p ?? 2;
}

/** Stable: equal ones stay as they are. */
function sortedBy(
  samples: readonly SampleSummary[],
  keyOf: (sample: SampleSummary) => string | number,
): SampleSummary[] {
  const keyed = samples.map((sample) => ({ sample, key: keyOf(sample) }));
  keyed.sort(({ key: a }, { key: b }) => (a < b ? -1 : a > b ? 1 : 0));
  return keyed.map(({ sample }) => sample);
}

function fits(sample: SampleSummary, filter: WallFilter, reader: Reader): boolean {
  return (
    (filter.class === ANY_CLASS || sample.class === filter.class) &&
    (filter.background === 'all' || sample.background.id === filter.background) &&
    (filter.seed === '' || String(sample.seed) === filter.seed.trim()) &&
    (filter.picked === null || filter.picked.has(sample.id)) &&
    (filter.tag === '' || sample.tags?.includes(filter.tag) === true) &&
    fitsDecision(sample, filter.decision, reader) &&
    fitsGate(sample, filter.gate)
  );
}

export function isAcceptedByRule({ decision }: Pick<SampleSummary, 'decision'>): boolean {
  return decision?.outcome === 'accepted' && deciderOf(decision) === 'rule';
}

function fitsDecision(sample: SampleSummary, wanted: DecisionFilter, reader: Reader): boolean {
  if (wanted === 'all') return true;
  if (wanted === 'notLookedAt') return isNotLookedAt(sample);
  if (wanted === 'acceptedByRule') return isAcceptedByRule(sample);
  if (wanted === 'differ') {
    const both = bothReadings(sample);
    return both !== null && both[0] !== both[1];
  }
  return (decisionBy(reader, sample)?.outcome ?? 'undecided') === wanted;
}

function fitsGate({ scores, verdict }: SampleSummary, wanted: string): boolean {
  if (wanted === 'all') return true;
  if (wanted === 'unscored') return verdict.outcome === 'unscored';
  if (wanted === 'passes') return verdict.outcome === 'credible';
  return scores[wanted]?.pass === false;
}

const MOVES: Readonly<Record<string, (columns: number) => number>> = {
  ArrowLeft: () => -1,
  ArrowRight: () => 1,
  ArrowUp: (columns) => -columns,
  ArrowDown: (columns) => columns,
};

/** Index after an arrow key in a grid of `count` items; the same index at the edge or for another key. */
export function moveIndex(key: string, index: number, count: number, columns: number): number {
  const next = index + (MOVES[key]?.(columns) ?? 0);
  return next >= 0 && next < count ? next : index;
}

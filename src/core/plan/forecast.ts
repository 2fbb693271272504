/** What a plan costs here: candidates, time and storage, from what one sample takes and from how many the gates let pass. */
import type { Plan } from '../../contracts/plan';
import type { Sampler } from '../../contracts/recipe';
import type { QueueEntry } from '../../contracts/queue';
import { filled, type Tally } from './ledger';

/** Before anything was made: as many candidates pass as in docs/results/contact-sheet.jpg, counted as this many samples. */
const PRIOR = { pass: 0.75, weight: 4 } as const;

/** What one sample takes here. */
export interface Cost {
  readonly sampleMs: number;
  readonly sampleBytes: number;
}

/** Candidates that are still to be made for an entry: expected, and at most. */
export function candidatesLeft(
  { target, accept, failed }: QueueEntry,
  tally: Tally,
): { readonly expected: number; readonly most: number } {
  const wanted = Math.max(0, target.accepted - filled(tally, accept));
  const most = wanted === 0 ? 0 : Math.max(0, target.attempts - tally.made - failed.length);
  if (accept.by === 'person') return { expected: Math.min(most, wanted), most: Math.min(most, wanted) };
  const pass = (tally.accepted + PRIOR.pass * PRIOR.weight) / (tally.made + PRIOR.weight);
  return { expected: Math.min(most, wanted / pass), most };
}

/** How many of the latest samples are looked at: the device may change, and so may what else it does. */
const RECENT = 20;

/** So many times the median is no sample's time but a sleep of the device. */
const SLEPT = 3;

/**
 * What a sample has taken of late, from end to end, in the mean; null before the first.
 * @param durationsMs in the order in which they were made
 */
export function typicalMs(durationsMs: readonly number[]): number | null {
  const warm = durationsMs.length > 1 ? durationsMs.slice(1) : durationsMs; // the first one warms the device up
  const recent = warm.slice(-RECENT).sort((a, b) => a - b);
  const median = recent[recent.length >> 1];
  if (median === undefined) return null;
  const awake = recent.filter((ms) => ms <= SLEPT * median);
  return awake.reduce((sum, ms) => sum + ms, 0) / awake.length;
}

/** Beside the steps: what the gates, the whole image and its file take, in calls of the network. */
const CALLS_BESIDE = 2;

/**
 * About what a sample takes where none was made yet. A guided step is a call on two images; the fast sampler's is on one.
 * @param stepMs a call of the network on two images
 */
export function roughSampleMs({ name, steps }: Pick<Sampler, 'name' | 'steps'>, stepMs: number): number {
  return stepMs * (steps * (name === 'student' ? 0.5 : 1) + CALLS_BESIDE);
}

const NOTHING = { made: 0, accepted: 0, rejected: 0 } as const;

/** What a plan comes to before anything was made: samples, and candidates that are expected and at most. */
export function costOf({ classes, accept }: Pick<Plan, 'classes' | 'accept'>): {
  readonly wanted: number;
  readonly expected: number;
  readonly most: number;
} {
  const cost = { wanted: 0, expected: 0, most: 0 };
  for (const target of classes) {
    const { expected, most } = candidatesLeft({ series: '', target, accept, failed: [] }, NOTHING);
    cost.wanted += target.accepted;
    cost.expected += Math.round(expected);
    cost.most += most;
  }
  return cost;
}

/** What of that is for counterparts. */
export function counterpartCost({ classes, accept }: Pick<Plan, 'classes' | 'accept'>): {
  readonly wanted: number;
  readonly expected: number;
} {
  const cost = { wanted: 0, expected: 0 };
  for (const target of classes) {
    const { accepted, counterparts = 0 } = target;
    const { expected } = candidatesLeft({ series: '', target, accept, failed: [] }, NOTHING);
    cost.wanted += counterparts;
    cost.expected += Math.round((expected * counterparts) / accepted);
  }
  return cost;
}

/** What was made of each class of each series: counted once from the samples, then kept up to date one by one. */
import type { ClassCode } from '../../contracts/classes';
import type { Acceptance } from '../../contracts/plan';
import type { EntryState, QueueEntry } from '../../contracts/queue';
import type { SampleSummary } from '../../contracts/sample';

export type Counted = Pick<SampleSummary, 'class' | 'decision' | 'plan'>;

/** Of one class of one series. */
export interface Tally {
  readonly made: number;
  readonly accepted: number;
  readonly rejected: number;
}

interface Line extends Tally {
  made: number;
  accepted: number;
  rejected: number;
  readonly done: Set<number>;
  /** Every attempt below is done. */
  low: number;
}

export class PlanLedger {
  private readonly lines = new Map<string, Line>();

  /** A sample came, went (`after` null), or was decided. */
  change(before: Counted | null, after: Counted | null): void {
    if (before) this.count(before, -1);
    if (after) this.count(after, 1);
  }

  tally(series: string, code: ClassCode): Tally {
    return this.lines.get(`${series}:${code}`) ?? { made: 0, accepted: 0, rejected: 0 };
  }

  /** The first attempt that is neither made nor passed over; it may lie beyond the entry's limit. */
  next({ series, target, failed }: QueueEntry): number {
    const line = this.lines.get(`${series}:${target.class}`);
    const passed = new Set(failed.map(({ attempt }) => attempt));
    if (line) while (line.done.has(line.low)) line.low += 1;
    let attempt = line?.low ?? 0;
    while (line?.done.has(attempt) === true || passed.has(attempt)) attempt += 1;
    return attempt;
  }

  private count({ plan, class: code, decision }: Counted, by: 1 | -1): void {
    if (!plan) return;
    const key = `${plan.sha256}:${code}`;
    const line = this.lines.get(key) ?? { made: 0, accepted: 0, rejected: 0, done: new Set<number>(), low: 0 };
    this.lines.set(key, line);
    line.made += by;
    if (decision) line[decision.outcome] += by;
    if (by === 1) line.done.add(plan.attempt);
    else {
      line.done.delete(plan.attempt);
      line.low = Math.min(line.low, plan.attempt);
    }
  }
}

/** What counts towards the target. */
export function filled({ made, accepted, rejected }: Tally, { by }: Acceptance): number {
  return by === 'rule' ? accepted : made - rejected;
}

export function stateOf(entry: QueueEntry, ledger: PlanLedger): EntryState {
  const { target, accept, series } = entry;
  if (filled(ledger.tally(series, target.class), accept) >= target.accepted) return 'met';
  return ledger.next(entry) < target.attempts ? 'waiting' : 'short';
}

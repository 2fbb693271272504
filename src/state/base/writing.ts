/** Writes that must not be lost: what cannot be written waits in its place and is tried again, and every screen says so meanwhile. */
import { createStore } from 'zustand/vanilla';
import type { Failure, Outcome } from '../../contracts/failure';
import type { StudioDependencies } from './dependencies';

export interface WritingState {
  /** Why the store cannot be written; null while it can. */
  readonly failure: Failure | null;
  /** Writes that wait, while it cannot. */
  readonly waiting: number;
}

type Write = () => Promise<Outcome<null>>;

interface Lane {
  writes: Write[];
  /** Resolves when what waits is written, or cannot be. */
  draining: Promise<void> | null;
  failure: Failure | null;
}

const RETRY_MS = 5000;

export function createWriting({ schedule, unschedule }: Pick<StudioDependencies, 'schedule' | 'unschedule'>) {
  const store = createStore<WritingState>(() => ({ failure: null, waiting: 0 }));
  const lanes = new Map<string, Lane>();
  let retrying: number | null = null;

  function show(): void {
    const failing = [...lanes.values()].filter((lane) => lane.failure !== null);
    const failure = failing[0]?.failure ?? null;
    const waiting = failing.reduce((sum, { writes }) => sum + writes.length, 0);
    const before = store.getState();
    if (failure !== before.failure || waiting !== before.waiting) store.setState({ failure, waiting });
    if (failing.length > 0) retrying ??= schedule(retry, RETRY_MS);
  }

  function drain(lane: Lane): Promise<void> {
    lane.draining ??= work(lane).finally(() => {
      lane.draining = null;
      show();
    });
    return lane.draining;
  }

  async function work(lane: Lane): Promise<void> {
    for (let write = lane.writes[0]; write; write = lane.writes[0]) {
      const outcome = await write();
      lane.failure = outcome.ok ? null : outcome.failure;
      if (!outcome.ok) break;
      lane.writes.shift();
    }
  }

  function retry(): void {
    if (retrying !== null) unschedule(retrying);
    retrying = null;
    for (const lane of lanes.values()) void drain(lane);
  }

  function add(name: string, write: Write, others: (writes: Write[], isBusy: boolean) => Write[]): Promise<void> {
    const lane: Lane = lanes.get(name) ?? { writes: [], draining: null, failure: null };
    lanes.set(name, lane);
    lane.writes = [...others(lane.writes, lane.draining !== null), write];
    if (!lane.failure) return drain(lane);
    show();
    return Promise.resolve();
  }

  return {
    store,
    /** Writes after what was put into the same lane before, all of it in order. Resolves when it is written, or has to wait. */
    append: (lane: string, write: Write): Promise<void> => add(lane, write, (writes) => writes),
    /** Writes the newest value of a thing; an older one that still waits is not written any more. */
    replace: (lane: string, write: Write): Promise<void> =>
      add(lane, write, (writes, isBusy) => (isBusy ? writes.slice(0, 1) : [])),
    /** Resolves when everything is written, or waits because the store cannot be written. */
    settled: async (): Promise<void> => {
      for (const { draining } of lanes.values()) await draining;
    },
    /** Tries again now. */
    retry,
  };
}

export type Writing = ReturnType<typeof createWriting>;

/**
 * The queue: fills plans, one candidate after another, for hours. What was made is told by the samples themselves, so that there
 * is nothing that could disagree with them: after a kill at any moment, the candidate that was in work is made again, and no other.
 */
import { createStore } from 'zustand/vanilla';
import { failureOf, type Failure } from '../../contracts/failure';
import type { Plan, Series } from '../../contracts/plan';
import type { EntryView, QueueEntry, QueueView, SavedQueue } from '../../contracts/queue';
import type { TabNews } from '../../contracts/tabs';
import { candidatesLeft, typicalMs } from '../../core/plan/forecast';
import { filled, PlanLedger, stateOf } from '../../core/plan/ledger';
import { createCandidates, isOfItself, type CandidatesNeeds, type Wanted } from './candidates';
import { t } from '../../messages';
import { messageOf } from '../../messages/failures';
import type { StudioDependencies } from '../base/dependencies';
import type { Notices } from '../base/noticeStore';
import { watchQuota } from '../session/quota';
import type { Writing } from '../base/writing';

export interface QueueState extends QueueView {
  /** `starting` until it is known what was kept; `other-tab`: this one shows what another one does. */
  readonly role: 'starting' | 'runner' | 'other-tab';
}

/** So many candidates in a row that cannot be made are no accident. */
const FAILURES_IN_A_ROW = 3;
/** Durations that are remembered. */
const REMEMBERED = 40;

const EMPTY: QueueView = {
  phase: 'idle',
  why: null,
  entries: [],
  forming: null,
  sampleMs: null,
  left: { expected: 0, most: 0 },
};

/** The parts of the studio that it works with. */
export interface QueueNeeds extends CandidatesNeeds {
  readonly notices: Notices;
  readonly writing: Writing;
}

export function createQueue(
  dependencies: StudioDependencies,
  { notices, session, compose, samples, learnt, writing }: QueueNeeds,
) {
  const { storage, tabs, now } = dependencies;
  const store = createStore<QueueState>(() => ({ ...EMPTY, role: 'starting' }));
  const ledger = new PlanLedger();
  const candidates = createCandidates(dependencies, { session, compose, samples, learnt });
  const quota = watchQuota(session);
  let series: Record<string, Series> = {};
  let entries: readonly QueueEntry[] = [];
  let durations: readonly number[] = [];
  let loop: Promise<void> | null = null;

  let isHearing = false;
  let isStale = false;

  samples.follow((before, after) => {
    ledger.change(before, after);
    if (after && !isHearing && samples.store.getState().restored) tabs.tell({ kind: 'sample', sample: after });
    if (isStale || store.getState().role !== 'runner') return;
    isStale = true; // many may change in one step
    queueMicrotask(() => {
      isStale = false;
      show();
    });
  });

  function viewOf(entry: QueueEntry): EntryView {
    const tally = ledger.tally(entry.series, entry.target.class);
    return { entry, ...tally, filled: filled(tally, entry.accept), state: stateOf(entry, ledger) };
  }

  /** Shows what stands in entries and ledger, here and in the other tabs. */
  function show(change: Partial<QueueView> = {}): void {
    const views = entries.map(viewOf);
    const left = { expected: 0, most: 0 };
    for (const view of views) {
      const own = candidatesLeft(view.entry, view);
      left.expected += own.expected;
      left.most += own.most;
    }
    store.setState({ entries: views, left, sampleMs: typicalMs(durations), ...change });
    tell();
  }

  function tell(): void {
    const { role, ...view } = store.getState();
    if (role === 'runner') tabs.tell({ kind: 'queue', view });
  }

  function keep(): Promise<void> {
    const running = store.getState().phase === 'running';
    const kept: SavedQueue = { schema: 1, series, entries: [...entries], running };
    return writing.replace('queue', () => storage.saveQueue(kept));
  }

  /** The first candidate that is still wanted, in the order of the queue. */
  function nextWanted(): Wanted | null {
    const entry = entries.find((queued) => stateOf(queued, ledger) === 'waiting');
    const itsSeries = entry && series[entry.series];
    return entry && itsSeries ? { entry, series: itsSeries, attempt: ledger.next(entry) } : null;
  }

  function replace(old: QueueEntry, by: QueueEntry): void {
    entries = entries.map((queued) => (isSame(queued, old) ? by : queued));
  }

  /** Stops by itself. */
  async function halt(why: Failure | null): Promise<void> {
    show({ phase: 'idle', why, forming: null });
    await keep();
  }

  async function work(): Promise<void> {
    let failures = 0;
    for (let wanted = nextWanted(); store.getState().phase === 'running'; wanted = nextWanted()) {
      if (!wanted) return halt(null);
      const full = await quota.check();
      if (full) return halt(full);
      const began = now().getTime();
      const made = await candidates.make(wanted, (forming) => {
        store.setState({ forming });
        tell();
      });
      if (made.ok) {
        failures = 0;
        durations = [...durations, now().getTime() - began].slice(-REMEMBERED);
        show({ forming: null });
      } else if (made.failure.code !== 'cancelled') {
        if (!isOfItself(made.failure)) return halt(made.failure);
        const { entry, attempt } = wanted;
        replace(entry, { ...entry, failed: [...entry.failed, { attempt, why: messageOf(made.failure) }] });
        failures += 1;
        if (failures === FAILURES_IN_A_ROW) return halt(made.failure);
        show({ forming: null });
        await keep();
      }
    }
  }

  function run(): void {
    if (store.getState().role !== 'runner') return;
    quota.forget();
    show({ phase: 'running', why: null });
    loop ??= keep()
      .then(() => new Promise<void>((ready) => session.whenReady(ready)))
      .then(work)
      .catch((error: unknown) => halt(failureOf('queue-stopped', {}, String(error))))
      .finally(() => {
        loop = null;
        show({ forming: null });
      });
  }

  async function stop(): Promise<void> {
    show({ phase: 'idle', why: null });
    candidates.cancel();
    await keep();
  }

  /** Takes over what was kept; goes on if it ran, as soon as the model is there. */
  async function take(): Promise<void> {
    await samples.whenRestored();
    if (!samples.store.getState().restored) {
      store.setState({ why: failureOf('queue-samples-unread') });
      return;
    }
    const kept = await storage.loadQueue();
    if (!kept.ok) notices.report(kept.failure);
    else if (kept.value) ({ series, entries } = { series: { ...kept.value.series }, entries: kept.value.entries });
    store.setState({ role: 'runner' });
    show();
    if (kept.ok && kept.value?.running === true) run();
  }

  function hear(news: TabNews): void {
    const { role } = store.getState();
    if (news.kind === 'ask-queue') tell();
    else if (news.kind === 'sample') {
      isHearing = true; // it is not told again
      samples.takeOver(news.sample);
      isHearing = false;
    } else if (news.kind === 'removed') samples.removedElsewhere(news.ids);
    else if (news.kind === 'queue' && role === 'other-tab') store.setState(news.view);
  }

  async function change(to: readonly QueueEntry[]): Promise<void> {
    if (store.getState().role !== 'runner') return;
    entries = to;
    const used = new Set(entries.map((entry) => entry.series));
    series = Object.fromEntries(Object.entries(series).filter(([sha256]) => used.has(sha256)));
    show();
    await keep();
  }

  /** Says that entries are gone, and brings them back where the person wants it. @param goesOn it ran before */
  function offerBack(words: string, goesOn: boolean): void {
    const before = { series, entries };
    if (before.entries.length === 0) return;
    notices.offer(words, {
      label: t('app.undo'),
      run: () => {
        const known = entries;
        series = { ...before.series, ...series };
        const back = before.entries.filter((queued) => !known.some((other) => isSame(queued, other)));
        void change([...back, ...known]).then(() => goesOn && run());
      },
    });
  }

  return {
    store,
    /** Called at start; resolves when this tab is the one that runs the queue. */
    async restore(): Promise<void> {
      tabs.listen(hear);
      await tabs.claimQueue(() => {
        store.setState({ role: 'other-tab' });
        tabs.tell({ kind: 'ask-queue' });
      });
      if (store.getState().role === 'other-tab') {
        notices.inform(t('state.otherTabClosed'));
        await samples.restore();
      }
      await take();
    },
    /** Puts a plan's classes behind what is there; a class of the same series gets the new target. Then runs. */
    async start(plan: Plan): Promise<void> {
      const { seriesDigest } = await import('../../core/plan/attempt');
      const sha256 = await seriesDigest(plan.series);
      series = { ...series, [sha256]: plan.series };
      const added = plan.classes.map((target): QueueEntry => ({
        series: sha256,
        target,
        accept: plan.accept,
        failed: [],
      }));
      const others = entries.filter((queued) => !added.some((other) => isSame(queued, other)));
      await change([...others, ...added]);
      run();
    },
    resume: run,
    pause: stop,
    /** Ends what is in work. What is kept says that the queue runs: it goes on when the project is opened again. */
    async end(): Promise<void> {
      const { phase, forming } = store.getState();
      if (phase !== 'running') return;
      store.setState({ phase: 'idle' });
      candidates.cancel();
      if (forming) await loop; // it may still write a sample; without one it may wait for the model
    },
    /** Ends what is in work and empties the queue; every sample stays. */
    async cancel(): Promise<void> {
      offerBack(t('queue.cancelled'), store.getState().phase === 'running');
      await stop();
      await change([]);
    },
    /** @param by -1: earlier, 1: later */
    move(view: EntryView, by: -1 | 1): Promise<void> {
      const from = entries.findIndex((queued) => isSame(queued, view.entry));
      const moved = entries.toSpliced(from, 1);
      const entry = entries[from];
      return entry ? change(moved.toSpliced(Math.max(0, from + by), 0, entry)) : Promise.resolve();
    },
    remove(view: EntryView): Promise<void> {
      offerBack(t('queue.takenOut', { name: view.entry.target.class }), false);
      return change(entries.filter((queued) => !isSame(queued, view.entry)));
    },
    /** Candidates that could not be made are tried again. */
    retry(view: EntryView): Promise<void> {
      replace(view.entry, { ...view.entry, failed: [] });
      return change(entries);
    },
    /** Allows as many candidates again as were allowed. */
    allowMore(view: EntryView): Promise<void> {
      const { target } = view.entry;
      const attempts = target.attempts + Math.max(target.accepted, view.made);
      replace(view.entry, { ...view.entry, target: { ...target, attempts } });
      return change(entries);
    },
    preview: candidates.preview,
  };
}

export type Queue = ReturnType<typeof createQueue>;

function isSame(a: QueueEntry, b: QueueEntry): boolean {
  return a.series === b.series && a.target.class === b.target.class;
}

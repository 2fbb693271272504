/** What Review shows and what its keys do: one list of samples, one of them under review, one reader. */
import { createStore } from 'zustand/vanilla';
import {
  bothReadings,
  REJECT_REASONS,
  type Decision,
  type Reader,
  type RejectReason,
  type SampleId,
  type SampleSummary,
} from '../../contracts/sample';
import { cohenKappa, type Agreement } from '../../core/metrics/agreement';
import { EVERYTHING, moveIndex, wallOf, type WallFilter } from '../../core/review/wallOrder';
import { t } from '../../messages';
import type { StudioDependencies } from '../base/dependencies';
import { createSight } from '../base/sight';
import type { Notices } from '../base/noticeStore';
import type { Samples } from './sampleStore';

export interface ReviewState {
  readonly filter: WallFilter;
  readonly order: string;
  readonly reader: Reader;
  /** Under review, whatever comes or goes beside it; null until a wall was shown. */
  readonly activeId: SampleId | null;
  /** A hand has chosen it; else it is under review for being there. */
  readonly isChosen: boolean;
  /** Chosen together, to be removed or decided at once; empty: the one under review alone. */
  readonly marked: ReadonlySet<SampleId>;
  /** Counts up when a key moved it, so that the wall follows; a click does not. */
  readonly moves: number;
  readonly view: 'wall' | 'map';
  /** One sample fills the screen. */
  readonly isSingle: boolean;
  /** The skin as it was, in place of the sample. */
  readonly showsBefore: boolean;
  readonly groupOf: ReadonlyMap<SampleId, number> | null;
  /** While samples are compared with each other. */
  readonly grouping: { readonly done: number; readonly total: number } | null;
}

/** The parts of the studio that it works with. */
export interface ReviewNeeds {
  readonly notices: Notices;
  readonly samples: Samples;
}

export function createReview({ storage }: StudioDependencies, { notices, samples }: ReviewNeeds) {
  const store = createStore<ReviewState>(() => ({
    filter: EVERYTHING,
    order: 'newest',
    reader: 'first',
    activeId: null,
    isChosen: false,
    marked: new Set(),
    moves: 0,
    view: 'wall',
    isSingle: false,
    showsBefore: false,
    groupOf: null,
    grouping: null,
  }));
  const sight = createSight();
  let columns = 1;
  /** Where the sample under review stood when it was last seen. */
  let place = 0;
  let wall: { readonly key: unknown[]; readonly shown: readonly SampleSummary[] } = { key: [], shown: [] };

  /** The samples on the wall; the same list as long as nothing has changed. */
  function shown(): readonly SampleSummary[] {
    const { samples: all, order: made, revision } = samples.store.getState();
    const { filter, order, reader, groupOf } = store.getState();
    const key = [revision, filter, order, reader, groupOf];
    if (key.some((part, i) => part !== wall.key[i])) {
      const inOrder = made.flatMap((id) => all.get(id) ?? []);
      wall = { key, shown: wallOf(inOrder, { filter, order, reader, groupOf }) };
    }
    return wall.shown;
  }

  /** -1 where it is not on the wall (any more). */
  function activeIndex(): number {
    const { activeId } = store.getState();
    return shown().findIndex(({ id }) => id === activeId);
  }

  function active(): SampleSummary | null {
    return shown()[activeIndex()] ?? null;
  }

  /** The screen is about to show the wall: where the sample under review has left it, its neighbour is under review, and no key means that one yet. */
  function hold(): void {
    const all = shown();
    const at = activeIndex();
    if (at >= 0) {
      place = at;
      return;
    }
    const next = all[Math.min(place, all.length - 1)];
    if (!next) return;
    if (store.getState().activeId !== null) sight.changedByItself();
    store.setState({ activeId: next.id, isChosen: false, showsBefore: false });
  }

  function goTo(id: SampleId | null): void {
    if (id === null) return;
    sight.changedByHand();
    store.setState(({ moves }) => ({ activeId: id, isChosen: true, moves: moves + 1, showsBefore: false }));
  }

  /** What a decision is about: what is marked and shown, else what is under review and was seen; of a map, what a hand has chosen there. */
  function meant(): SampleId[] {
    const { marked, view, isChosen } = store.getState();
    const under = active();
    if (marked.size > 0) return shown().flatMap(({ id }) => (marked.has(id) ? [id] : []));
    return under && sight.isSeen() && (view === 'wall' || isChosen) ? [under.id] : [];
  }

  /** What is on no wall any more cannot be meant. */
  function unmarkHidden(): void {
    const { marked } = store.getState();
    if (marked.size === 0) return;
    const ids = shown().flatMap(({ id }) => (marked.has(id) ? [id] : []));
    if (ids.length < marked.size) store.setState({ marked: new Set(ids) });
  }

  function goBy(key: string): void {
    const all = shown();
    goTo(all[moveIndex(key, activeIndex(), all.length, store.getState().isSingle ? 1 : columns)]?.id ?? null);
  }

  /** Decides on what is marked, in one step; else on what is under review, and goes on to the next one. A map has no next one. */
  async function decide(outcome: Decision['outcome'], reason: RejectReason | '' = ''): Promise<void> {
    const { marked, reader, view } = store.getState();
    const ids = meant();
    const [first] = ids;
    if (first === undefined) return;
    const next = shown()[activeIndex() + 1]?.id ?? first;
    const deciding = samples.decideAll(
      ids.map((id) => ({ id, outcome })),
      { reason, reader },
    );
    if (marked.size > 0) store.setState({ marked: new Set() });
    else if (view === 'wall') goTo(next);
    await deciding;
  }

  async function group(): Promise<void> {
    if (store.getState().grouping !== null) return;
    const ids = samples.store.getState().order;
    store.setState({ grouping: { done: 0, total: ids.length } });
    const found = await storage.lookAlikes(
      ids,
      (done, total) => store.setState(({ grouping }) => ({ grouping: grouping && { done, total } })), // the last word may come after the result
    );
    if (found.ok) store.setState({ groupOf: new Map(found.value), grouping: null });
    else {
      store.setState({ grouping: null, order: 'newest' });
      notices.report(found.failure);
    }
  }

  return {
    store,
    shown,
    active,
    activeIndex,
    hold,
    setFilter(change: Partial<WallFilter>): void {
      store.setState(({ filter }) => ({ filter: { ...filter, ...change } }));
      unmarkHidden();
    },
    /** Shows the first reader all that a rule has accepted and no person has looked at. */
    lookThrough(): void {
      store.setState({ view: 'wall', reader: 'first', filter: { ...EVERYTHING, decision: 'acceptedByRule' } });
      unmarkHidden();
    },
    /** Look-alikes are looked for anew: samples may have come. */
    setOrder(order: string): void {
      store.setState({ order });
      if (order === 'alike') void group();
      unmarkHidden();
    },
    /** Another reader sees nothing of what the one before has said. */
    setReader(reader: Reader): void {
      store.setState(({ filter }) => ({ reader, filter: { ...filter, decision: 'all' } }));
      unmarkHidden();
    },
    /** Of the wall: how far the arrows up and down go. */
    setColumns: (count: number): void => void (columns = count),
    select(id: SampleId): void {
      sight.changedByHand();
      store.setState((state) =>
        state.activeId === id && state.marked.size === 0
          ? state
          : { activeId: id, isChosen: true, marked: new Set(), showsBefore: false },
      );
    },
    /** Marks everything from the sample under review to this one. */
    markTo(id: SampleId): void {
      const all = shown();
      const [from, to] = [activeIndex(), all.findIndex((sample) => sample.id === id)].sort((a, b) => a - b);
      store.setState({ marked: new Set(all.slice(from, (to ?? 0) + 1).map((sample) => sample.id)) });
    },
    /** Marks a sample, or takes its mark away. */
    toggleMark(id: SampleId): void {
      const { marked, activeId } = store.getState();
      const next = new Set(marked.size > 0 || activeId === null ? marked : [activeId]);
      if (!next.delete(id)) next.add(id);
      store.setState({ marked: next });
    },
    markAll: (): void => store.setState({ marked: new Set(shown().map(({ id }) => id)) }),
    unmark: (): void => store.setState({ marked: new Set() }),
    /** Takes what is marked out of the project, or the sample under review; that can be taken back. */
    async remove(): Promise<void> {
      const ids = meant();
      const next = shown().find(({ id }, at) => at > activeIndex() && !ids.includes(id));
      const bringBack = ids.length === 0 ? null : await samples.remove(ids);
      if (!bringBack) return;
      store.setState(({ moves, view, isChosen }) => ({
        marked: new Set(),
        activeId: next?.id ?? null,
        isChosen: isChosen && view === 'wall',
        moves: moves + 1,
      }));
      notices.offer(t('review.removed', { count: ids.length }), {
        label: t('review.bringBack'),
        run: () => void bringBack(),
      });
    },
    /** What is marked is marked on the wall alone. */
    setView: (view: ReviewState['view']): void =>
      store.setState(({ moves }) => ({ view, isSingle: false, marked: new Set(), moves: moves + 1 })),
    /** Shows these samples on the wall, and no others; null shows all again. */
    pick(ids: readonly SampleId[] | null): void {
      store.setState(({ filter }) => ({ filter: { ...filter, picked: ids && new Set(ids) } }));
      if (ids) store.setState({ view: 'wall' });
      unmarkHidden();
    },
    setSingle: (isSingle: boolean): void => store.setState(({ moves }) => ({ isSingle, moves: moves + 1 })),
    toggleBefore: (): void => store.setState(({ showsBefore }) => ({ showsBefore: !showsBefore })),
    goBy,
    decide,
    /** By a button beside a sample, which stays under review. */
    async decideOn(id: SampleId, outcome: Decision['outcome'], reason: RejectReason | '' = ''): Promise<void> {
      if (sight.isSeen()) await samples.decide(id, outcome, { reason, reader: store.getState().reader });
    },
    rejectFor: (n: number): Promise<void> => decide('rejected', REJECT_REASONS[n] ?? ''),
    async undo(): Promise<void> {
      const { reader } = store.getState();
      const id = samples.lastDecided(reader);
      const undoing = samples.undoDecision(reader);
      goTo(id); // at once: a key that comes before it is written means this one
      await undoing;
    },
    /** Of the two readers, on the samples that both have decided on themselves. */
    agreement(): Agreement {
      const pairs = [...samples.store.getState().samples.values()].map(bothReadings);
      return cohenKappa(pairs.filter((pair) => pair !== null));
    },
  };
}

export type Review = ReturnType<typeof createReview>;

/** The samples and the decisions on them; pixels and masks stay in storage. */
import { createStore } from 'zustand/vanilla';
import { failureOf, type Outcome } from '../../contracts/failure';
import {
  decisionBy,
  deciderOf,
  NOTE_LIMIT,
  summaryOf,
  TAG_LIMITS,
  withDecision,
  withTags,
  type Decider,
  type Decision,
  type Reader,
  type SampleId,
  type SampleSummary,
} from '../../contracts/sample';
import type { DecisionOf, SavedSample } from '../../contracts/storage';
import { changedTags } from '../../core/review/tags';
import { messageOf } from '../../messages/failures';
import type { StudioDependencies } from '../base/dependencies';
import type { Notices } from '../base/noticeStore';
import { sharing } from './sharing';

/** A set may hold a hundred thousand samples, so the map and the list are not copied at each change: `revision` tells of it. */
export interface SampleState {
  readonly samples: ReadonlyMap<SampleId, SampleSummary>;
  /** In the order in which they were made. */
  readonly order: readonly SampleId[];
  readonly revision: number;
  /** Whether every kept sample is here. */
  readonly restored: boolean;
  /** Samples whose images are not what was written: set aside until they are made again. */
  readonly damaged: ReadonlySet<SampleId>;
  /** Counts images that were made again. */
  readonly mended: number;
  /** What stood before each step, the last one at the end; a step may be about many samples. */
  readonly undoable: readonly (readonly DecisionOf[])[];
}

/** Called for each sample that comes, is changed, or goes (`after` null). */
export type SampleListener = (before: SampleSummary | null, after: SampleSummary | null) => void;

/** Left out: no reason, the first reader, and a person. */
export interface Deciding {
  readonly reason?: string;
  readonly reader?: Reader;
  readonly by?: Decider;
}

/** Left out: none. */
export interface Tagging {
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
}

export function createSamples({ storage, tabs, now }: StudioDependencies, notices: Notices) {
  const samples = new Map<SampleId, SampleSummary>();
  let order: SampleId[] = [];
  const listeners: SampleListener[] = [];
  const store = createStore<SampleState>(() => ({
    samples,
    order,
    revision: 0,
    restored: false,
    damaged: new Set(),
    mended: 0,
    undoable: [],
  }));
  const share = sharing();
  let restoring: Promise<void> = Promise.resolve();

  /** Without a word to the screens. */
  function put(summary: SampleSummary): void {
    const before = samples.get(summary.id) ?? null;
    if (!before) order.push(summary.id);
    const shared = share(summary);
    samples.set(summary.id, shared);
    listeners.forEach((listener) => listener(before, shared));
  }

  function changed(): void {
    store.setState(({ revision }) => ({ order, revision: revision + 1 }));
  }

  function drop(ids: readonly SampleId[]): void {
    const gone = new Set(ids);
    order = order.filter((id) => !gone.has(id));
    for (const id of ids) {
      const before = samples.get(id);
      samples.delete(id);
      if (before) listeners.forEach((listener) => listener(before, null));
    }
    changed();
  }

  function setDamaged(change: (damaged: Set<SampleId>) => void): void {
    const damaged = new Set(store.getState().damaged);
    change(damaged);
    store.setState({ damaged });
  }

  function show(decisions: readonly DecisionOf[]): void {
    for (const { id, reader, decision } of decisions) {
      const sample = samples.get(id);
      if (sample) put(withDecision(sample, reader, decision));
    }
    changed();
  }

  function showTags(tagged: readonly Pick<SampleSummary, 'id'>[], tags: readonly (readonly string[])[]): void {
    for (const [at, { id }] of tagged.entries()) {
      const sample = samples.get(id);
      if (sample) put(withTags(sample, tags[at] ?? []));
    }
    changed();
  }

  /** What stands now where these decisions would. */
  function standing(decisions: readonly Pick<DecisionOf, 'id' | 'reader'>[]): DecisionOf[] {
    return decisions.flatMap(({ id, reader }) => {
      const sample = samples.get(id);
      return sample ? [{ id, reader, decision: decisionBy(reader, sample) }] : [];
    });
  }

  async function write(decisions: readonly DecisionOf[]): Promise<void> {
    const before = standing(decisions);
    show(decisions);
    const saved = await storage.saveDecisions(decisions);
    if (!saved.ok) {
      show(before); // what is shown is what is kept
      notices.report(saved.failure);
    }
  }

  /** In one step, that can be taken back as one. */
  async function step(decisions: readonly DecisionOf[]): Promise<void> {
    if (decisions.length === 0) return;
    const before = standing(decisions);
    store.setState(({ undoable }) => ({ undoable: [...undoable, before] }));
    await write(decisions);
  }

  /** What is decided so already, by the same, stays as it is; a reason that is given replaces one. A person confirms what a rule decided. */
  function decideAll(
    wanted: readonly { readonly id: SampleId; readonly outcome: Decision['outcome'] }[],
    { reason = '', reader = 'first', by = 'person' }: Deciding = {},
  ): Promise<void> {
    const today = now().toISOString();
    return step(
      wanted.flatMap(({ id, outcome }) => {
        const sample = samples.get(id);
        const before = sample && decisionBy(reader, sample);
        const isSame = before?.outcome === outcome && deciderOf(before) === by;
        if (!sample || (isSame && (reason === '' || reason === before.reason))) return [];
        const note = before?.note === undefined ? {} : { note: before.note };
        const when = today > sample.createdAt ? today : sample.createdAt; // a clock may have been set back
        return [{ id, reader, decision: { outcome, by, reason, ...note, when } }];
      }),
    );
  }

  async function load(): Promise<void> {
    store.setState({ restored: false });
    const loaded = await storage.loadSamples((batch) => {
      batch.forEach(put);
      changed();
    });
    if (!loaded.ok) notices.report(loaded.failure);
    else {
      for (const warning of loaded.value.warnings) notices.inform(messageOf(warning));
      store.setState({ damaged: new Set(loaded.value.damaged) });
    }
    store.setState({ restored: loaded.ok });
  }

  return {
    store,
    /** Follows every sample, those that are here already too. */
    follow(listener: SampleListener): void {
      for (const sample of samples.values()) listener(null, sample);
      listeners.push(listener);
    },
    /** Puts everything kept in, some at a time. */
    restore(): Promise<void> {
      restoring = load();
      return restoring;
    },
    whenRestored: (): Promise<void> => restoring,
    /** Keeps a finished sample; it is on the disk when this succeeds. */
    async add(sample: SavedSample, png: Uint8Array<ArrayBuffer>): Promise<Outcome<null>> {
      const saved = await storage.saveSample(sample, png);
      if (!saved.ok) return saved;
      put(summaryOf(sample.record));
      changed();
      return saved;
    },
    /** What another tab has kept. */
    takeOver(sample: SampleSummary): void {
      put(sample);
      changed();
    },
    /** Takes them out of the project, in one step. @returns brings them back; null where they could not be removed */
    async remove(ids: readonly SampleId[]): Promise<(() => Promise<void>) | null> {
      const taken = ids.flatMap((id) => samples.get(id) ?? []);
      const removed = await storage.removeSamples(ids);
      if (!removed.ok) {
        notices.report(removed.failure);
        return null;
      }
      drop(ids);
      tabs.tell({ kind: 'removed', ids });
      return async () => {
        const back = await storage.bringBackSamples(ids);
        if (!back.ok) {
          notices.report(back.failure);
          return;
        }
        taken.forEach(put);
        changed();
      };
    },
    /** What another tab has removed. */
    removedElsewhere: drop,
    /** An image that was read was not what was written. */
    foundDamaged: (id: SampleId): void => setDamaged((damaged) => damaged.add(id)),
    /** Keeps an image that was made again, in place of the damaged one. */
    async mend(id: SampleId, png: Uint8Array<ArrayBuffer>): Promise<Outcome<null>> {
      const saved = await storage.replaceSamplePng(id, png);
      if (saved.ok) {
        store.setState(({ mended }) => ({ mended: mended + 1 }));
        setDamaged((damaged) => damaged.delete(id));
      }
      return saved;
    },
    /** Records a decision; the same decision again changes nothing. */
    decide: (id: SampleId, outcome: Decision['outcome'], how: Deciding = {}): Promise<void> =>
      decideAll([{ id, outcome }], how),
    decideAll,
    /** Writes beside a decision; without one there is nothing to write beside. An empty note is none. */
    async note(id: SampleId, reader: Reader, text: string): Promise<void> {
      const sample = samples.get(id);
      const decision = sample && decisionBy(reader, sample);
      const note = text.trim().slice(0, NOTE_LIMIT);
      if (!decision || (decision.note ?? '') === note) return;
      const { note: _, ...rest } = decision;
      await step([{ id, reader, decision: note === '' ? rest : { ...rest, note } }]);
    },
    /** Gives tags to samples, or takes them away. Nothing is changed where a sample would have too many. */
    async tag(ids: readonly SampleId[], { add = [], remove = [] }: Tagging): Promise<void> {
      const before = ids.flatMap((id) => samples.get(id) ?? []);
      const after = before.map((sample) => changedTags(sample.tags ?? [], add, remove));
      if (add.length > 0 && after.some(({ length }) => length > TAG_LIMITS.perSample)) {
        notices.report(failureOf('tags-too-many', { most: TAG_LIMITS.perSample }));
        return;
      }
      const changes = before.map(({ id }) => ({ id, add, remove }));
      showTags(changes, after);
      const saved = await storage.changeTags(changes);
      if (saved.ok) showTags(changes, saved.value);
      else {
        // What is shown is what is kept.
        showTags(
          changes,
          before.map(({ tags = [] }) => tags),
        );
        notices.report(saved.failure);
      }
    },
    /** The first sample that the last step of a reader was about. */
    lastDecided: (reader: Reader): SampleId | null =>
      store.getState().undoable.findLast(([first]) => first?.reader === reader)?.[0]?.id ?? null,
    /** Takes the last step of a reader back, and of no other. @returns the first sample it was about */
    async undoDecision(reader: Reader = 'first'): Promise<SampleId | null> {
      const last = store.getState().undoable.findLast(([first]) => first?.reader === reader);
      if (!last) return null;
      store.setState(({ undoable }) => ({ undoable: undoable.filter((step) => step !== last) }));
      await write(last);
      return last[0]?.id ?? null;
    },
  };
}

export type Samples = ReturnType<typeof createSamples>;

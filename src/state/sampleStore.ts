/** The samples and the decisions on them; pixels stay in storage. */
import { createStore } from 'zustand/vanilla';
import type { Decision, SampleId } from '../contracts/sample';
import type { DecisionOf, SavedSample } from '../contracts/storage';
import type { StudioDependencies } from './dependencies';
import type { Notices } from './noticeStore';

export interface SampleState {
  readonly samples: ReadonlyMap<SampleId, SavedSample>;
  /** In the order in which they were made. */
  readonly order: readonly SampleId[];
  /** What stood before each step, the last one at the end; a step may be about many samples. */
  readonly undoable: readonly (readonly DecisionOf[])[];
}

export function createSamples({ storage, now }: StudioDependencies, notices: Notices) {
  const store = createStore<SampleState>(() => ({ samples: new Map(), order: [], undoable: [] }));

  function put(sample: SavedSample): void {
    store.setState(({ samples, order }) => ({
      samples: new Map(samples).set(sample.record.id, sample),
      order: samples.has(sample.record.id) ? order : [...order, sample.record.id],
    }));
  }

  function show(decisions: readonly DecisionOf[]): void {
    store.setState(({ samples }) => {
      const shown = new Map(samples);
      for (const { id, decision } of decisions) {
        const sample = shown.get(id);
        if (sample) shown.set(id, { ...sample, record: { ...sample.record, decision } });
      }
      return { samples: shown };
    });
  }

  function decisionsNow(ids: readonly SampleId[]): DecisionOf[] {
    const { samples } = store.getState();
    return ids.flatMap((id) => {
      const sample = samples.get(id);
      return sample ? [{ id, decision: sample.record.decision }] : [];
    });
  }

  async function write(decisions: readonly DecisionOf[]): Promise<void> {
    const before = decisionsNow(decisions.map(({ id }) => id));
    show(decisions);
    const saved = await storage.saveDecisions(decisions);
    if (!saved.ok) {
      show(before); // what is shown is what is kept
      notices.report(saved.failure);
    }
  }

  /** Records decisions in one step; what is decided so already stays as it is. */
  async function decideAll(
    wanted: readonly { readonly id: SampleId; readonly outcome: Decision['outcome'] }[],
    reason: string,
  ): Promise<void> {
    const { samples } = store.getState();
    const changed = wanted.filter(({ id, outcome }) => {
      const sample = samples.get(id);
      return sample && sample.record.decision?.outcome !== outcome;
    });
    if (changed.length === 0) return;
    const step = decisionsNow(changed.map(({ id }) => id));
    store.setState(({ undoable }) => ({ undoable: [...undoable, step] }));
    const when = now().toISOString();
    await write(changed.map(({ id, outcome }) => ({ id, decision: { outcome, reason, when } })));
  }

  return {
    store,
    restore: (samples: readonly SavedSample[]): void =>
      store.setState({
        samples: new Map(samples.map((sample) => [sample.record.id, sample])),
        order: samples.map(({ record }) => record.id),
        undoable: [],
      }),
    /** Keeps a finished sample; true once it is on the disk. */
    async add(sample: SavedSample, png: Uint8Array<ArrayBuffer>): Promise<boolean> {
      const saved = await storage.saveSample(sample, png);
      if (!saved.ok) {
        notices.report(saved.failure);
        return false;
      }
      put(sample);
      return true;
    },
    /** Records a decision; the same decision again changes nothing. */
    decide: (id: SampleId, outcome: Decision['outcome'], reason = ''): Promise<void> =>
      decideAll([{ id, outcome }], reason),
    decideAll,
    /** Takes the last step back. @returns the first sample it was about */
    async undoDecision(): Promise<SampleId | null> {
      const last = store.getState().undoable.at(-1);
      if (!last) return null;
      store.setState(({ undoable }) => ({ undoable: undoable.slice(0, -1) }));
      await write(last);
      return last[0]?.id ?? null;
    },
  };
}

export type Samples = ReturnType<typeof createSamples>;

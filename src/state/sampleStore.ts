/** The samples and the decisions on them; pixels stay in storage. */
import { createStore } from 'zustand/vanilla';
import type { Decision, SampleId } from '../contracts/sample';
import type { SavedSample } from '../contracts/storage';
import type { StudioDependencies } from './dependencies';
import type { Notices } from './noticeStore';

interface DecisionChange {
  readonly id: SampleId;
  readonly before: Decision | null;
}

export interface SampleState {
  readonly samples: ReadonlyMap<SampleId, SavedSample>;
  /** In the order in which they were made. */
  readonly order: readonly SampleId[];
  readonly undoable: readonly DecisionChange[];
}

export function createSamples({ storage, now }: StudioDependencies, notices: Notices) {
  const store = createStore<SampleState>(() => ({ samples: new Map(), order: [], undoable: [] }));

  function put(sample: SavedSample): void {
    store.setState(({ samples, order }) => ({
      samples: new Map(samples).set(sample.record.id, sample),
      order: samples.has(sample.record.id) ? order : [...order, sample.record.id],
    }));
  }

  async function write(id: SampleId, decision: Decision | null): Promise<void> {
    const sample = store.getState().samples.get(id);
    if (!sample) return;
    put({ ...sample, record: { ...sample.record, decision } });
    const saved = await storage.saveDecision(id, decision);
    if (!saved.ok) {
      put(sample); // what is shown is what is kept
      notices.report(saved.failure);
    }
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
    async decide(id: SampleId, outcome: Decision['outcome'], reason = ''): Promise<void> {
      const before = store.getState().samples.get(id)?.record.decision ?? null;
      if (before?.outcome === outcome) return;
      store.setState(({ undoable }) => ({ undoable: [...undoable, { id, before }] }));
      await write(id, { outcome, reason, when: now().toISOString() });
    },
    /** Takes the last decision back. @returns the sample it was about */
    async undoDecision(): Promise<SampleId | null> {
      const last = store.getState().undoable.at(-1);
      if (!last) return null;
      store.setState(({ undoable }) => ({ undoable: undoable.slice(0, -1) }));
      await write(last.id, last.before);
      return last.id;
    },
  };
}

export type Samples = ReturnType<typeof createSamples>;

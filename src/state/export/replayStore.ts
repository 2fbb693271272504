/** Replay: samples of an opened export, made again from their records and compared with what was exported. */
import { createStore } from 'zustand/vanilla';
import type { ExportProgress, OpenedSet } from '../../contracts/archive';
import { fail, succeed, type Outcome } from '../../contracts/failure';
import type { RgbaImage } from '../../contracts/image';
import type { Reader } from '../../contracts/reading';
import type { SampleId } from '../../contracts/sample';
import { differenceOf } from '../../core/image/difference';
import type { StudioDependencies } from '../base/dependencies';
import type { Later } from '../session/later';
import type { Notices } from '../base/noticeStore';
import type { Samples } from '../review/sampleStore';
import type { Remaking } from '../compose/remaking';

/** What is too little to be seen is shown this many times as large. */
const DIFFERENCE_FACTOR = 8;

export interface Replayed {
  readonly id: SampleId;
  readonly max: number;
  readonly pixels: number;
  readonly then: RgbaImage;
  readonly now: RgbaImage;
  readonly difference: RgbaImage | null;
}

export interface ReplayState {
  readonly phase: 'none' | 'opening' | 'open';
  readonly progress: ExportProgress | null;
  readonly set: OpenedSet | null;
  /** Its samples are being taken into the project. */
  readonly taking: { readonly done: number; readonly total: number } | null;
  readonly running: { readonly id: SampleId; readonly step: number; readonly steps: number } | null;
  readonly results: ReadonlyMap<SampleId, Pick<Replayed, 'max' | 'pixels'>>;
  /** The last one, with its pictures. */
  readonly shown: Replayed | null;
}

const NOTHING: ReplayState = {
  ...{ phase: 'none', progress: null, set: null, taking: null, running: null, shown: null },
  results: new Map(),
};

/** The parts of the studio that it works with. */
export interface ReplayNeeds {
  readonly notices: Notices;
  readonly later: Later;
  readonly remaking: Remaking;
  readonly samples: Samples;
}

export function createReplay(dependencies: StudioDependencies, { notices, remaking, later, samples }: ReplayNeeds) {
  const { archive, baseUrl, projectId } = dependencies;
  const store = createStore<ReplayState>(() => NOTHING);
  /** Has the export that is open. */
  let reader: Reader | null = null;

  async function make(id: SampleId): Promise<Outcome<Replayed>> {
    const read = await (reader?.exportedSample(id) ?? fail('export-closed'));
    if (!read.ok) return read;
    const { record, image } = read.value;
    const made = await remaking.make(record, `replay-${id}`, ({ step, steps }) =>
      store.setState(({ running }) => ({ running: running?.id === id ? { id, step, steps } : running })),
    );
    if (!made.ok) return made;
    const found = differenceOf(image, made.value.image, DIFFERENCE_FACTOR);
    const { max, pixels, image: difference } = found;
    return succeed({ id, max, pixels, then: image, now: made.value.image, difference });
  }

  /** Nothing of it is in memory any more. */
  function close(): void {
    reader?.end();
    reader = null;
  }

  return {
    store,
    close,
    async open(file: File): Promise<void> {
      if (store.getState().phase === 'opening') return;
      store.setState({ ...NOTHING, phase: 'opening' });
      close();
      const { readOutside } = await import('../base/readOutside');
      const opened = await readOutside(
        dependencies,
        notices,
        file,
        (started, onRead) => {
          reader = started;
          return started.openExport(file, { baseUrl, projectId }, (progress) => {
            if (store.getState().phase !== 'opening') return; // the last word may come after the result
            store.setState({ progress });
            onRead(progress.done, progress.total);
          });
        },
        true,
      );
      if (opened.ok) store.setState({ phase: 'open', set: opened.value, progress: null });
      else {
        store.setState(NOTHING);
        notices.report(opened.failure);
      }
    },
    /** What the person calls the holder of a key; an empty name forgets it. */
    async nameKey(key: string, name: string): Promise<void> {
      const kept = await archive.nameKey(key, name);
      if (!kept.ok) {
        notices.report(kept.failure);
        return;
      }
      const signer = name.trim() === '' ? null : { key, name: name.trim(), isOwn: false };
      store.setState(({ set }) => {
        const isShown = set?.report.signed.kind === 'signed' && set.report.signed.key === key;
        return isShown ? { set: { ...set, signer } } : {};
      });
    },
    /** Takes its samples into the project, with their decisions. */
    async takeIn(): Promise<void> {
      const { set, taking } = store.getState();
      if (!set || !reader || taking) return;
      store.setState({ taking: { done: 0, total: set.samples.length } });
      const { takeIn } = await import('./takeIn');
      await takeIn(set, reader, samples, notices, (done, total) => store.setState({ taking: { done, total } }));
      store.setState({ taking: null });
    },
    /** One at a time, once the model is ready. */
    replay: (id: SampleId): Promise<void> => later.whenReady('replay', () => replay(id)),
  };

  async function replay(id: SampleId): Promise<void> {
    if (store.getState().running !== null) return;
    store.setState({ running: { id, step: 0, steps: 0 } });
    const made = await make(id);
    store.setState({ running: null });
    if (!made.ok) {
      notices.report(made.failure);
      return;
    }
    const { max, pixels } = made.value;
    store.setState(({ results }) => ({ shown: made.value, results: new Map(results).set(id, { max, pixels }) }));
  }
}

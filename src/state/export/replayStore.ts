/** Replay: samples of an opened export, made again from their records and compared with what was exported. */
import { createStore } from 'zustand/vanilla';
import type { ExportProgress, OpenedSet } from '../../contracts/archive';
import { fail, succeed, type Outcome } from '../../contracts/failure';
import type { RgbaImage } from '../../contracts/image';
import type { SampleId, SampleRecord } from '../../contracts/sample';
import { differenceOf } from '../../core/image/difference';
import { decodeRle } from '../../core/mask/rle';
import type { Compose } from '../compose/composeStore';
import type { StudioDependencies } from '../base/dependencies';
import type { Notices } from '../base/noticeStore';
import type { Session } from '../session/sessionStore';

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
  readonly running: { readonly id: SampleId; readonly step: number; readonly steps: number } | null;
  readonly results: ReadonlyMap<SampleId, Pick<Replayed, 'max' | 'pixels'>>;
  /** The last one, with its pictures. */
  readonly shown: Replayed | null;
}

const NOTHING: ReplayState = {
  ...{ phase: 'none', progress: null, set: null, running: null, shown: null },
  results: new Map(),
};

/** The parts of the studio that it works with. */
export interface ReplayNeeds {
  readonly notices: Notices;
  readonly session: Session;
  readonly compose: Compose;
}

export function createReplay(
  { archive, inference, storage }: StudioDependencies,
  { notices, session, compose }: ReplayNeeds,
) {
  const store = createStore<ReplayState>(() => NOTHING);

  /** Everything that the sample was made from has to be here. */
  async function skinOf({ id, environment, background }: SampleRecord): Promise<Outcome<RgbaImage>> {
    const { model, manifestSha256 } = session.store.getState();
    if (model.phase !== 'ready') return fail('replay-not-ready');
    const { bundle } = environment;
    if (bundle.sha256 !== manifestSha256)
      return fail('replay-other-bundle', { id, bundle: bundle.id, version: bundle.version });
    const known = compose.store.getState().backgrounds.find(({ sha256 }) => sha256 === background.sha256);
    return known ? storage.readBackground(known.id) : fail('replay-no-skin', { id, skin: background.id });
  }

  async function make(id: SampleId): Promise<Outcome<Replayed>> {
    const read = await archive.exportedSample(id);
    if (!read.ok) return read;
    const { record, image } = read.value;
    const background = await skinOf(record);
    if (!background.ok) return background;
    const { class: code, seed, nearby, sampler } = record;
    const job = { jobId: `replay-${id}`, class: code, seed, nearby, sampler, mask: decodeRle(record.mask) };
    const made = await inference.generate({ ...job, background: background.value }, ({ step, steps }) =>
      store.setState(({ running }) => ({ running: running?.id === id ? { id, step, steps } : running })),
    );
    if (!made.ok) return made;
    const found = differenceOf(image, made.value.image, DIFFERENCE_FACTOR);
    const { max, pixels, image: difference } = found;
    return succeed({ id, max, pixels, then: image, now: made.value.image, difference });
  }

  return {
    store,
    async open(file: File): Promise<void> {
      if (store.getState().phase === 'opening') return;
      store.setState({ ...NOTHING, phase: 'opening' });
      const opened = await archive.openExport(file, (progress) => {
        if (store.getState().phase === 'opening') store.setState({ progress }); // the last word may come after the result
      });
      if (opened.ok) store.setState({ phase: 'open', set: opened.value, progress: null });
      else {
        store.setState(NOTHING);
        notices.report(opened.failure);
      }
    },
    /** One at a time. */
    async replay(id: SampleId): Promise<void> {
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
    },
  };
}

/** The open data set: what it holds and what the scan found. Pixels stay with the worker. */
import { createStore } from 'zustand/vanilla';
import type { DatasetImage, DatasetSource, OpenedDataset, Reading, ScanBatch } from '../../contracts/dataset';
import { fail, succeed, type Outcome } from '../../contracts/failure';
import { fingerprintOf } from '../../core/dataset/ownId';
import { countScanned, nothingScanned, withBatch, type ScanColumns } from '../../core/dataset/tally';
import type { StudioDependencies } from '../base/dependencies';
import type { Notices } from '../base/noticeStore';
import { partWith, type Parting } from '../base/parting';
import { t } from '../../messages';
import type { Session } from '../session/sessionStore';
import type { ClassControl } from './classStore';

type DatasetPhase =
  /** It is not known yet whether one was open before. */
  | { readonly kind: 'looking' }
  | { readonly kind: 'none' }
  | { readonly kind: 'opening'; readonly name: string; readonly files: number }
  | { readonly kind: 'open' };

/** The images and what the scan found of them: one value, so that the two always belong together. */
export interface DatasetContent {
  readonly images: readonly DatasetImage[];
  readonly scan: ScanColumns;
}

export const NO_CONTENT: DatasetContent = { images: [], scan: nothingScanned(0) };

export interface DatasetState {
  readonly phase: DatasetPhase;
  readonly opened: OpenedDataset | null;
  readonly content: DatasetContent;
  readonly scannedCount: number;
  readonly scanning: boolean;
  /** Scanned images are looked at for hair and the lesion's size. */
  readonly looking: boolean;
  /** Another one whenever a place in the list may mean another image. */
  readonly edition: number;
}

/** Images that cross to the page at a time: short tasks, so that the page stays alive. */
const PAGE = 2_000;

const NONE: Omit<DatasetState, 'edition'> = {
  phase: { kind: 'none' },
  opened: null,
  content: NO_CONTENT,
  scannedCount: 0,
  scanning: false,
  looking: false,
};

/** The parts of the studio that it works with. */
export interface DatasetStateNeeds {
  readonly notices: Notices;
  readonly session: Session;
  readonly classes: Pick<ClassControl, 'store'>;
}

export function createDatasetState(dependencies: StudioDependencies, { notices, session, classes }: DatasetStateNeeds) {
  const { dataset, onDataset, onOtherDataset } = dependencies;
  const store = createStore<DatasetState>(() => ({ ...NONE, phase: { kind: 'looking' }, edition: 0 }));
  let fingerprints: { readonly key: string; readonly pending: ReturnType<typeof dataset.fingerprints> } = {
    key: '',
    pending: Promise.resolve(succeed([])),
  };
  let wanted: { readonly image: number; readonly resolve: (jpeg: Outcome<Uint8Array<ArrayBuffer>>) => void }[] = [];

  /** Of a data set that was closed and can still be taken back. */
  let parting: Parting | null = null;

  async function forget(): Promise<void> {
    await dataset.purge(); // what stays is removed when the next one is opened
  }

  async function reopen(): Promise<void> {
    const reopened = await dataset.reopen();
    if (!reopened.ok) notices.report(reopened.failure);
    else if (reopened.value) await take(reopened.value);
  }

  /** Takes over what the worker opened, then scans what was not scanned yet. */
  async function take(opened: OpenedDataset): Promise<void> {
    const images: DatasetImage[] = [];
    while (images.length < opened.summary.images) {
      const page = await dataset.images(images.length, PAGE);
      if (!page.ok) {
        notices.report(page.failure);
        return;
      }
      if (page.value.length === 0) break;
      images.push(...page.value);
    }
    const known = await dataset.scanned();
    if (!known.ok) {
      notices.report(known.failure);
      return;
    }
    const scan = withBatch(nothingScanned(images.length), known.value);
    notices.solved('dataset-', 'evaluate-no-labels', 'evaluate-one-class', 'evaluate-few-lesions');
    store.setState(({ edition }) => ({
      phase: { kind: 'open' },
      opened,
      content: { images, scan },
      scannedCount: countScanned(scan),
      edition: edition + 1,
    }));
    if (opened.source.kind === 'open') void scanImages();
    else void lookAtImages();
  }

  function takeScan(batch: ScanBatch): void {
    store.setState(({ content }) => {
      const scan = withBatch(content.scan, batch);
      return { content: { ...content, scan }, scannedCount: countScanned(scan) };
    });
  }

  async function scanImages(): Promise<void> {
    const { edition, content, scannedCount, scanning } = store.getState();
    if (scanning) return;
    if (scannedCount === content.images.length) {
      void lookAtImages();
      return;
    }
    store.setState({ scanning: true });
    const outcome = await dataset.scan((batch) => {
      if (store.getState().edition === edition) takeScan(batch);
    });
    store.setState({ scanning: false });
    void session.refreshStorage();
    if (outcome.ok) {
      void lookAtImages();
      return;
    }
    notices.report(outcome.failure);
    await restore(); // the permission may be gone, or the worker
  }

  /** Thumbnails are enough for it, so the images need not be reached. */
  async function lookAtImages(): Promise<void> {
    const { edition, opened, content, scannedCount, scanning, looking } = store.getState();
    if (!opened || scanning || looking || scannedCount < content.images.length) return;
    store.setState({ looking: true });
    const outcome = await dataset.look((batch) => {
      if (store.getState().edition === edition) takeScan(batch);
    });
    store.setState({ looking: false });
    if (!outcome.ok) notices.report(outcome.failure);
    else if (store.getState().edition !== edition) await lookAtImages(); // it was stopped for another one
  }

  async function restore(): Promise<void> {
    const restored = await dataset.restore();
    if (!restored.ok) notices.report(restored.failure);
    else if (restored.value && store.getState().opened === null) await take(restored.value);
    else if (restored.value) store.setState({ opened: restored.value }); // the person says when to go on
    if (store.getState().phase.kind === 'looking') store.setState({ phase: { kind: 'none' } });
  }

  async function readFingerprints(): Promise<readonly string[]> {
    const { edition, scannedCount } = store.getState();
    const key = `${edition}:${scannedCount}`;
    if (fingerprints.key !== key) fingerprints = { key, pending: dataset.fingerprints() };
    const found = await fingerprints.pending;
    return found.ok ? found.value : [];
  }

  return {
    store,
    restore,
    async open(source: DatasetSource): Promise<void> {
      const { phase: before } = store.getState();
      if (before.kind === 'opening') return;
      const name =
        source.kind === 'folder' ? source.handle.name : source.kind === 'zip' ? source.file.name : source.name;
      store.setState({ phase: { kind: 'opening', name, files: 0 } });
      const opened = await dataset.open(source, classes.store.getState().list.classes, (files) =>
        store.setState(({ phase }) => (phase.kind === 'opening' ? { phase: { ...phase, files } } : {})),
      );
      if (!opened.ok) notices.report(opened.failure);
      else if ('token' in opened.value) await onOtherDataset(source, opened.value);
      else {
        parting?.drop();
        await take(opened.value);
        onDataset(opened.value.summary);
      }
      if (store.getState().phase.kind !== 'opening') return;
      store.setState({ phase: before.kind === 'looking' ? { kind: 'none' } : before });
      if (before.kind === 'open') void scanImages(); // which the attempt had stopped
    },
    /** Stops the opening under way. */
    cancelOpening: (): void => dataset.stopOpening(),
    /** The same files, read another way. */
    async read(reading: Reading): Promise<void> {
      const opened = await dataset.read(reading, classes.store.getState().list.classes);
      if (opened.ok) await take(opened.value);
      else notices.report(opened.failure);
    },
    /** After the person allowed it again, or wants to go on. */
    async goOn(): Promise<void> {
      const reached = await dataset.reconnect();
      if (!reached.ok) {
        notices.report(reached.failure);
        return;
      }
      notices.solved('dataset-');
      store.setState({ opened: reached.value });
      await scanImages();
    },
    async pause(): Promise<void> {
      await dataset.pause();
    },
    /** Its thumbnails, and what was seen in its images, stay until it can be taken back no longer. */
    async close(): Promise<void> {
      const { opened } = store.getState();
      if (!opened) return;
      const closed = await dataset.close();
      if (!closed.ok) {
        notices.report(closed.failure);
        return;
      }
      store.setState(({ edition }) => ({ ...NONE, edition: edition + 1 }));
      parting = partWith(dependencies, notices, t('state.datasetClosed', { name: opened.summary.name }), {
        forget,
        back: () => void reopen(),
      });
    },
    /** Before the studio ends: nothing is left of what was closed. */
    settle: async (): Promise<void> => parting?.settle(),
    /** Thumbnails that are asked for in one go cross together. */
    thumbnail(image: number): Promise<Outcome<Uint8Array<ArrayBuffer>>> {
      if (wanted.length === 0) {
        queueMicrotask(() => {
          const batch = wanted;
          wanted = [];
          void dataset.thumbnails(batch.map(({ image: place }) => place)).then((read) => {
            for (const [at, { resolve }] of batch.entries()) {
              const jpeg = read.ok ? (read.value[at] ?? null) : null;
              resolve(jpeg ? succeed(jpeg) : fail('thumbnail-missing'));
            }
          });
        });
      }
      return new Promise((resolve) => wanted.push({ image, resolve }));
    },
    file: (image: number) => dataset.file(image),
    /** The place of the image that a sample's record names; null where it is not in the open data set. */
    async placeOf(realId: string): Promise<number | null> {
      const fingerprint = fingerprintOf(realId);
      const found =
        fingerprint === null
          ? store.getState().content.images.findIndex(({ id }) => id === realId)
          : (await readFingerprints()).indexOf(fingerprint);
      return found < 0 ? null : found;
    },
  };
}

export type DatasetStore = ReturnType<typeof createDatasetState>;

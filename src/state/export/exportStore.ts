/** The export in progress and its result. */
import { createStore } from 'zustand/vanilla';
import type { ExportProgress, ExportRequest, ExportResult } from '../../contracts/archive';
import { t } from '../../messages';
import { messageOf } from '../../messages/failures';
import type { StudioDependencies } from '../base/dependencies';
import type { Compose } from '../compose/composeStore';
import type { ClassControl } from '../dataset/classStore';
import type { DatasetStore } from '../dataset/datasetStore';
import type { Notices } from '../base/noticeStore';

export type ExportState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'running'; readonly progress: ExportProgress | null }
  /** `url`: from where it is to be saved; null where it lies in the file that was chosen. */
  | { readonly phase: 'done'; readonly result: Omit<ExportResult, 'file'>; readonly url: string | null };

export const USUAL_NAME = 'inlay-samples';

/** The parts of the studio that it works with. */
export interface ExportNeeds {
  readonly notices: Notices;
  readonly classes: Pick<ClassControl, 'store'>;
  readonly compose: Pick<Compose, 'store'>;
  readonly dataset: Pick<DatasetStore, 'store'>;
}

export interface ExportChoice extends Pick<ExportRequest, 'name' | 'scope' | 'isSigned'> {
  /** Id of a layout (core/export/presets); null: the bag. */
  readonly preset: string | null;
  /** How source images are named: by the person's own ids, as far as they are known here, or by hashes. */
  readonly sourcesBy: 'id' | 'hash';
}

interface Exporting {
  readonly state: ExportState;
  /** As the person has set it; it stays while other screens are shown. */
  readonly choice: ExportChoice;
}

/** @param save hands the finished zip out as a file */
export function createExport(
  { archive, appVersion, dataset: worker }: StudioDependencies,
  { notices, classes, compose, dataset }: ExportNeeds,
  save = download,
) {
  const store = createStore<Exporting>(() => ({
    state: { phase: 'idle' },
    choice: { name: USUAL_NAME, scope: 'accepted', sourcesBy: 'id', isSigned: true, preset: null },
  }));

  /** @param target a file that was chosen; null: the studio keeps the zip until it is saved */
  async function run(choice: ExportChoice, target: FileSystemFileHandle | null = null): Promise<void> {
    const { sourcesBy, preset, ...wanted } = choice;
    const { state } = store.getState();
    if (state.phase === 'running') return;
    if (state.phase === 'done' && state.url !== null) URL.revokeObjectURL(state.url);
    store.setState({ state: { phase: 'running', progress: null } });
    let isRunning = true; // progress has a channel of its own, and its last word may come after the result
    const about = await import('./exportedFrom');
    const sourceNames = sourcesBy === 'id' ? await about.ownIds(compose, dataset, worker) : {};
    const layout = await about.layoutOf(preset, compose, dataset, worker);
    if (!layout.ok) {
      store.setState({ state: { phase: 'idle' } });
      notices.report(layout.failure);
      return;
    }
    const outcome = await archive.exportSamples(
      { ...wanted, ...layout.value, appVersion, classes: classes.store.getState().list, sourceNames },
      target,
      (progress) => {
        if (isRunning) store.setState({ state: { phase: 'running', progress } });
      },
      (place) => worker.file(place),
    );
    isRunning = false;
    if (!outcome.ok) {
      store.setState({ state: { phase: 'idle' } });
      if (outcome.failure.code === 'export-cancelled')
        notices.offer(messageOf(outcome.failure), { label: t('export.again'), run: () => void run(choice, target) });
      else notices.report(outcome.failure);
      return;
    }
    const { file, ...result } = outcome.value;
    const url = file && URL.createObjectURL(file);
    store.setState({ state: { phase: 'done', result, url } });
    if (url !== null) save(url, result.fileName);
  }

  return {
    store,
    run,
    choose: (change: Partial<ExportChoice>): void =>
      store.setState(({ choice }) => ({ choice: { ...choice, ...change } })),
    cancel: (): void => archive.cancel(),
  };
}

/** As a press on a link does. */
function download(url: string, fileName: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
}

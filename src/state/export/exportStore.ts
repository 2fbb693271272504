/** The export in progress and its result. */
import { createStore } from 'zustand/vanilla';
import type { ExportProgress, ExportRequest, ExportResult } from '../../contracts/archive';
import type { StudioDependencies } from '../base/dependencies';
import type { ClassControl } from '../dataset/classStore';
import type { Notices } from '../base/noticeStore';

export type ExportState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'running'; readonly progress: ExportProgress | null }
  /** `url`: from where it is to be saved; null where it lies in the file that was chosen. */
  | { readonly phase: 'done'; readonly result: Omit<ExportResult, 'file'>; readonly url: string | null };

/** The parts of the studio that it works with. */
export interface ExportNeeds {
  readonly notices: Notices;
  readonly classes: Pick<ClassControl, 'store'>;
}

export function createExport({ archive, appVersion }: StudioDependencies, { notices, classes }: ExportNeeds) {
  const store = createStore<{ state: ExportState }>(() => ({ state: { phase: 'idle' } }));

  /** @param target a file that was chosen; null: the studio keeps the zip until it is saved */
  async function run(
    wanted: Omit<ExportRequest, 'appVersion' | 'classes'>,
    target: FileSystemFileHandle | null = null,
  ): Promise<void> {
    const { state } = store.getState();
    if (state.phase === 'running') return;
    if (state.phase === 'done' && state.url !== null) URL.revokeObjectURL(state.url);
    store.setState({ state: { phase: 'running', progress: null } });
    let isRunning = true; // progress has a channel of its own, and its last word may come after the result
    const outcome = await archive.exportSamples(
      { ...wanted, appVersion, classes: classes.store.getState().list },
      target,
      (progress) => {
        if (isRunning) store.setState({ state: { phase: 'running', progress } });
      },
    );
    isRunning = false;
    if (!outcome.ok) {
      store.setState({ state: { phase: 'idle' } });
      notices.report(outcome.failure);
      return;
    }
    const { file, ...result } = outcome.value;
    store.setState({ state: { phase: 'done', result, url: file && URL.createObjectURL(file) } });
  }

  return { store, run, cancel: (): void => archive.cancel() };
}

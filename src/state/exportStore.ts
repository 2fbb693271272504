/** The export in progress and its result. */
import { createStore } from 'zustand/vanilla';
import type { ExportProgress, ExportResult } from '../contracts/archive';
import type { StudioDependencies } from './dependencies';
import type { Notices } from './noticeStore';

export type ExportState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'running'; readonly progress: ExportProgress | null }
  | { readonly phase: 'done'; readonly result: Omit<ExportResult, 'file'>; readonly url: string };

export function createExport({ archive, appVersion }: StudioDependencies, notices: Notices) {
  const store = createStore<{ state: ExportState }>(() => ({ state: { phase: 'idle' } }));

  async function run(name: string): Promise<void> {
    const { state } = store.getState();
    if (state.phase === 'running') return;
    if (state.phase === 'done') URL.revokeObjectURL(state.url);
    store.setState({ state: { phase: 'running', progress: null } });
    const request = { name, appVersion };
    const outcome = await archive.exportAccepted(request, (progress) =>
      store.setState({ state: { phase: 'running', progress } }),
    );
    if (!outcome.ok) {
      store.setState({ state: { phase: 'idle' } });
      notices.report(outcome.failure);
      return;
    }
    const { file, ...result } = outcome.value;
    store.setState({ state: { phase: 'done', result, url: URL.createObjectURL(file) } });
  }

  return { store, run, cancel: (): void => archive.cancel() };
}

export type Exporting = ReturnType<typeof createExport>;

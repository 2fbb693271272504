/** The page's side of the archive worker. */
import { proxy } from 'comlink';
import type { ArchiveApi } from '../contracts/archive';
import { succeed } from '../contracts/failure';
import { connectWorker } from './connect';

export function createArchiveClient(): ArchiveApi {
  const link = connectWorker<ArchiveApi>(
    'archive',
    (name) => new Worker(new URL('../../workers/archive.worker.ts', import.meta.url), { type: 'module', name }),
  );
  return {
    exportSamples: (request, target, onProgress) =>
      link.call((remote) => remote.exportSamples(request, target, proxy(onProgress))),
    openExport: (file, onProgress) => link.call((remote) => remote.openExport(file, proxy(onProgress))),
    exportedSample: (id) => link.call((remote) => remote.exportedSample(id)),
    cancel() {
      void link.call(async (remote) => {
        await remote.cancel();
        return succeed(null);
      });
    },
  };
}

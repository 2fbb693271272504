/** The archive worker's service: writes the export, reads it back, and only then hands it out. */
import type { ArchiveApi } from '../contracts/archive';
import { fail, succeed } from '../contracts/failure';
import { checkExport } from './exportCheck';
import { CancelledError, writeExport } from './exportZip';
import { guarded } from './guard';
import { samplePng } from './keys';
import { readSamples } from './load';
import { openFile, openSink, readFile, remove } from './opfs';

const FOLDER = 'export';

export function createArchive(): ArchiveApi {
  let cancelled = false;
  return {
    cancel() {
      cancelled = true;
    },
    async exportAccepted(request, onProgress) {
      cancelled = false;
      const read = await guarded('the samples', () => readSamples([]));
      if (!read.ok) return read;
      const samples = read.value;
      if (!samples.some(({ record }) => record.decision?.outcome === 'accepted')) {
        return fail('export-empty', 'No sample is accepted yet.', 'Accept samples in Compose or Review, then export.');
      }
      const fileName = `${request.name}.zip`;
      const path = `${FOLDER}/${fileName}`;
      const written = await guarded('the export', async () => {
        await remove(FOLDER);
        const sink = await openSink(path);
        try {
          const readPng = (id: string): Promise<Uint8Array<ArrayBuffer>> => readFile(samplePng(id));
          const onSample = (done: number, total: number): void => onProgress({ phase: 'writing', done, total });
          return await writeExport(sink, { samples, readPng }, request, onSample, () => cancelled);
        } catch (error) {
          if (error instanceof CancelledError) return null;
          throw error;
        } finally {
          sink.close();
        }
      });
      if (!written.ok || written.value === null) {
        await remove(FOLDER);
        return written.ok
          ? fail('cancelled', 'The export was cancelled.', 'Nothing was written; your samples are kept.')
          : written;
      }
      try {
        const file = await openFile(path);
        const checkedFiles = await checkExport(file, (done, total) => onProgress({ phase: 'checking', done, total }));
        return succeed({ fileName, bytes: file.size, samples: written.value.length, checkedFiles, file });
      } catch (error) {
        await remove(FOLDER);
        const detail = error instanceof Error ? error.message : String(error);
        return fail(
          'export-verification-failed',
          `The export did not pass its check: ${detail}`,
          'It was thrown away; your samples are kept. Export again.',
          detail,
        );
      }
    },
  };
}

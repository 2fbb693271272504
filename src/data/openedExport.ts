/** An export that somebody hands in: checked from end to end, then its samples one at a time. */
import type { OpenedSet, ReplayedFrom, SetSample } from '../contracts/archive';
import { fail, failureIn, InlayError, succeed, type Failed, type Outcome } from '../contracts/failure';
import type { SampleId } from '../contracts/sample';
import { imagePath } from '../core/export/tables';
import { readRecord } from '../core/provenance/embed';
import { decodeForeignPng } from '../core/provenance/pngPixels';
import { blobSource } from './blockSource';
import { checkExport } from './exportCheck';
import { openExport, type OpenedExport } from './openExport';

export function createOpenedExport() {
  let opened: OpenedExport | null = null;

  function unreadable(error: unknown): Failed {
    const fault = failureIn(error);
    return fail('export-not-readable', { fault }, fault.detail);
  }

  return {
    /** A fault is no failure: what can be read is there all the same, with what is wrong. */
    async open(file: File, onFile: (done: number, total: number) => void): Promise<Outcome<OpenedSet>> {
      await opened?.close();
      opened = null;
      try {
        const reading = await openExport(blobSource(file));
        const samples: SetSample[] = [];
        for await (const { id, class: code, background, environment } of reading.records())
          samples.push({ id, class: code, background: background.id, madeOn: environment.executionProvider });
        opened = reading;
        const checked = await checkExport(blobSource(file), onFile).catch(failureIn);
        const isWhole = typeof checked === 'number';
        return succeed({
          name: file.name,
          samples,
          checkedFiles: isWhole ? checked : 0,
          fault: isWhole ? null : checked,
        });
      } catch (error) {
        return unreadable(error);
      }
    },
    async sample(id: SampleId): Promise<Outcome<ReplayedFrom>> {
      try {
        return opened ? await read(opened, id) : fail('export-closed');
      } catch (error) {
        return unreadable(error);
      }
    },
  };
}

async function read(opened: OpenedExport, id: SampleId): Promise<Outcome<ReplayedFrom>> {
  const path = `data/${imagePath(id)}`;
  const bytes = await opened.bytes(path);
  try {
    return succeed({ record: readRecord(bytes), image: decodeForeignPng(bytes, path) });
  } catch (error) {
    if (error instanceof InlayError) throw error;
    throw new InlayError('export-file-damaged', { path }, String(error));
  }
}

/** An export that somebody hands in: checked from end to end, then its samples one at a time. */
import type { OpenedSet, ReplayedFrom, SetSample } from '../contracts/archive';
import { fail, failureIn, InlayError, succeed, type Failed, type Outcome } from '../contracts/failure';
import type { KeptFile } from '../contracts/reading';
import type { SampleId, SampleRecord } from '../contracts/sample';
import { imagePath } from '../core/export/tables';
import { readRecord, withoutFileHash } from '../core/provenance/embed';
import { encodePng } from '../core/provenance/png';
import { decodeForeignPng } from '../core/provenance/pngPixels';
import { recipeOf } from '../core/provenance/recipeOf';
import { blobSource } from './blockSource';
import { openExport, type OpenedExport } from './openExport';
import type { BackgroundOf } from './sampleCheck';
import { verifyOpened } from './verifyExport';

export function createOpenedExport() {
  let opened: OpenedExport | null = null;

  function unreadable(error: unknown): Failed {
    const fault = failureIn(error);
    return fail('export-not-readable', { fault }, fault.detail);
  }

  return {
    /** What is wrong is no failure: what can be read is there all the same, with what was found. */
    async open(
      file: File,
      onFile: (done: number, total: number) => void,
      backgroundOf?: BackgroundOf,
    ): Promise<Outcome<Omit<OpenedSet, 'signer'>>> {
      await opened?.close();
      opened = null;
      try {
        const reading = await openExport(blobSource(file));
        const samples: SetSample[] = [];
        const onRecord = ({ id, class: code, background, environment }: SampleRecord): void =>
          void samples.push({ id, class: code, background: background.id, madeOn: environment.executionProvider });
        const report = await verifyOpened(reading, { onFile, onRecord, ...(backgroundOf ? { backgroundOf } : {}) });
        opened = reading;
        return succeed({ name: file.name, samples, report });
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
    async file(id: SampleId): Promise<Outcome<KeptFile>> {
      try {
        return opened ? await kept(opened, id) : fail('export-closed');
      } catch (error) {
        return unreadable(error);
      }
    },
  };
}

async function kept(opened: OpenedExport, id: SampleId): Promise<Outcome<KeptFile>> {
  const found = await read(opened, id);
  if (!found.ok) return found;
  const record = withoutFileHash(found.value.record);
  const recipe = await recipeOf(record);
  if (!recipe) return fail('export-record-recipe', { id });
  return succeed({ sample: { record, recipe }, png: encodePng(found.value.image) });
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

/** Reads an export back from the disk and compares everything in it, before it is handed out. */
import { InlayError, type Failure } from '../contracts/failure';
import type { BlockSource } from './blockSource';
import { verifyExport } from './verifyExport';

export interface Checked {
  readonly files: number;
  /**
   * What the records themselves say two things of, a decision before the sample was made: they were kept so, and the export writes them as they
   * are. Whoever checks it is told.
   */
  readonly ofRecords: readonly Failure[];
}

/** Throws InlayError with the first fault that the export brought in. */
export async function checkExport(zip: BlockSource, onFile: (done: number, total: number) => void): Promise<Checked> {
  const { files, damages, contradictions } = await verifyExport(zip, { onFile });
  const isOfRecord = ({ code }: Failure): boolean => code === 'export-record-says' || code === 'export-dates';
  const own = [...damages, ...contradictions].find((failure) => !isOfRecord(failure));
  if (own) throw InlayError.of(own);
  return { files, ofRecords: contradictions.filter(isOfRecord) };
}

/** A sample whose image is damaged is made again from its record: it is deterministic. */
import { fail, type Outcome } from '../../contracts/failure';
import type { GeneratedSample } from '../../contracts/inference';
import type { SampleId, SampleRecord } from '../../contracts/sample';
import type { Later } from '../session/later';
import type { Notices } from '../base/noticeStore';
import type { StudioDependencies } from '../base/dependencies';
import type { Samples } from './sampleStore';

/** The parts of the studio that it works with. */
export interface MendingNeeds {
  readonly notices: Notices;
  readonly later: Later;
  readonly samples: Samples;
  /** Makes a sample again from its record. */
  readonly remaking: { make(record: SampleRecord, jobId: string): Promise<Outcome<GeneratedSample>> };
}

export function createMending({ storage }: StudioDependencies, { notices, samples, remaking, later }: MendingNeeds) {
  async function mend(id: SampleId): Promise<Outcome<null>> {
    const record = await storage.readRecord(id);
    if (!record.ok) return record;
    const made = await remaking.make(record.value, `mend-${id}`);
    if (!made.ok) return made;
    // On another device the pixels may differ in the last place; then it would be another sample under the same record.
    return made.value.pixelSha256 === record.value.pixelSha256
      ? samples.mend(id, made.value.png)
      : fail('sample-other-pixels', { id });
  }

  return {
    /** Reads a sample's image; one that is damaged is set aside. */
    async readPng(id: SampleId): Promise<Outcome<Uint8Array<ArrayBuffer>>> {
      const read = await storage.readSamplePng(id);
      if (!read.ok && read.failure.code === 'sample-damaged') samples.foundDamaged(id);
      return read;
    },
    /** Makes a damaged sample again. */
    mend: (id: SampleId): Promise<void> =>
      later.whenReady('mend', async () => {
        const mended = await mend(id);
        if (!mended.ok) notices.report(mended.failure);
      }),
  };
}

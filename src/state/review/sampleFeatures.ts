/** Features of samples, as the encoder in use sees them; what was described once is kept. */
import type { SampleFeatures } from '../../contracts/evaluation';
import type { Outcome } from '../../contracts/failure';
import type { SampleSummary } from '../../contracts/sample';
import { SHARPNESS } from '../../core/description/describeRegion';
import { decodeRle } from '../../core/mask/rle';
import type { StudioDependencies } from '../base/dependencies';

export interface DescribedSample {
  readonly sample: SampleSummary;
  readonly features: SampleFeatures;
}

interface Course {
  readonly isCancelled: () => boolean;
  readonly onProgress: (done: number, total: number) => void;
}

type Workers = Pick<StudioDependencies, 'evaluation' | 'inference' | 'storage'>;

async function describeSample(
  { inference, storage }: Workers,
  id: SampleSummary['id'],
): Promise<Outcome<SampleFeatures | null>> {
  const [png, record] = await Promise.all([storage.readSamplePng(id), storage.readRecord(id)]);
  if (!png.ok) return png;
  if (!record.ok) return record;
  const mask = decodeRle(record.value.mask);
  const { encodeMaskPng } = await import('../../core/provenance/png');
  const described = await inference.describe({
    file: new Blob([png.value], { type: 'image/png' }),
    outline: new Blob([encodeMaskPng(mask.width, mask.height, mask.data)], { type: 'image/png' }),
    isPainted: true,
  });
  if (!described.ok || !described.value) return described.ok ? { ok: true, value: null } : described;
  return { ok: true, value: { deep: described.value.deep, sharpness: described.value.texture[SHARPNESS] ?? NaN } };
}

/** Samples whose pixels are gone are left out. @param encoder its SHA-256 @param others whose descriptions are still of use */
export async function describeSamples(
  workers: Workers,
  encoder: string,
  all: readonly SampleSummary[],
  { isCancelled, onProgress }: Course,
  others: readonly SampleSummary[] = [],
): Promise<Outcome<DescribedSample[]>> {
  const { evaluation } = workers;
  const known = await evaluation.known(
    encoder,
    [...all, ...others].map(({ id }) => id),
  );
  if (!known.ok) return known;
  const found: DescribedSample[] = [];
  for (const [at, sample] of all.entries()) {
    if (isCancelled()) break;
    onProgress(at, all.length);
    let features = known.value[at] ?? null;
    if (!features) {
      const described = await describeSample(workers, sample.id);
      if (!described.ok && described.failure.code !== 'storage-failed') return described;
      features = described.ok ? described.value : null;
      const kept = features && (await evaluation.keep(encoder, sample.id, features));
      if (kept && !kept.ok) return kept;
    }
    if (features) found.push({ sample, features });
  }
  return { ok: true, value: found };
}

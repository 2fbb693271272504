/** Samples of an opened export become samples of the project, with what was decided about them. */
import type { OpenedSet } from '../../contracts/archive';
import type { Failure } from '../../contracts/failure';
import type { Reader } from '../../contracts/reading';
import { t } from '../../messages';
import type { Notices } from '../base/noticeStore';
import type { Samples } from '../review/sampleStore';

/** Those that are here already stay as they are. What was taken stays, where one cannot be read or kept. */
export async function takeIn(
  { name, samples: listed }: OpenedSet,
  reader: Pick<Reader, 'exportedFile'>,
  samples: Pick<Samples, 'add' | 'store' | 'whenRestored'>,
  notices: Notices,
  onSample: (done: number, total: number) => void,
): Promise<void> {
  await samples.whenRestored();
  const known = samples.store.getState().samples;
  const fresh = listed.filter(({ id }) => !known.has(id));
  let [taken, failure]: [number, Failure | null] = [0, null];
  for (const [done, { id }] of fresh.entries()) {
    onSample(done, fresh.length);
    const read = await reader.exportedFile(id);
    const kept = read.ok ? await samples.add(read.value.sample, read.value.png) : read;
    if (!kept.ok) {
      failure = kept.failure;
      break;
    }
    taken += 1;
  }
  const before = listed.length - fresh.length;
  const words = [
    ...(taken > 0 ? [t('export.taken', { count: taken, name })] : []),
    ...(before > 0 ? [t('export.takenBefore', { count: before })] : []),
  ];
  if (words.length > 0) notices.inform(words.join(' '));
  if (failure) notices.report(failure);
}

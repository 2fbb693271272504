/** Reads a file from outside in a worker of its own, says so where it takes long, and lets the person stop it. */
import { fail, type Outcome } from '../../contracts/failure';
import type { OnRead, Reader } from '../../contracts/reading';
import { t } from '../../messages';
import type { SharedDependencies } from './dependencies';
import type { Notices } from './noticeStore';

/** What is read sooner is not told. */
const TOLD_AFTER_MS = 700;
/** Between two words about how far it is: it is read out, too. */
const SAY_MS = 1_000;

/**
 * @param what the file, or the name of several @param stays the worker is not ended where the reading succeeds; whoever asks for that ends it
 * @returns what `work` gives; `cancelled` where the person has stopped it
 */
export async function readOutside<T>(
  { startReading }: Pick<SharedDependencies, 'startReading'>,
  notices: Notices,
  what: Blob | string,
  work: (reader: Reader, onRead: OnRead) => Promise<Outcome<T>>,
  stays = false,
): Promise<Outcome<T>> {
  const name = what instanceof File ? what.name : typeof what === 'string' ? what : '';
  const reader = await startReading();
  const person = { hasCancelled: false };
  let far = '';
  const told: ReturnType<Notices['working']>[] = [];
  let saidMs = 0;
  const words = (): string => t('state.reading', { name, far });
  const cancel = {
    label: t('app.cancel'),
    run(): void {
      person.hasCancelled = true;
      reader.end();
    },
  };
  const timer = setTimeout(() => void told.push(notices.working(words(), cancel)), TOLD_AFTER_MS);
  const onRead: OnRead = (done, total) => {
    far = total > 0 ? t('app.work.far', { done, total }) : '';
    if (performance.now() - saidMs < SAY_MS) return;
    saidMs = performance.now();
    told[0]?.say(words());
  };
  try {
    const outcome = await work(reader, onRead);
    if (!outcome.ok || !stays) reader.end();
    return person.hasCancelled ? fail('cancelled') : outcome;
  } finally {
    clearTimeout(timer);
    told[0]?.end();
  }
}

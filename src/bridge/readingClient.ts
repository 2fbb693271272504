/** The worker that reads one file from outside; loaded when there is one to be read. */
import type { Reader, ReadingApi } from '../contracts/reading';
import { clientOf } from './clientOf';

export function createReadingClient(): Reader {
  return clientOf<ReadingApi>(
    'reading',
    '',
    (name) => new Worker(new URL('../../workers/reading.worker.ts', import.meta.url), { type: 'module', name }),
  );
}

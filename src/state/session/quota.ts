/** Watches how much of the browser's storage is used, and says when a long run must stop. */
import { failureOf, type Failure } from '../../contracts/failure';
import type { Session } from './sessionStore';

/** A browser that is full loses more than the next sample. */
const FULL_SHARE = 0.9;
/** Samples between two estimates: asking takes time, and samples are small. */
const EVERY = 8;

export function watchQuota(session: Session) {
  let since = EVERY;
  return {
    /** The next check asks the browser. */
    forget(): void {
      since = EVERY;
    },
    /** Why nothing more should be kept; null while there is quota left. */
    async check(): Promise<Failure | null> {
      since += 1;
      if (since < EVERY) return null;
      since = 0;
      await session.refreshStorage();
      const { storage } = session.store.getState();
      if (!storage || storage.quotaBytes === 0) return null;
      const share = storage.usedBytes / storage.quotaBytes;
      if (share < FULL_SHARE) return null;
      return failureOf('queue-quota', { percent: Math.floor(100 * share) });
    },
  };
}

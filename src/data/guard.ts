/** Turns what storage throws into failures that say what was kept. */
import { fail, succeed, type Outcome } from '../contracts/failure';
import type { Thing } from '../contracts/failureParams';

/** Runs one storage action. Fails with storage-full or storage-failed. @param what is written or read */
export async function guarded<T>(what: Thing, action: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return succeed(await action());
  } catch (error) {
    return fail(isQuota(error) ? 'storage-full' : 'storage-failed', { what }, String(error));
  }
}

function isQuota(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

/** Turns what storage throws into failures that say what was kept. */
import { fail, InlayError, succeed, type Outcome } from '../contracts/failure';
import type { Thing } from '../contracts/failureParams';

/** Runs one storage action. Fails with what it throws as InlayError, else with storage-full or storage-failed. @param what is written or read */
export async function guarded<T>(what: Thing, action: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return succeed(await action());
  } catch (error) {
    if (error instanceof InlayError) return { ok: false, failure: error.failure };
    return fail(isQuota(error) ? 'storage-full' : 'storage-failed', { what }, String(error));
  }
}

function isQuota(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

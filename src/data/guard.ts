/** Turns what storage throws into failures that say what was kept. */
import { fail, succeed, type Outcome } from '../contracts/failure';

/** Runs one storage action. @param what "the sample", for the sentence */
export async function guarded<T>(what: string, action: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return succeed(await action());
  } catch (error) {
    if (isQuota(error)) {
      return fail(
        'storage-full',
        `There is no storage left on this device for ${what}.`,
        'Everything saved before is kept. Export and remove samples, or free some space, then try again.',
        String(error),
      );
    }
    return fail(
      'storage-failed',
      `The browser could not save or read ${what}.`,
      'What was saved before is kept; try again.',
      String(error),
    );
  }
}

function isQuota(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

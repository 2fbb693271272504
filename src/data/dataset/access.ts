/** Who may read and who may write: the browser's permission for a handle, and one tab at a time. */
import { fail, type Failed, type Outcome } from '../../contracts/failure';
import type { Thing } from '../../contracts/failureParams';
import { guarded } from '../guard';

/** How long a worker that was just ended may take to give its lock back. */
const LOCK_TRIES = 10;
const LOCK_RETRY_MS = 100;

const held = new Set<string>();

/** Holds the lock of a project's data set for as long as this worker lives. False: another tab has it. */
export async function takeWriterLock(project: string): Promise<boolean> {
  let isHeld = held.has(project);
  for (let attempt = 0; !isHeld && attempt < LOCK_TRIES; attempt += 1) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, LOCK_RETRY_MS));
    isHeld = await new Promise<boolean>((resolve) => {
      void navigator.locks.request(`inlay-dataset-${project}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock ? new Promise<never>(() => undefined) : null;
      });
    });
  }
  if (isHeld) held.add(project);
  return isHeld;
}

/** A part of the File System Access API that TypeScript does not know. */
interface Asked {
  queryPermission?(wanted: { readonly mode: 'read' }): Promise<PermissionState>;
}

/** Handles of the origin's own files need no permission. */
export async function permissionOf(handle: FileSystemHandle): Promise<PermissionState> {
  return (await (handle as Asked).queryPermission?.({ mode: 'read' })) ?? 'granted';
}

/** A permission that was withdrawn ends the reading; anything else that befalls one file concerns that file only. */
export function isWithdrawn(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotAllowedError';
}

/** What the person is told when files cannot be reached. */
export function unreachable(error: unknown): Failed {
  return fail(isWithdrawn(error) ? 'dataset-permission' : 'dataset-not-readable', {}, String(error));
}

/** Runs what both reads the person's files and writes to storage. */
export async function reading<T>(what: Thing, action: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  const outcome = await guarded(what, async () => {
    try {
      return await action();
    } catch (error) {
      if (isWithdrawn(error)) return unreachable(error);
      throw error;
    }
  });
  return outcome.ok ? outcome.value : outcome;
}

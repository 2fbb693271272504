/** How long until the model is ready, as far as anybody can tell. */
import type { SessionState } from './sessionStore';

/** What the device takes once everything is loaded, where no start was seen yet. */
const PROVING_MS = 4000;

/** Before this share of the model is loaded, its pace says nothing of the rest. */
const LEAST_SHARE = 0.05;

/** @param nowMs by `performance.now()` @returns null where nothing can be said, or nothing is to wait for */
export function msToReady(
  { model, startedMs, usualStartMs }: Pick<SessionState, 'model' | 'startedMs' | 'usualStartMs'>,
  nowMs: number,
): number | null {
  if (model.phase === 'ready' || model.phase === 'failed') return null;
  const spent = Math.max(0, nowMs - startedMs);
  if (model.phase === 'loading' && model.doneBytes >= LEAST_SHARE * model.totalBytes && model.totalBytes > 0) {
    const left = (spent * (model.totalBytes - model.doneBytes)) / model.doneBytes;
    return Math.max(left + PROVING_MS, (usualStartMs ?? 0) - spent);
  }
  if (usualStartMs !== null) return Math.max(1000, usualStartMs - spent);
  return model.phase === 'starting' ? PROVING_MS : null;
}

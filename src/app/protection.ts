/** Sees to it that the content policy and the isolation are in force, and knows where they are not. */
import { createStore } from 'zustand/vanilla';
import { bindsPage, bindsWorkers } from '../bridge/policy';

/** Why no policy is in force: no service worker can be had, the page was loaded past it, or it did not start. */
type Gap = 'noServiceWorker' | 'bypassed' | 'failed';

interface ProtectionState {
  /** Null until it is known. */
  readonly policy: 'in-force' | Gap | null;
  readonly isolated: boolean;
  /** Set where a new version waits; takes it. */
  readonly takeVersion: (() => Promise<void>) | null;
}

export const protection = createStore<ProtectionState>(() => ({
  policy: null,
  isolated: window.crossOriginIsolated,
  takeVersion: null,
}));

/** In the session's storage: the page was loaded once more for its headers. */
const RELOADED = 'inlay-reloaded';
const LONGEST_START_MS = 10_000;

/** Loads the page once more where the server sent no headers: the service worker adds them then. Resolves when there is nothing to wait for. */
export async function protect(): Promise<void> {
  const isBound = await bindsPage();
  if (isBound && window.crossOriginIsolated) {
    sessionStorage.removeItem(RELOADED);
    return;
  }
  const gap = await startServiceWorker();
  if (gap === null) {
    sessionStorage.setItem(RELOADED, 'yes');
    window.location.reload();
    await new Promise<never>(() => undefined);
  }
  if (!isBound) protection.setState({ policy: gap });
}

/** Asks page and workers, once the page has its own work behind it. */
export async function proveProtection(): Promise<void> {
  const isBound = (await bindsPage()) && (await bindsWorkers());
  protection.setState(({ policy }) => ({ policy: isBound ? 'in-force' : (policy ?? 'failed') }));
}

/** @returns null when one is ready that this page was not loaded through */
async function startServiceWorker(): Promise<Gap | null> {
  if (!('serviceWorker' in navigator)) return 'noServiceWorker';
  if (sessionStorage.getItem(RELOADED) !== null) {
    sessionStorage.removeItem(RELOADED); // the next reload may do better
    return navigator.serviceWorker.controller ? 'failed' : 'bypassed';
  }
  const tooLate = new Promise<false>((resolve) => setTimeout(() => resolve(false), LONGEST_START_MS));
  const ready = registerServiceWorker().then(
    () => navigator.serviceWorker.ready,
    () => false as const,
  );
  return (await Promise.race([ready, tooLate])) === false ? 'failed' : null;
}

/** Beside the page, whatever the path is. */
export function registerServiceWorker(): Promise<ServiceWorkerRegistration> {
  return navigator.serviceWorker.register('./sw.js', { updateViaCache: 'none' });
}

/** Keeps the whole page on this device, says when that is done, and offers a new version once all of it is here. */
import type { Outcome } from '../contracts/failure';
import { t } from '../messages';
import type { Projects } from '../state/projects/projectStore';
import type { Session } from '../state/session/sessionStore';
import { protection, registerServiceWorker } from './protection';

export async function watchOffline(projects: Projects): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const { session, notices } = projects;
  session.setOffline('preparing');
  // The worker may fetch every file again: not while the page fetches the model, or one transfer breaks the other off.
  await modelSettled(session);
  try {
    const registration = await registerServiceWorker();
    watchVersions(registration, projects);
    void registration.update().catch(() => undefined); // without a network there is nothing to take
    const kept = await keepPage((await navigator.serviceWorker.ready).active);
    session.setOffline(kept.ok ? 'ready' : 'unknown');
    if (!kept.ok) notices.report(kept.failure);
  } catch {
    session.setOffline('unknown');
  }
}

function keepPage(worker: ServiceWorker | null): Promise<Outcome<null>> {
  const { port1, port2 } = new MessageChannel();
  worker?.postMessage('keep', [port2]);
  return new Promise((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<Outcome<null>>) => resolve(data);
  });
}

function watchVersions(registration: ServiceWorkerRegistration, projects: Projects): void {
  const offer = (): void => protection.setState({ takeVersion: () => takeVersion(registration, projects) });
  const watch = (worker: ServiceWorker): void =>
    worker.addEventListener('statechange', () => {
      if (worker.state === 'installed' && registration.active) offer();
      // Not one that was in use and gave way to another.
      if (worker.state === 'redundant' && registration.active !== null && protection.getState().takeVersion === null)
        projects.notices.inform(t('app.versionIncomplete'), t('app.versionIncompleteAdvice'));
    });
  if (registration.waiting) offer();
  if (registration.installing) watch(registration.installing);
  registration.addEventListener('updatefound', () => registration.installing && watch(registration.installing));
}

/** Other tabs keep what they show; they take the new version when they are loaded again. */
async function takeVersion({ waiting }: ServiceWorkerRegistration, { store }: Projects): Promise<void> {
  await store.getState().studio?.close();
  if (waiting) {
    const active = new Promise((resolve) => {
      waiting.addEventListener('statechange', () => waiting.state === 'activated' && resolve(null));
    });
    waiting.postMessage('take');
    await active;
  }
  window.location.reload();
}

/** Resolves once the model is ready, or failed. */
function modelSettled(session: Session): Promise<void> {
  const settled = (): boolean => ['ready', 'failed'].includes(session.store.getState().model.phase);
  return new Promise((resolve) => {
    if (settled()) {
      resolve();
      return;
    }
    const stop = session.store.subscribe(() => {
      if (!settled()) return;
      stop();
      resolve();
    });
  });
}

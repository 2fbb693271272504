/** Registers the service worker and says when everything the studio needs is on this device. */
import { registerSW } from 'virtual:pwa-register';
import { t } from '../messages';
import type { Notices } from '../state/base/noticeStore';
import type { Session } from '../state/session/sessionStore';

export function watchOffline(session: Session, notices: Notices): void {
  if (!('serviceWorker' in navigator)) return;
  const ready = (): void => session.setOffline('ready');
  if (navigator.serviceWorker.controller) ready();
  else session.setOffline('preparing');
  // The worker fetches every file again: not while the page fetches the model, or one transfer breaks the other off.
  void modelSettled(session).then(() =>
    registerSW({
      immediate: true,
      onOfflineReady: ready,
      onNeedRefresh: () => notices.inform(t('app.newVersion'), t('app.newVersionAdvice')),
      onRegisterError: () => session.setOffline('unknown'),
    }),
  );
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

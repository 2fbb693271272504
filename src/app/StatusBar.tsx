/** The line at the bottom: which model runs where, storage, offline readiness, and that nothing leaves the device. */
import { useTranslation } from 'react-i18next';
import { t } from '../messages';
import { messageOf } from '../messages/failures';
import { useSlice } from '../state/context';
import { deviceWords } from '../state/session/deviceWords';
import type { SessionState } from '../state/session/sessionStore';
import styles from './App.module.css';

export function StatusBar() {
  const { t } = useTranslation();
  const session = useSlice(
    (s) => s.session,
    (s) => s,
  );
  const { storage, manifest, offline } = session;
  return (
    <footer className={styles['status']}>
      <span role="status" data-testid="model-status">
        {modelWords(session)}
      </span>
      {manifest && <span>{manifest.name}</span>}
      <span className={styles['spacer']} />
      {storage && storage.usedBytes > 0 && <span>{t('app.used', { n: (storage.usedBytes / 1e6).toFixed(0) })}</span>}
      <span>{t(`app.offline.${offline}`)}</span>
      <span>{t('app.stays')}</span>
    </footer>
  );
}

function modelWords({ model, attempts }: SessionState): string {
  if (model.phase === 'waiting') return t('app.starting');
  if (model.phase === 'loading') {
    const { doneBytes, totalBytes } = model;
    if (totalBytes === 0) return t('app.loading');
    return t('app.loadingShare', { percent: Math.round((100 * doneBytes) / totalBytes) });
  }
  if (model.phase === 'starting') return t('app.proving');
  if (model.phase === 'failed') return `${t('app.noModel')} ${messageOf(model.failure)}`;
  const used = attempts.findLast((attempt) => attempt.accepted);
  return used ? t('app.readyOn', { device: deviceWords(used.candidate) }) : t('app.ready');
}

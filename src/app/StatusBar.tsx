/** The line at the bottom: which model runs where, storage, offline readiness, and that nothing leaves the device, or why that is not held back. */
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { t } from '../messages';
import { messageOf } from '../messages/failures';
import { useSlice } from '../state/context';
import { deviceWords } from '../state/session/deviceWords';
import type { SessionState } from '../state/session/sessionStore';
import { Button } from '../ui/Button';
import styles from './App.module.css';
import { protection } from './protection';

export function StatusBar() {
  const { t } = useTranslation();
  const session = useSlice(
    (s) => s.session,
    (s) => s,
  );
  const { storage, manifest, offline } = session;
  const { takeVersion } = useStore(protection);
  return (
    <footer className={styles['status']}>
      <span role="status" data-testid="model-status">
        {modelWords(session)}
      </span>
      {manifest && <span>{manifest.name}</span>}
      <span className={styles['spacer']} />
      {storage && storage.usedBytes > 0 && <span>{t('app.used', { n: (storage.usedBytes / 1e6).toFixed(0) })}</span>}
      <span>{t(`app.offline.${offline}`)}</span>
      {takeVersion && (
        <Button look="primary" onClick={() => void takeVersion()}>
          {t('app.takeVersion')}
        </Button>
      )}
      <Protection />
    </footer>
  );
}

/** What the policy holds back is promised only where it is in force. */
function Protection() {
  const { t } = useTranslation();
  const { policy, isolated } = useStore(protection);
  if (policy === null) return null;
  return (
    <>
      {policy === 'in-force' ? (
        <span>{t('app.stays')}</span>
      ) : (
        <strong className={styles['gap']}>{t(`app.noPolicy.${policy}`)}</strong>
      )}
      {!isolated && <span className={styles['gap']}>{t('app.oneThread')}</span>}
    </>
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

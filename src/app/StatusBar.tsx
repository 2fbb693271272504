/** The line at the bottom: which model runs where, room on the disk, offline readiness, and that nothing leaves the device. */
import { useSlice } from '../state/context';
import { deviceName } from '../state/deviceWords';
import type { SessionState } from '../state/sessionStore';
import styles from './App.module.css';

export function StatusBar() {
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
      {storage && storage.usedBytes > 0 && <span>{(storage.usedBytes / 1e6).toFixed(0)} MB used</span>}
      <span>{OFFLINE_WORDS[offline]}</span>
      <span>Nothing leaves this device</span>
    </footer>
  );
}

const OFFLINE_WORDS = { unknown: '', preparing: 'Preparing for offline use', ready: 'Works offline' } as const;

function modelWords({ model, attempts }: SessionState): string {
  if (model.phase === 'waiting') return 'Starting';
  if (model.phase === 'loading') {
    const share = model.totalBytes > 0 ? ` ${Math.round((100 * model.doneBytes) / model.totalBytes)} %` : '';
    return `Loading the model${share}`;
  }
  if (model.phase === 'starting') return 'Proving the model on this device';
  if (model.phase === 'failed') return `No model: ${model.failure.message}`;
  const used = attempts.findLast((attempt) => attempt.accepted);
  return used ? `Ready on ${deviceName(used.candidate)}` : 'Ready';
}

/** How long until the model is ready, counted down while anybody looks. */
import { useEffect, useState } from 'react';
import { t } from '../../messages';
import { useSlice } from '../../state/context';
import { msToReady } from '../../state/session/startTime';

const TICK_MS = 1000;

/** Null where it cannot be told, or the model is ready. */
export function useMsToReady(): number | null {
  const session = useSlice(
    (s) => s.session,
    (s) => s,
  );
  const isWaiting = session.model.phase !== 'ready' && session.model.phase !== 'failed';
  const [nowMs, setNowMs] = useState(() => performance.now());
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(() => setNowMs(performance.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [isWaiting]);
  return msToReady(session, nowMs);
}

/** "8 s", "3 min". */
export function secondsWords(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return seconds < 90 ? t('app.seconds', { n: seconds }) : t('app.minutes', { n: Math.round(seconds / 60) });
}

/** What was pressed before the model is ready: that it will be done, about when, and a way out. */
import { useTranslation } from 'react-i18next';
import type { Waiting } from '../../state/session/later';
import { useSlice, useStudio } from '../../state/context';
import { Button } from '../../ui/Button';
import styles from './Waits.module.css';
import { secondsWords, useMsToReady } from './msToReady';

export function Waits({ what }: { readonly what: Waiting }) {
  const { t } = useTranslation();
  const { later } = useStudio();
  const isWaiting = useSlice(
    (s) => s.later,
    ({ waiting }) => waiting.includes(what),
  );
  const ms = useMsToReady();
  if (!isWaiting) return null;
  return (
    <WaitLine
      words={ms === null ? t('app.waits') : t('app.waitsTime', { time: secondsWords(ms) })}
      onStop={() => later.cancel(what)}
    />
  );
}

/** When something will begin by itself, and a way out. */
export function WaitLine({ words, onStop }: { readonly words: string; readonly onStop: () => void }) {
  const { t } = useTranslation();
  return (
    <p className={styles['waits']}>
      <span role="status">{words}</span>{' '}
      <Button look="quiet" onClick={onStop}>
        {t('app.waitsNoMore')}
      </Button>
    </p>
  );
}

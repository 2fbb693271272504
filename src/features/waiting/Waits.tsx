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
    <p className={styles['waits']}>
      <span role="status">{ms === null ? t('app.waits') : t('app.waitsTime', { time: secondsWords(ms) })}</span>{' '}
      <Button look="quiet" onClick={() => later.cancel(what)}>
        {t('app.waitsNoMore')}
      </Button>
    </p>
  );
}

/** A plan was started while images are still being scanned: that it begins by itself, and a way out. */
import { useTranslation } from 'react-i18next';
import { useSlice, useStudio } from '../../state/context';
import { Button } from '../../ui/Button';
import styles from './Planning.module.css';

export function AwaitsScan() {
  const { t } = useTranslation();
  const { planning } = useStudio();
  const awaitsScan = useSlice(
    (s) => s.planning,
    (s) => s.awaitsScan,
  );
  if (!awaitsScan) return null;
  return (
    <p className={styles['awaits']}>
      <span role="status">{t('queue.awaitsScan')}</span>{' '}
      <Button look="quiet" onClick={() => planning.stopAwaiting()}>
        {t('app.waitsNoMore')}
      </Button>
    </p>
  );
}

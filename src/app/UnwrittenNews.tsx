/** The first of the news on every screen, as long as the browser's storage cannot be written. */
import { useTranslation } from 'react-i18next';
import { failureText } from '../messages/failures';
import { useSlice, useStudio } from '../state/context';
import { Button } from '../ui/Button';
import styles from './App.module.css';

export function UnwrittenNews() {
  const { t } = useTranslation();
  const { writing } = useStudio();
  const { failure, waiting } = useSlice(
    (s) => s.writing,
    (s) => s,
  );
  if (!failure) return null;
  const { message, advice } = failureText(failure);
  return (
    <div className={styles['notice']} data-kind="problem" role="alert">
      <p>
        <strong>{message}</strong> {t('app.unwritten', { count: waiting })} {advice}
      </p>
      <Button onClick={writing.retry}>{t('app.writeAgain')}</Button>
    </div>
  );
}

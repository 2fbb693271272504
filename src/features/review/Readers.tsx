/** Two readers of one set: the second is blind to the first, and the first sees how far they agree. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSlice, useStudio } from '../../state/context';
import { Button } from '../../ui/Button';
import styles from './Review.module.css';

export function Readers() {
  const { t } = useTranslation();
  const { review } = useStudio();
  const reader = useSlice(
    (s) => s.review,
    (s) => s.reader,
  );
  const revision = useSlice(
    (s) => s.samples,
    (s) => s.revision,
  );
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the revision tells that decisions have changed
  const { n, observed, kappa, interval } = useMemo(() => review.agreement(), [review, revision]);
  if (reader === 'second') return <p className={styles['readers']}>{t('review.blind')}</p>;
  if (n === 0) return null;
  const words =
    kappa === null
      ? t('review.noKappa')
      : interval === null
        ? t('review.kappaOfFew', { kappa: kappa.toFixed(2) })
        : t('review.kappa', { kappa: kappa.toFixed(2), from: interval[0].toFixed(2), to: interval[1].toFixed(2) });
  return (
    <p className={styles['readers']}>
      {t('review.agreement', { count: n, share: Math.round(100 * observed), kappa: words })}{' '}
      <Button onClick={() => review.setFilter({ decision: 'differ' })}>{t('review.whereTheyDiffer')}</Button>
    </p>
  );
}

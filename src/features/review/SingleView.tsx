/** One sample, as large as the window allows: before and after on one key. */
import { useTranslation } from 'react-i18next';
import type { SampleSummary } from '../../contracts/sample';
import { classWords } from '../../messages/classNames';
import { useSlice, useStudio } from '../../state/context';
import { useSampleUrl, useSkinUrl } from '../../state/pixelUrls';
import { Button } from '../../ui/Button';
import styles from './Review.module.css';

export interface SingleViewProps {
  readonly sample: SampleSummary;
  /** Read ahead. */
  readonly next: SampleSummary | null;
  /** From 1. */
  readonly place: number;
  readonly total: number;
}

export function SingleView({ sample, next, place, total }: SingleViewProps) {
  const { t } = useTranslation();
  useSampleUrl(next?.id ?? sample.id);
  return (
    <figure className={styles['single']}>
      <BeforeAfter sample={sample} className={styles['singleImage']} />
      <figcaption>{t('review.single.place', { n: place, total })}</figcaption>
    </figure>
  );
}

/** The sample, or the skin as it was before, in the same place and size. */
export function BeforeAfter({
  sample,
  className,
}: {
  readonly sample: SampleSummary;
  readonly className: string | undefined;
}) {
  const { t } = useTranslation();
  const { review } = useStudio();
  const showsBefore = useSlice(
    (s) => s.review,
    (s) => s.showsBefore,
  );
  const { id, sha256 } = sample.background;
  const skin = useSlice(
    (s) => s.compose,
    (s) => s.backgrounds.find((background) => background.sha256 === sha256),
  );
  const after = useSampleUrl(sample.id);
  const before = useSkinUrl(showsBefore ? skin : undefined);
  const isBefore = showsBefore && before !== null; // until it is read the sample stays
  const url = isBefore ? before : after;
  return (
    <>
      {showsBefore && !skin ? (
        <p className={styles['empty']}>{t('review.single.noSkin', { id })}</p>
      ) : (
        url !== null && (
          <img
            src={url}
            alt={isBefore ? t('review.single.before', { id }) : `${classWords(sample.class)}, ${sample.id}`}
            className={className}
          />
        )
      )}
      <p className={styles['beforeAfter']}>
        <Button aria-pressed={showsBefore} onClick={review.toggleBefore}>
          {t('review.single.show')}
        </Button>
        <span>{showsBefore ? t('review.single.before', { id }) : t('review.single.after')}</span>
      </p>
    </>
  );
}

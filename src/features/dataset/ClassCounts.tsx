/** The long tail: a row a class, its images and its lesions as bars on one scale. A row chooses what the browser shows. */
import { useTranslation } from 'react-i18next';
import { ANY_CLASS, type ClassCode } from '../../contracts/classes';
import type { ImageFilter } from '../../core/dataset/filter';
import { HEAD_SHARE, TAIL_SHARE, type ClassTally } from '../../core/dataset/tally';
import { classWords } from '../../messages/classNames';
import { Card } from '../../ui/Page';
import type { Outlook } from '../../core/plan/outlook';
import { ClassName } from '../classes';
import { MakeCell } from './MakeCell';
import styles from './Dataset.module.css';

export function ClassCounts({
  classes,
  chosen,
  outlook,
  onChoose,
}: {
  readonly classes: readonly ClassTally[];
  readonly chosen: ImageFilter['class'];
  readonly outlook: Outlook;
  readonly onChoose: (code: ClassCode) => void;
}) {
  const { t } = useTranslation();
  const largest = Math.max(1, ...classes.map(({ images }) => images));
  const smallest = Math.min(...classes.filter(({ images }) => images > 0).map(({ images }) => images));
  /** Whatever is there is seen. */
  const width = (count: number): string => (count === 0 ? '0' : `max(2px, ${(100 * count) / largest}%)`);
  return (
    <Card title={t('dataset.counts.title')}>
      <table className={styles['counts']} aria-label={t('dataset.counts.title')}>
        <thead>
          <tr>
            <th scope="col">{t('dataset.columns.class')}</th>
            <th scope="col">{t('dataset.columns.images')}</th>
            <th scope="col">{t('dataset.columns.lesions')}</th>
            <th scope="col" className={styles['part']}>
              {t('dataset.columns.part')}
            </th>
            <th scope="col">{t('dataset.columns.make')}</th>
          </tr>
        </thead>
        <tbody>
          {classes.map((tally) => (
            <tr key={tally.class} data-part={tally.part ?? 'none'} data-chosen={tally.class === chosen}>
              <th scope="row">
                <button
                  type="button"
                  title={classWords(tally.class)}
                  aria-pressed={tally.class === chosen}
                  onClick={() => onChoose(tally.class === chosen ? ANY_CLASS : tally.class)}
                >
                  <ClassName code={tally.class} />
                </button>
                <span className={styles['bars']} aria-hidden="true">
                  <span className={styles['images']} style={{ width: width(tally.images) }} />
                  <span className={styles['lesions']} style={{ width: width(tally.lesions) }} />
                </span>
              </th>
              <td>{t('dataset.number', { n: tally.images })}</td>
              <td>{t('dataset.number', { n: tally.lesions })}</td>
              <td className={styles['part']}>{t(`dataset.parts.${tally.part ?? 'none'}`)}</td>
              <td>
                <MakeCell code={tally.class} outlook={outlook} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles['legend']}>
        <span className={styles['keyImages']} /> {t('dataset.counts.images')} <span className={styles['keyLesions']} />{' '}
        {t('dataset.counts.lesions')}
      </p>
      <p className={styles['note']}>
        {Number.isFinite(smallest) && largest > smallest && (
          <>{t('dataset.counts.times', { n: Math.round(largest / smallest) })} </>
        )}
        {t('dataset.counts.note', { head: percent(HEAD_SHARE), tail: percent(TAIL_SHARE) })}
      </p>
    </Card>
  );
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;

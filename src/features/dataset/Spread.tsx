/** Skin tone, site and age of the images that count; a bar chooses what the browser shows. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImageFilter } from '../../core/dataset/filter';
import { UNKNOWN, tallyAges, tallySites, tallyTones, type Share } from '../../core/dataset/tally';
import type { DatasetContent } from '../../state/dataset/datasetStore';
import { Card } from '../../ui/Page';
import styles from './Dataset.module.css';
import { shareWords } from './words';

export function Spread({
  images,
  scan,
  filter,
  onFilter,
}: DatasetContent & {
  readonly filter: ImageFilter;
  readonly onFilter: (filter: ImageFilter) => void;
}) {
  const { t } = useTranslation();
  const tones = useMemo(() => tallyTones(images, scan), [images, scan]);
  const sites = useMemo(() => tallySites(images, scan), [images, scan]);
  const ages = useMemo(() => tallyAges(images, scan), [images, scan]);
  return (
    <Card title={t('dataset.spread.title')}>
      <Bars
        title={t('dataset.spread.tone')}
        shares={tones}
        chosen={filter.tone}
        onChoose={(tone) => onFilter({ ...filter, tone })}
        note={t('dataset.spread.toneNote')}
      />
      <Bars
        title={t('dataset.facts.site')}
        shares={sites}
        chosen={filter.site}
        onChoose={(site) => onFilter({ ...filter, site })}
      />
      <Bars
        title={t('dataset.facts.age')}
        shares={ages}
        chosen={filter.age}
        onChoose={(age) => onFilter({ ...filter, age })}
      />
    </Card>
  );
}

function Bars({
  title,
  shares,
  chosen,
  onChoose,
  note,
}: {
  readonly title: string;
  readonly shares: readonly Share[];
  readonly chosen: string;
  readonly onChoose: (name: string) => void;
  readonly note?: string;
}) {
  const { t } = useTranslation();
  const most = Math.max(1, ...shares.map(({ images }) => images));
  if (shares.every(({ name, images }) => name === UNKNOWN || images === 0)) {
    return (
      <div className={styles['spread']}>
        <h3>{title}</h3>
        <p className={styles['note']}>{t('dataset.spread.notKnown')}</p>
      </div>
    );
  }
  return (
    <div className={styles['spread']}>
      <h3>{title}</h3>
      <ul aria-label={title}>
        {shares.map(({ name, images }) => (
          <li key={name}>
            <button
              type="button"
              aria-pressed={chosen === name}
              onClick={() => onChoose(chosen === name ? 'all' : name)}
            >
              <span>{shareWords(name)}</span>
              <span className={styles['track']}>
                <span style={{ width: `${(100 * images) / most}%` }} />
              </span>
              <span className={styles['number']}>{t('dataset.number', { n: images })}</span>
            </button>
          </li>
        ))}
      </ul>
      {note !== undefined && <p className={styles['note']}>{note}</p>}
    </div>
  );
}

/** The real images that a sample is nearest to, as far as the open data set has them. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SCAN_STATES } from '../../contracts/dataset';
import type { NearReal, SampleSummary } from '../../contracts/sample';
import { useSlice, useStudio } from '../../state/context';
import { useThumbnailUrl } from '../../state/pixelUrls';
import styles from './Review.module.css';

export function NearestReal({ sample: { id, nearestReal } }: { readonly sample: SampleSummary }) {
  const { t } = useTranslation();
  const { readRecord } = useStudio();
  const [found, setFound] = useState<{ readonly sampleId: string; readonly further: readonly NearReal[] } | null>(null);
  useEffect(() => {
    let current = true;
    void readRecord(id).then((record) => {
      if (current) setFound({ sampleId: id, further: record.ok ? (record.value.furtherReal ?? []) : [] });
    });
    return () => {
      current = false;
    };
  }, [readRecord, id]);
  if (!nearestReal) return t('review.notCompared');
  const further = found?.sampleId === id ? found.further : [];
  return (
    <ol className={styles['neighbours']} aria-label={t('review.nearestReal')}>
      {[nearestReal, ...further].map((near) => (
        <li key={near.id}>
          <Picture id={near.id} />
          <span>{near.id}</span>
          <span>{near.distance.toFixed(3)}</span>
        </li>
      ))}
    </ol>
  );
}

/** Nothing where the data set that is open does not have it. */
function Picture({ id }: { readonly id: string }) {
  const { dataset } = useStudio();
  const [found, setFound] = useState<{ readonly key: string; readonly place: number | null } | null>(null);
  const edition = useSlice(
    (s) => s.dataset,
    (s) => s.edition,
  );
  const key = `${edition}:${id}`;
  useEffect(() => {
    let current = true;
    void dataset.placeOf(id).then((place) => {
      if (current) setFound({ key, place });
    });
    return () => {
      current = false;
    };
  }, [dataset, id, key]);
  const place = found?.key === key ? found.place : null;
  return place === null ? null : <Thumbnail place={place} id={id} />;
}

function Thumbnail({ place, id }: { readonly place: number; readonly id: string }) {
  const { t } = useTranslation();
  const isScanned = useSlice(
    (s) => s.dataset,
    (s) => SCAN_STATES[s.content.scan.state[place] ?? 0] === 'scanned',
  );
  const url = useThumbnailUrl(place, isScanned);
  return url === null ? null : <img src={url} alt={t('review.realImage', { id })} className={styles['real']} />;
}

/** The real image that a sample is nearest to, where the open data set has it. */
import { useEffect, useState } from 'react';
import { LOOKS } from '../../contracts/dataset';
import { useSlice, useStudio } from '../../state/context';
import { useThumbnailUrl } from '../../state/pixelUrls';
import styles from './Review.module.css';

export function NearestReal({ id }: { readonly id: string }) {
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
  return place === null ? null : <Picture place={place} id={id} />;
}

function Picture({ place, id }: { readonly place: number; readonly id: string }) {
  const isSeen = useSlice(
    (s) => s.dataset,
    (s) => LOOKS[s.content.seen.look[place] ?? 0] === 'seen',
  );
  const url = useThumbnailUrl(place, isSeen);
  return url === null ? null : <img src={url} alt={`Real image ${id}`} className={styles['real']} />;
}

/** What is known about one image, and the image itself. */
import { useEffect, useState } from 'react';
import { classLabel } from '../../contracts/classes';
import { LOOKS, type DatasetImage } from '../../contracts/dataset';
import { toneAt } from '../../core/dataset/tally';
import { useSlice, useStudio } from '../../state/context';
import type { DatasetContent } from '../../state/datasetStore';
import { useThumbnailUrl } from '../../state/pixelUrls';
import { IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import styles from './Dataset.module.css';

export function ImageDetails({
  place,
  image,
  images,
  seen,
  onClose,
}: DatasetContent & {
  readonly place: number;
  readonly image: DatasetImage;
  readonly onClose: () => void;
}) {
  const thumbnail = useThumbnailUrl(place, LOOKS[seen.look[place] ?? 0] === 'seen');
  const whole = useWholeImage(place);
  const url = whole ?? thumbnail;
  const ita = seen.itaDeg[place] ?? NaN;
  const copyOf = images[seen.duplicateOf[place] ?? -1];
  const ofLesion = image.lesion === null ? 1 : images.filter(({ lesion }) => lesion === image.lesion).length;
  const facts: [string, string | null][] = [
    ['Class', image.class ? classLabel(image.class) : 'none of the eight'],
    ['Label as written', image.label === image.class ? null : image.label || 'none'],
    ['Lesion', image.lesion && `${image.lesion}, ${ofLesion} ${ofLesion === 1 ? 'image' : 'images'}`],
    ['Split', image.split],
    ['Skin', Number.isNaN(ita) ? null : `${toneAt(seen, place)}, ITA about ${Math.round(ita)}°`],
    ['Skin type', image.skinType === null ? null : `Fitzpatrick ${image.skinType}`],
    ['Site', image.site],
    ['Age', image.ageYears === null ? null : `${image.ageYears} years`],
    ['Sex', image.sex],
    ['Mask', image.mask ?? 'none'],
    ['File', image.path],
    ['Same file as', copyOf?.id ?? null],
  ];
  return (
    <aside className={styles['details']} aria-label={`Image ${image.id}`}>
      <div className={styles['picture']}>{url !== null && <img src={url} alt={image.id} />}</div>
      <div className={styles['facts']}>
        <h2>{image.id}</h2>
        <dl>
          {facts.map(
            ([name, fact]) =>
              fact !== null && (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{fact}</dd>
                </div>
              ),
          )}
        </dl>
      </div>
      <IconButton label="Close details" keys="Escape" icon={<Icon name="close" />} onClick={onClose} />
    </aside>
  );
}

/** URL of the image as it lies in the data set; null while it is read or where it cannot be reached. */
function useWholeImage(place: number): string | null {
  const { dataset } = useStudio();
  const edition = useSlice(
    (s) => s.dataset,
    (s) => s.edition,
  );
  const [found, setFound] = useState<{ readonly key: string; readonly url: string } | null>(null);
  const key = `${edition}:${place}`;
  useEffect(() => {
    let url: string | null = null;
    let current = true;
    void dataset.file(place).then((file) => {
      if (!current || !file.ok) return;
      url = URL.createObjectURL(file.value);
      setFound({ key, url });
    });
    return () => {
      current = false;
      if (url !== null) URL.revokeObjectURL(url);
    };
  }, [dataset, place, key]);
  return found?.key === key ? found.url : null;
}

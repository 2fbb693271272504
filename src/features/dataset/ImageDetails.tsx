/** What is known about one image, and the image itself. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SCAN_STATES, type DatasetImage } from '../../contracts/dataset';
import { toneAt } from '../../core/dataset/tally';
import { t } from '../../messages';
import { classWords } from '../../messages/classNames';
import { useSlice, useStudio } from '../../state/context';
import type { DatasetContent } from '../../state/dataset/datasetStore';
import { useThumbnailUrl } from '../../state/pixelUrls';
import { IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import styles from './Images.module.css';
import { shareWords } from './words';

/** The studio's own, and what the data set says where that is another one. */
function splitWords({ split, ownSplit }: DatasetImage): string {
  const own = t(`dataset.splits.${split}`);
  if (ownSplit === null || ownSplit === split) return own;
  return t('dataset.facts.ofDataset', { own, said: t(`dataset.ownSplits.${ownSplit}`) });
}

export function ImageDetails({
  place,
  image,
  images,
  scan,
  onClose,
}: DatasetContent & {
  readonly place: number;
  readonly image: DatasetImage;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const thumbnail = useThumbnailUrl(place, SCAN_STATES[scan.state[place] ?? 0] === 'scanned');
  const whole = useWholeImage(place);
  const url = whole ?? thumbnail;
  const ita = scan.itaDeg[place] ?? NaN;
  const copyOf = images[scan.duplicateOf[place] ?? -1];
  const ofLesion = image.lesion === null ? 1 : images.filter(({ lesion }) => lesion === image.lesion).length;
  const facts: [string, string | null][] = [
    [t('dataset.columns.class'), image.class ? classWords(image.class) : t('dataset.reading.noClass')],
    [t('dataset.reading.asWritten'), image.label === image.class ? null : image.label || t('dataset.facts.unlabelled')],
    [t('dataset.facts.lesion'), image.lesion && t('dataset.facts.ofLesion', { lesion: image.lesion, count: ofLesion })],
    [t('dataset.facts.patient'), image.patient],
    [t('dataset.facts.split'), splitWords(image)],
    [
      t('dataset.facts.skin'),
      Number.isNaN(ita)
        ? null
        : t('dataset.facts.ita', { tone: shareWords(toneAt(scan, place)), degrees: Math.round(ita) }),
    ],
    [
      t('dataset.facts.skinType'),
      image.skinType === null ? null : t('dataset.facts.fitzpatrick', { type: image.skinType }),
    ],
    [t('dataset.facts.site'), image.site],
    [t('dataset.facts.age'), image.ageYears === null ? null : t('dataset.facts.years', { n: image.ageYears })],
    [t('dataset.facts.sex'), image.sex && t(`dataset.facts.${image.sex}`)],
    [t('dataset.facts.mask'), image.mask ?? t('dataset.facts.noMask')],
    [t('dataset.facts.file'), image.path],
    [t('dataset.facts.sameFile'), copyOf?.id ?? null],
  ];
  return (
    <aside className={styles['details']} aria-label={t('dataset.facts.name', { id: image.id })}>
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
      <IconButton label={t('dataset.facts.close')} keys="Escape" icon={<Icon name="close" />} onClick={onClose} />
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

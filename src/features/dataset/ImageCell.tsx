/** One image in the browser. */
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { SCAN_STATES, type DatasetImage } from '../../contracts/dataset';
import { useThumbnailUrl } from '../../state/pixelUrls';
import styles from './Images.module.css';

export const ImageCell = memo(function ImageCell({
  place,
  image,
  scanState,
  active,
  onSelect,
}: {
  readonly place: number;
  readonly image: DatasetImage;
  /** Place in LOOKS. */
  readonly scanState: number;
  readonly active: boolean;
  readonly onSelect: (place: number) => void;
}) {
  const { t } = useTranslation();
  const state = SCAN_STATES[scanState] ?? 'not-yet';
  const url = useThumbnailUrl(place, state === 'scanned');
  return (
    <div
      role="gridcell"
      id={`image-${place}`}
      aria-selected={active}
      aria-label={`${image.id}, ${image.class ?? t('dataset.browser.classless')}`}
      className={styles['cell']}
      onClick={() => onSelect(place)}
    >
      {url !== null && <img src={url} alt="" decoding="async" draggable={false} />}
      {state === 'unreadable' && <span className={styles['broken']}>{t('dataset.browser.unreadable')}</span>}
      {state === 'over-limit' && <span className={styles['broken']}>{t('dataset.browser.overLimit')}</span>}
      <span className={styles['code']}>{image.class ?? '?'}</span>
    </div>
  );
});

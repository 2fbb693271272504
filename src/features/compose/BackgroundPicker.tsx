/** The skins to choose from: shipped ones and images of the person's own. */
import { Trans, useTranslation } from 'react-i18next';
import type { Background } from '../../contracts/library';
import { useSlice, useStudio } from '../../state/context';
import { useBackgroundUrl } from '../../state/pixelUrls';
import { FileButton } from '../../ui/FileButton';
import { Icon } from '../../ui/Icon';
import styles from './Compose.module.css';

const IMAGE_TYPES = 'image/png,image/jpeg,image/webp,image/avif,image/bmp,image/gif';

/** A library may hold thousands. */
const MAX_SHOWN = 60;

export function BackgroundPicker() {
  const { t } = useTranslation();
  const { compose } = useStudio();
  const backgrounds = useSlice(
    (s) => s.compose,
    (s) => s.backgrounds,
  );
  const isRestored = useSlice(
    (s) => s.compose,
    (s) => s.isRestored,
  );
  const opening = useSlice(
    (s) => s.compose,
    (s) => s.opening,
  );
  const chosen = useSlice(
    (s) => s.compose,
    (s) => s.backgroundId,
  );
  const offered = backgrounds
    .filter(
      ({ excluded, retired, id, origin }) =>
        id === chosen ||
        origin === 'file' || // though it be no skin for plans
        (excluded !== true && retired !== true && origin !== 'lesion'),
    )
    .sort(ownFirst);
  const shown = offered.slice(0, MAX_SHOWN);
  return (
    <section className={styles['backgrounds']} aria-label={t('compose.background')}>
      <div className={styles['panelHead']}>
        <h2>{t('compose.background')}</h2>
        <FileButton
          look="quiet"
          accept={IMAGE_TYPES}
          onFiles={([file]) => file && void compose.importBackground(file, file.name)}
        >
          <Icon name="open" /> {t('compose.openImage')}
        </FileButton>
      </div>
      {opening.map((name, place) => (
        <p key={`${place} ${name}`} className={styles['hint']} role="status">
          {t('compose.opening', { name })}
        </p>
      ))}
      {backgrounds.length === 0 ? (
        <p className={styles['hint']}>{t(isRestored ? 'compose.noSkin' : 'compose.reading')}</p>
      ) : (
        <ul className={styles['skins']}>
          {shown.map((background) => (
            <li key={background.id}>
              <SkinButton background={background} chosen={background.id === chosen} />
            </li>
          ))}
        </ul>
      )}
      {offered.length > shown.length && (
        <p className={styles['hint']}>
          <Trans
            i18nKey="compose.moreSkin"
            values={{ count: offered.length - shown.length }}
            components={{ library: <a href="#/queue" /> }}
          />
        </p>
      )}
    </section>
  );
}

const ORDER: readonly Background['origin'][] = ['file', 'shipped', 'removed', 'region'];

function ownFirst(a: Background, b: Background): number {
  return ORDER.indexOf(a.origin) - ORDER.indexOf(b.origin);
}

function SkinButton({ background, chosen }: { readonly background: Background; readonly chosen: boolean }) {
  const { compose } = useStudio();
  const url = useBackgroundUrl(background);
  return (
    <button
      type="button"
      className={styles['skin']}
      aria-pressed={chosen}
      aria-label={background.name}
      title={background.name}
      onClick={() => void compose.openBackground(background.id)}
    >
      {url !== null && <img src={url} alt="" draggable={false} />}
    </button>
  );
}

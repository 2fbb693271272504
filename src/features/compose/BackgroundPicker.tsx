/** The skins to choose from: shipped ones and images of the person's own. */
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
  const { compose } = useStudio();
  const backgrounds = useSlice(
    (s) => s.compose,
    (s) => s.backgrounds,
  );
  const chosen = useSlice(
    (s) => s.compose,
    (s) => s.backgroundId,
  );
  const offered = backgrounds.filter(({ excluded, id }) => excluded !== true || id === chosen).sort(ownFirst);
  const shown = offered.slice(0, MAX_SHOWN);
  return (
    <section className={styles['backgrounds']} aria-label="Background">
      <div className={styles['panelHead']}>
        <h2>Background</h2>
        <FileButton
          look="quiet"
          accept={IMAGE_TYPES}
          onFiles={([file]) => file && void compose.importBackground(file, file.name)}
        >
          <Icon name="open" /> Open image
        </FileButton>
      </div>
      {backgrounds.length === 0 ? (
        <p className={styles['hint']}>No skin is loaded. Open an image of your own.</p>
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
          {offered.length - shown.length} more are in the <a href="#/queue">library</a>.
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

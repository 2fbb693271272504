/** The skins to choose from: shipped ones and images of the person's own. */
import type { Background } from '../../contracts/library';
import { useSlice, useStudio } from '../../state/context';
import { useBackgroundUrl } from '../../state/pixelUrls';
import { FileButton } from '../../ui/FileButton';
import { Icon } from '../../ui/Icon';
import styles from './Compose.module.css';

const IMAGE_TYPES = 'image/png,image/jpeg,image/webp,image/avif,image/bmp,image/gif';

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
          {[...backgrounds].sort(ownFirst).map((background) => (
            <li key={background.id}>
              <SkinButton background={background} chosen={background.id === chosen} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function ownFirst(a: Background, b: Background): number {
  return Number(b.origin === 'file') - Number(a.origin === 'file');
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

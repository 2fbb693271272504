/** How much the square around the mask enlarges what the model paints: a quiet line, from where an eye sees it. */
import { useTranslation } from 'react-i18next';
import { upsamplerOf, type BundleManifest } from '../../contracts/bundle';
import type { Mask } from '../../contracts/image';
import { paintedRegion } from '../../core/image/region';
import { t } from '../../messages';
import { useSlice, useStudio } from '../../state/context';
import styles from './Compose.module.css';

/** Below this a sample is about as sharp as its surroundings. */
const SEEN_FROM = 1.25;

export function EnlargedNote() {
  useTranslation(); // said anew in another language
  const { document } = useStudio().compose;
  const manifest = useSlice(
    (s) => s.session,
    (s) => s.manifest,
  );
  useSlice(
    (s) => s.compose,
    (s) => s.maskRevision,
  ); // the mask is read below
  return <Enlargement mask={document.mask} manifest={manifest} />;
}

export function Enlargement({ mask, manifest }: { readonly mask: Mask; readonly manifest: BundleManifest | null }) {
  const region = manifest && paintedRegion(mask, manifest);
  if (!region) return null;
  const { nativeSizePx } = manifest;
  const second = region.sidePx > nativeSizePx ? upsamplerOf(manifest) : null;
  const paintedPx = second?.sizePx ?? nativeSizePx;
  const factor = region.sidePx / paintedPx;
  if (factor < SEEN_FROM) return null;
  return <p className={styles['hint']}>{t('compose.enlarged', { size: paintedPx, factor: factor.toFixed(1) })}</p>;
}

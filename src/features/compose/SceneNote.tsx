/** A warning where lesions of the class do not stand in skin like this: a quiet line under the class, as far as the bundle reads scenes. */
import { useTranslation } from 'react-i18next';
import { ofClass, type ClassCode } from '../../contracts/classes';
import type { SceneFits } from '../../contracts/inference';
import { LOW_FIT } from '../../core/scene/lowFit';
import { t } from '../../messages';
import { classWords } from '../../messages/classNames';
import { useSlice } from '../../state/context';
import styles from './Compose.module.css';

export function SceneNote() {
  useTranslation(); // said anew in another language
  const code = useSlice(
    (s) => s.compose,
    (s) => s.class,
  );
  const fits = useSlice(
    (s) => s.scene,
    (s) => s.fits,
  );
  return <SceneWarning code={code} fits={fits} />;
}

export function SceneWarning({ code, fits }: { readonly code: ClassCode; readonly fits: SceneFits | null }) {
  const fit = ofClass(fits ?? {}, code);
  if (fit === undefined || fit >= LOW_FIT) return null;
  return (
    <p className={styles['hint']} role="status">
      {t('compose.otherScene', { class: classWords(code), share: Math.max(1, Math.round(100 * fit)) })}
    </p>
  );
}

/** Why a class cannot be painted: a line under it, where the bundle in use does not have it. */
import { useTranslation } from 'react-i18next';
import type { ClassCode } from '../../contracts/classes';
import { unpaintedBy } from '../../core/bundle/painted';
import { classWords } from '../../messages/classNames';
import { useLearntCodes, useSlice } from '../../state/context';
import styles from './Compose.module.css';

export function UnpaintedNote({ code }: { readonly code: ClassCode }) {
  const { t } = useTranslation();
  const manifest = useSlice(
    (s) => s.session,
    (s) => s.manifest,
  );
  const learnt = useLearntCodes();
  if (!manifest || unpaintedBy(manifest, [code], learnt).length === 0) return null;
  return (
    <p className={styles['hint']} role="status">
      {t('compose.unpainted', { model: manifest.name, class: classWords(code) })}
    </p>
  );
}

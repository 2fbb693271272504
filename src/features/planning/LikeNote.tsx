/** That a plan keeps to skin of a tone and hair, how much of it is here, and the press that lets all skin in. */
import { useTranslation } from 'react-i18next';
import { skinOf } from '../../core/plan/outlook';
import { likenessWords } from '../../messages/likeness';
import { useSlice, useStudio } from '../../state/context';
import { withFacts } from '../../state/queue/sceneClasses';
import { Button } from '../../ui/Button';
import styles from './Planning.module.css';

export function LikeNote() {
  const { t } = useTranslation();
  const { planning } = useStudio();
  const { like, skin } = useSlice(
    (s) => s.planning,
    (s) => s.draft,
  );
  const backgrounds = useSlice(
    (s) => s.compose,
    (s) => s.backgrounds,
  );
  const { heldOut, facts } = useSlice(
    (s) => s.library,
    (s) => s,
  );
  if (!like) return null;
  const count = skinOf(skin, { backgrounds: withFacts(backgrounds, facts), heldOut }, like).length;
  return (
    <p className={styles['like']}>
      <span>{t('queue.like', { count, likeness: likenessWords({ ...like, size: 'all' }) })}</span>
      <Button look="quiet" onClick={() => planning.set({ like: null })}>
        {t('queue.likeAll')}
      </Button>
    </p>
  );
}

/** That a plan keeps to skin of a tone and hair, how much of it is here, and the press that lets all skin in. */
import { useTranslation } from 'react-i18next';
import type { Outlook } from '../../core/plan/outlook';
import { likenessWords } from '../../messages/likeness';
import { useSlice, useStudio } from '../../state/context';
import { Button } from '../../ui/Button';
import styles from './Planning.module.css';

export function LikeNote({ outlook: { skin, pieces } }: { readonly outlook: Outlook }) {
  const { t } = useTranslation();
  const { planning } = useStudio();
  const like = useSlice(
    (s) => s.planning,
    (s) => s.draft.like,
  );
  if (!like || skin === 'lesions') return null;
  return (
    <p className={styles['like']}>
      <span>{t('queue.like', { count: pieces, likeness: likenessWords({ ...like, size: 'all' }) })}</span>
      <Button look="quiet" onClick={() => planning.set({ like: null, forClass: 'usual' })}>
        {t('queue.likeAll')}
      </Button>
    </p>
  );
}

/** Samples side by side, or by what the encoder sees in them. */
import { useTranslation } from 'react-i18next';
import type { ReviewState } from '../../state/review/reviewStore';
import { useStudio } from '../../state/context';
import { Button } from '../../ui/Button';
import styles from './Review.module.css';

export function ViewSwitch({ view }: { readonly view: ReviewState['view'] }) {
  const { t } = useTranslation();
  const { review } = useStudio();
  return (
    <div role="group" aria-label={t('map.views')} className={styles['views']}>
      <Button aria-pressed={view === 'wall'} onClick={() => review.setView('wall')}>
        {t('map.wall')}
      </Button>
      <Button aria-pressed={view === 'map'} onClick={() => review.setView('map')}>
        {t('map.name')}
      </Button>
    </div>
  );
}

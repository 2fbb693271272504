/** Queue: a plan and what it draws from are set up on the left, and filled on the right. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LibraryOutlines } from './LibraryOutlines';
import { LibrarySkin } from './LibrarySkin';
import { PlanCard } from './PlanCard';
import styles from './Queue.module.css';
import { QueueCard } from './QueueCard';

const PARTS = { plan: 'queue.plan', library: 'queue.library' } as const;
type Part = keyof typeof PARTS;

export function QueueScreen() {
  const { t } = useTranslation();
  const [part, setPart] = useState<Part>('plan');
  return (
    <div className={styles['screen']}>
      <div className={styles['plan']}>
        <header className={styles['head']}>
          <h1>{t('screens.queue')}</h1>
          <div role="group" aria-label={t('queue.part')} className={styles['parts']}>
            {Object.entries(PARTS).map(([key, label]) => (
              <button key={key} type="button" aria-pressed={key === part} onClick={() => setPart(key as Part)}>
                {t(label)}
              </button>
            ))}
          </div>
        </header>
        {part === 'plan' ? (
          <PlanCard />
        ) : (
          <>
            <LibrarySkin />
            <LibraryOutlines />
          </>
        )}
      </div>
      <div className={styles['queue']}>
        <QueueCard />
      </div>
    </div>
  );
}

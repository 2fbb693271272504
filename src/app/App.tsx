/** What the page shows: the frame of the project that is open, or why there is none. */
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { failureText } from '../messages/failures';
import { ProjectsContext, StudioContext } from '../state/context';
import type { Projects } from '../state/projects/projectStore';
import { Button } from '../ui/Button';
import styles from './App.module.css';
import { Frame } from './Frame';

export function App({ projects }: { readonly projects: Projects }) {
  const { t } = useTranslation();
  const { studio, current, work, failure } = useStore(projects.store);
  if (failure) {
    const { message, advice } = failureText(failure);
    return (
      <main className={styles['whole']}>
        <h1>{message}</h1>
        <p>{advice}</p>
        <Button onClick={() => window.location.reload()}>{t('app.reload')}</Button>
      </main>
    );
  }
  if (!studio)
    return (
      <main className={styles['whole']} role="status">
        {work?.kind === 'moving' && work.total > 0 ? (
          <>
            <p>{t('projects.moving', { done: work.done, total: work.total })}</p>
            <progress value={work.done} max={work.total} aria-label={t('projects.movingLabel')} />
          </>
        ) : (
          <p>{t('projects.opening')}</p>
        )}
      </main>
    );
  return (
    <ProjectsContext value={projects}>
      <StudioContext value={studio}>
        <Frame key={current} />
      </StudioContext>
    </ProjectsContext>
  );
}

/** The queue: how far it is, what is made now, and every class with what was made of it. */
import { Trans, useTranslation } from 'react-i18next';
import { FailureWords } from '../../messages/FailureWords';
import { useSlice, useStudio } from '../../state/context';
import { Button } from '../../ui/Button';
import { Card, ProgressBar } from '../../ui/Page';
import { Entry } from './Entry';
import { Forming } from './Forming';
import styles from './Queue.module.css';
import { statusWords } from './words';

export function QueueCard() {
  const { t } = useTranslation();
  const { queue } = useStudio();
  const state = useSlice(
    (s) => s.queue,
    (s) => s,
  );
  const model = useSlice(
    (s) => s.session,
    (s) => s.model.phase,
  );
  const { entries, phase, role, why } = state;
  const wanted = entries.reduce((sum, { entry }) => sum + entry.target.accepted, 0);
  const filled = entries.reduce((sum, view) => sum + Math.min(view.filled, view.entry.target.accepted), 0);
  const isRunner = role === 'runner';
  const isWaiting = entries.some((view) => view.state === 'waiting');
  return (
    <Card title={t('queue.queued')}>
      {role === 'other-tab' && (
        <p className={styles['hint']} role="status">
          {t('queue.otherTab')}
        </p>
      )}
      {entries.length === 0 ? (
        <p className={styles['soft']}>
          {why && <FailureWords failure={why} />}
          {!why && t(role === 'starting' ? 'queue.reading' : 'queue.nothingQueued')}
        </p>
      ) : (
        <>
          <div className={styles['now']}>
            <Forming forming={state.forming} />
            <div className={styles['nowWords']}>
              <p className={styles['count']}>
                <Trans
                  i18nKey="queue.filled"
                  values={{ done: filled, total: wanted }}
                  components={{ strong: <strong /> }}
                />
              </p>
              <ProgressBar label={t('screens.queue')} share={wanted === 0 ? 1 : filled / wanted} />
              <p role="status" className={styles['soft']}>
                {statusWords(state, model === 'ready')}
              </p>
            </div>
          </div>
          {why && (
            <p className={styles['hint']} role="alert">
              <span>
                <FailureWords failure={why} />
              </span>
            </p>
          )}
          <div className={styles['actions']}>
            {phase === 'running' ? (
              <Button disabled={!isRunner} onClick={() => void queue.pause()}>
                {t('queue.pause')}
              </Button>
            ) : (
              <Button look="primary" disabled={!isRunner || !isWaiting} onClick={() => queue.resume()}>
                {t('queue.resume')}
              </Button>
            )}
            <Button disabled={!isRunner} onClick={() => void queue.cancel()}>
              {t('queue.cancel')}
            </Button>
            <a href="#/review">{t('queue.review')}</a>
          </div>
          <ol className={styles['entries']} aria-label={t('queue.classes')}>
            {entries.map((view, at) => (
              <Entry
                key={`${view.entry.series} ${view.entry.target.class}`}
                view={view}
                isFirst={at === 0}
                isLast={at === entries.length - 1}
                isLocked={!isRunner}
              />
            ))}
          </ol>
        </>
      )}
    </Card>
  );
}

/** The queue: how far it is, what is made now, and every class with what was made of it. */
import type { QueueState } from '../../state/queueStore';
import { useSlice, useStudio } from '../../state/context';
import { Button } from '../../ui/Button';
import { Card, ProgressBar } from '../../ui/Page';
import { thousands } from '../../ui/thousands';
import { Entry } from './Entry';
import { Forming } from './Forming';
import styles from './Queue.module.css';
import { betweenWords, durationWords } from './words';

export function QueueCard() {
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
    <Card title="In the queue">
      {role === 'other-tab' && (
        <p className={styles['hint']} role="status">
          Another tab of the studio runs the queue. This one shows it, and takes over when that one is closed.
        </p>
      )}
      {entries.length === 0 ? (
        <p className={styles['soft']}>
          {why
            ? `${why.message} ${why.advice}`
            : role === 'starting'
              ? 'Reading what was kept…'
              : 'Nothing is queued. Set up a plan and press Start.'}
        </p>
      ) : (
        <>
          <div className={styles['now']}>
            <Forming forming={state.forming} />
            <div className={styles['nowWords']}>
              <p className={styles['count']}>
                <strong>{thousands(filled)}</strong> of {thousands(wanted)}
              </p>
              <ProgressBar label="Queue" share={wanted === 0 ? 1 : filled / wanted} />
              <p role="status" className={styles['soft']}>
                {statusWords(state, model === 'ready')}
              </p>
            </div>
          </div>
          {why && (
            <p className={styles['hint']} role="alert">
              {why.message} {why.advice}
            </p>
          )}
          <div className={styles['actions']}>
            {phase === 'running' ? (
              <Button disabled={!isRunner} onClick={() => void queue.pause()}>
                Pause
              </Button>
            ) : (
              <Button look="primary" disabled={!isRunner || !isWaiting} onClick={() => queue.resume()}>
                Resume
              </Button>
            )}
            <Button disabled={!isRunner} onClick={() => void queue.cancel()}>
              Cancel
            </Button>
            <a href="#/review">Review what is made</a>
          </div>
          <ol className={styles['entries']} aria-label="Classes in the queue">
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

function statusWords({ phase, entries, left, sampleMs, why }: QueueState, isReady: boolean): string {
  const made = entries.reduce((sum, view) => sum + view.made, 0);
  if (phase === 'idle') {
    if (why) return 'Stopped.';
    return entries.some((view) => view.state === 'waiting') ? 'Paused. Everything that is made is kept.' : 'Finished.';
  }
  if (!isReady) return 'Goes on when the model is loaded.';
  if (sampleMs === null) return made === 0 ? 'The first sample is made.' : 'Going on.';
  const perHour = Math.round(3_600_000 / sampleMs);
  const rate =
    perHour >= 60 ? `${thousands(perHour)} candidates an hour` : `a candidate takes ${durationWords(sampleMs)}`;
  return `${rate}; ${betweenWords(left.expected * sampleMs, left.most * sampleMs)} left.`;
}

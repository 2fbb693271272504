/** One class in the queue. */
import { classLabel } from '../../contracts/classes';
import type { EntryView } from '../../contracts/queue';
import { useStudio } from '../../state/context';
import { Button, IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { ProgressBar } from '../../ui/Page';
import { thousands } from '../../ui/thousands';
import styles from './Queue.module.css';

export function Entry({
  view,
  isFirst,
  isLast,
  isLocked,
}: {
  readonly view: EntryView;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Another tab runs the queue. */
  readonly isLocked: boolean;
}) {
  const { queue } = useStudio();
  const { entry, filled, state } = view;
  const { target, failed } = entry;
  const name = classLabel(target.class);
  const [firstFailure] = failed;
  return (
    <li className={styles['entry']} data-state={state}>
      <div className={styles['entryHead']}>
        <span className={styles['entryName']}>{name}</span>
        <span className={styles['entryCount']}>
          {thousands(filled)} of {thousands(target.accepted)}
        </span>
        <span className={styles['entryActs']}>
          <IconButton
            label={`Earlier: ${name}`}
            icon={<Icon name="up" />}
            disabled={isLocked || isFirst}
            onClick={() => void queue.move(view, -1)}
          />
          <IconButton
            label={`Later: ${name}`}
            icon={<Icon name="down" />}
            disabled={isLocked || isLast}
            onClick={() => void queue.move(view, 1)}
          />
          <IconButton
            label={`Take out: ${name}`}
            icon={<Icon name="reject" />}
            disabled={isLocked}
            onClick={() => void queue.remove(view)}
          />
        </span>
      </div>
      <ProgressBar label={`${name} in the queue`} share={Math.min(1, filled / target.accepted)} />
      <p className={styles['note']}>{entryWords(view)}</p>
      {state === 'short' && (
        <p className={styles['hint']}>
          <span>
            All {thousands(target.attempts)} candidates are made, and {thousands(filled)} of{' '}
            {thousands(target.accepted)} are accepted.
          </span>
          <Button disabled={isLocked} onClick={() => void queue.allowMore(view)}>
            Allow as many again
          </Button>
        </p>
      )}
      {firstFailure && (
        <p className={styles['hint']}>
          <span>
            {thousands(failed.length)} could not be made: {firstFailure.why}
          </span>
          <Button disabled={isLocked} onClick={() => void queue.retry(view)}>
            Retry
          </Button>
        </p>
      )}
    </li>
  );
}

function entryWords({ entry, made, accepted, rejected, state }: EntryView): string {
  if (made === 0) return 'Nothing made yet.';
  const share = accepted + rejected > 0 ? `, ${Math.round((100 * accepted) / (accepted + rejected))} % accepted` : '';
  const by = entry.accept.by === 'person' && made - accepted - rejected > 0 ? ', some wait for you in Review' : '';
  return `${thousands(made)} ${made === 1 ? 'candidate' : 'candidates'} made${share}${by}.${state === 'met' ? ' Complete.' : ''}`;
}

/** One class in the queue. */
import { useTranslation } from 'react-i18next';
import type { EntryView } from '../../contracts/queue';
import { classWords } from '../../messages/classNames';
import { useStudio } from '../../state/context';
import { Button, IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { ProgressBar } from '../../ui/Page';
import styles from './Queue.module.css';
import { entryWords } from './words';

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
  const { t } = useTranslation();
  const { queue } = useStudio();
  const { entry, filled, state } = view;
  const { target, failed } = entry;
  const name = classWords(target.class);
  const [firstFailure] = failed;
  return (
    <li className={styles['entry']} data-state={state}>
      <div className={styles['entryHead']}>
        <span className={styles['entryName']}>{name}</span>
        <span className={styles['entryCount']}>{t('queue.ofTotal', { done: filled, total: target.accepted })}</span>
        <span className={styles['entryActs']}>
          <IconButton
            label={t('queue.earlier', { name })}
            icon={<Icon name="up" />}
            disabled={isLocked || isFirst}
            onClick={() => void queue.move(view, -1)}
          />
          <IconButton
            label={t('queue.later', { name })}
            icon={<Icon name="down" />}
            disabled={isLocked || isLast}
            onClick={() => void queue.move(view, 1)}
          />
          <IconButton
            label={t('queue.takeOut', { name })}
            icon={<Icon name="reject" />}
            disabled={isLocked}
            onClick={() => void queue.remove(view)}
          />
        </span>
      </div>
      <ProgressBar label={t('queue.classInQueue', { name })} share={Math.min(1, filled / target.accepted)} />
      <p className={styles['note']}>{entryWords(view)}</p>
      {state === 'short' && (
        <p className={styles['hint']}>
          <span>{t('queue.short', { attempts: target.attempts, done: filled, total: target.accepted })}</span>
          <Button disabled={isLocked} onClick={() => void queue.allowMore(view)}>
            {t('queue.allowMore')}
          </Button>
        </p>
      )}
      {firstFailure && (
        <p className={styles['hint']}>
          <span>{t('queue.failed', { count: failed.length, why: firstFailure.why })}</span>
          <Button disabled={isLocked} onClick={() => void queue.retry(view)}>
            {t('queue.retry')}
          </Button>
        </p>
      )}
    </li>
  );
}

/** Queue: a plan is set up on the left, and filled on the right. */
import { PlanCard } from './PlanCard';
import styles from './Queue.module.css';
import { QueueCard } from './QueueCard';

export function QueueScreen() {
  return (
    <div className={styles['screen']}>
      <div className={styles['plan']}>
        <h1>Queue</h1>
        <PlanCard />
      </div>
      <div className={styles['queue']}>
        <QueueCard />
      </div>
    </div>
  );
}

/** What a plan costs here, in time and storage, before it starts. */
import { useTranslation } from 'react-i18next';
import type { Plan } from '../../contracts/plan';
import { costOf, counterpartCost } from '../../core/plan/forecast';
import { useSlice, useStudio } from '../../state/context';
import { costKey, type PlanningState } from '../../state/queue/planStore';
import { Button } from '../../ui/Button';
import { Waits } from '../waiting';
import styles from './Queue.module.css';
import { betweenWords, durationWords } from '../planning';
import { bytesWords } from './words';

export function PlanCost({ plan, measured }: { readonly plan: Plan; readonly measured: PlanningState['measured'] }) {
  const { t } = useTranslation();
  const { planning } = useStudio();
  const measuring = useSlice(
    (s) => s.planning,
    (s) => s.measuring,
  );
  const isRunning = useSlice(
    (s) => s.queue,
    (s) => s.phase === 'running',
  );
  const storage = useSlice(
    (s) => s.session,
    (s) => s.storage,
  );
  const current = measured?.key === costKey(plan) ? measured : null;
  const { expected, most, wanted } = costOf(plan);
  const counterparts = counterpartCost(plan);
  const added = t('queue.counterpartCost', { n: counterparts.wanted, candidates: counterparts.expected });
  const free = storage && Math.max(0, storage.quotaBytes - storage.usedBytes);
  const needed = current && expected * current.sampleBytes;
  const amount = needed === null ? t('queue.notMeasured') : t('queue.about', { amount: bytesWords(needed) });
  return (
    <>
      <dl className={styles['facts']} aria-label={t('queue.cost')}>
        <dt>{t('queue.samples')}</dt>
        <dd>{t('queue.number', { n: wanted })}</dd>
        {counterparts.wanted > 0 && (
          <>
            <dt>{t('queue.counterparts')}</dt>
            <dd>
              {current
                ? t('queue.counterpartTime', {
                    cost: added,
                    time: durationWords(counterparts.expected * current.sampleMs),
                  })
                : added}
            </dd>
          </>
        )}
        <dt>{t('queue.candidates')}</dt>
        <dd>
          {most > expected
            ? t('queue.aboutAtMost', { expected, most })
            : t('queue.about', { amount: t('queue.number', { n: expected }) })}
        </dd>
        <dt>{t('queue.time')}</dt>
        <dd>
          {current ? betweenWords(expected * current.sampleMs, most * current.sampleMs) : t('queue.notMeasured')}{' '}
          {!current && (
            <Button look="quiet" disabled={measuring || isRunning} onClick={() => void planning.measure()}>
              {measuring ? t('queue.measuring') : t('queue.measure')}
            </Button>
          )}
        </dd>
        <dt>{t('queue.storage')}</dt>
        <dd>{free === null ? amount : t('queue.storageAndFree', { amount, free: bytesWords(free) })}</dd>
      </dl>
      <Waits what="measure" />
      {needed !== null && free !== null && needed > free && <p className={styles['hint']}>{t('queue.tooLarge')}</p>}
    </>
  );
}

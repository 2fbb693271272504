/** What a plan costs here, in time and room, before it starts. */
import type { Plan } from '../../contracts/plan';
import { costOf } from '../../core/plan/forecast';
import { useSlice, useStudio } from '../../state/context';
import { costKey, type PlanningState } from '../../state/planStore';
import { Button } from '../../ui/Button';
import { thousands } from '../../ui/thousands';
import styles from './Queue.module.css';
import { betweenWords, bytesWords } from './words';

export function PlanCost({ plan, measured }: { readonly plan: Plan; readonly measured: PlanningState['measured'] }) {
  const { planning } = useStudio();
  const measuring = useSlice(
    (s) => s.planning,
    (s) => s.measuring,
  );
  const isReady = useSlice(
    (s) => s.session,
    (s) => s.model.phase === 'ready',
  );
  const isRunning = useSlice(
    (s) => s.queue,
    (s) => s.phase === 'running',
  );
  const storage = useSlice(
    (s) => s.session,
    (s) => s.storage,
  );
  const here = measured?.key === costKey(plan) ? measured : null;
  const { expected, most, wanted } = costOf(plan);
  const free = storage && Math.max(0, storage.quotaBytes - storage.usedBytes);
  const needed = here && expected * here.sampleBytes;
  return (
    <>
      <dl className={styles['facts']} aria-label="Cost">
        <dt>Samples</dt>
        <dd>{thousands(wanted)}</dd>
        <dt>Candidates</dt>
        <dd>
          about {thousands(expected)}
          {most > expected && `, at most ${thousands(most)}`}
        </dd>
        <dt>Time here</dt>
        <dd>
          {here ? betweenWords(expected * here.sampleMs, most * here.sampleMs) : 'not measured yet'}{' '}
          {!here && (
            <Button look="quiet" disabled={!isReady || measuring || isRunning} onClick={() => void planning.measure()}>
              {measuring ? 'Making one sample…' : 'Measure on one sample'}
            </Button>
          )}
        </dd>
        <dt>Room</dt>
        <dd>
          {needed === null ? 'not measured yet' : `about ${bytesWords(needed)}`}
          {free !== null && `; ${bytesWords(free)} are free`}
        </dd>
      </dl>
      {needed !== null && free !== null && needed > free && (
        <p className={styles['hint']}>
          This is more than the browser gives the studio now. The queue pauses when 90 % is used, and nothing is lost;
          export a part, remove it, and go on.
        </p>
      )}
    </>
  );
}

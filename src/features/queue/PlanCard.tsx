/** The plan: how many of each class, from what, and what it costs here. */
import { useTranslation } from 'react-i18next';
import { FailureWords } from '../../messages/FailureWords';
import { useSlice, useStudio } from '../../state/context';
import { Button } from '../../ui/Button';
import { FileButton } from '../../ui/FileButton';
import { Card } from '../../ui/Page';
import { AwaitsScan, LibraryWorking, usePlan } from '../planning';
import { Waits } from '../waiting';
import { OpenedPlan } from './OpenedPlan';
import { PlanCost } from './PlanCost';
import { PlanSettings } from './PlanSettings';
import { PlanTargets } from './PlanTargets';
import { saveFile } from '../../ui/saveFile';
import styles from './Queue.module.css';

export function PlanCard() {
  const { t } = useTranslation();
  const { planning } = useStudio();
  const { opened, refusal, measured } = useSlice(
    (s) => s.planning,
    (s) => s,
  );
  const role = useSlice(
    (s) => s.queue,
    (s) => s.role,
  );
  const isTaking = useSlice(
    (s) => s.library,
    (s) => s.work.kind !== 'idle',
  );
  const modelPhase = useSlice(
    (s) => s.session,
    (s) => s.model.phase,
  );
  const plan = usePlan();
  /** What it comes to is not known yet, and nothing is wrong with it. */
  const isLoading = !plan.ok && plan.failure.code === 'model-not-loaded' && modelPhase !== 'failed';
  const canStart = plan.ok || isLoading || plan.failure.code === 'plan-dataset-not-scanned';
  const save = async (): Promise<void> => {
    const whole = await planning.whole();
    if (whole) saveFile('inlay-plan.json', 'application/json', JSON.stringify(whole, null, 1));
  };
  return (
    <>
      {opened ? (
        <OpenedPlan plan={opened} />
      ) : (
        <>
          <PlanTargets />
          <PlanSettings />
        </>
      )}
      <Card title={t('queue.start')}>
        {plan.ok ? (
          <PlanCost plan={plan.value} measured={measured} />
        ) : (
          <p className={styles['soft']}>{isLoading ? t('queue.planLater') : <FailureWords failure={plan.failure} />}</p>
        )}
        <Waits what="plan" />
        <AwaitsScan />
        {refusal && (
          <p role="alert" className={styles['hint']}>
            <span>
              <FailureWords failure={refusal} />
            </span>
          </p>
        )}
        <LibraryWorking kinds={['lesions']} />
        <div className={styles['actions']}>
          <Button
            look="primary"
            disabled={!canStart || role !== 'runner' || isTaking}
            onClick={() => void planning.start()}
            title={role === 'other-tab' ? t('queue.startsElsewhere') : undefined}
          >
            {t('queue.start')}
          </Button>
          <Button disabled={!plan.ok || isTaking} onClick={() => void save()}>
            {t('queue.savePlan')}
          </Button>
          <FileButton accept=".json,application/json" onFiles={([file]) => file && void planning.open(file)}>
            {t('queue.openPlan')}
          </FileButton>
          {opened && <Button onClick={() => planning.putAside()}>{t('queue.putAside')}</Button>}
        </div>
      </Card>
    </>
  );
}

/** Samples for the rare classes, at once: how many, where they stand, how long it takes, who accepts them; and the press that begins it. */
import { Trans, useTranslation } from 'react-i18next';
import { costOf } from '../../core/plan/forecast';
import { hasGates } from '../../core/plan/plan';
import { countOf, type RealCounts } from '../../core/plan/targets';
import type { Outlook } from '../../core/plan/outlook';
import { FailureWords } from '../../messages/FailureWords';
import { useClassCodes, useSlice, useStudio } from '../../state/context';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Page';
import { AwaitsScan, durationWords, LibraryWorking, LikeNote, usePlan } from '../planning';
import { Waits } from '../waiting';
import styles from './Make.module.css';

export function MakeCard({ outlook }: { readonly outlook: Outlook }) {
  const { t } = useTranslation();
  const { planning } = useStudio();
  const codes = useClassCodes();
  const { draft, opened, refusal, awaitsScan } = useSlice(
    (s) => s.planning,
    (s) => s,
  );
  const manifest = useSlice(
    (s) => s.session,
    (s) => s.manifest,
  );
  const { role, phase } = useSlice(
    (s) => s.queue,
    (s) => s,
  );
  const isTaking = useSlice(
    (s) => s.library,
    (s) => s.work.kind !== 'idle',
  );
  const plan = usePlan();
  const sum = (counts: RealCounts): number => codes.reduce((total, code) => total + countOf(counts, code), 0);
  const samples = sum(outlook.wanted);
  const added = sum(outlook.counterparts);
  const classes = codes.filter((code) => countOf(outlook.wanted, code) > 0);
  const byRule = draft.acceptBy === 'rule' && (manifest === null || hasGates(manifest));
  const sampleMs = plan.ok ? planning.sampleMs(plan.value) : null;
  /** Whatever else is missing is said, and mended on the Queue screen. */
  const isLate = !plan.ok && ['model-not-loaded', 'plan-dataset-not-scanned'].includes(plan.failure.code);
  return (
    <Card title={t('dataset.make.title')}>
      {opened !== null ? (
        <p>
          <Trans i18nKey="dataset.make.otherPlan" components={{ queue: <a href="#/queue" /> }} />
        </p>
      ) : samples === 0 ? (
        <p className={styles['soft']}>{t('dataset.make.tickOne')}</p>
      ) : (
        <>
          <p>
            {t('dataset.make.samples', { count: samples, classes: classes.join(', ') })}
            {added > 0 && ` ${t('dataset.make.counterparts', { count: added })}`}
            {plan.ok && sampleMs !== null && (
              <> {t('dataset.make.time', { time: durationWords(costOf(plan.value).expected * sampleMs) })}</>
            )}
          </p>
          {!plan.ok && !isLate && (
            <p className={styles['hint']}>
              <FailureWords failure={plan.failure} />
            </p>
          )}
        </>
      )}
      <div className={styles['actions']}>
        <Button
          look="primary"
          disabled={
            samples === 0 || opened !== null || (!plan.ok && !isLate) || role !== 'runner' || isTaking || awaitsScan
          }
          title={role === 'other-tab' ? t('queue.startsElsewhere') : undefined}
          onClick={() => void planning.start()}
        >
          {t(phase === 'running' ? 'dataset.make.addToQueue' : 'dataset.make.start')}
        </Button>
        <a href="#/queue">{t('dataset.make.more')}</a>
      </div>
      <Waits what="plan" />
      <AwaitsScan />
      {refusal && (
        <p role="alert" className={styles['hint']}>
          <FailureWords failure={refusal} />
        </p>
      )}
      <LibraryWorking kinds={['lesions']} />
      {opened === null && samples > 0 && <LikeNote outlook={outlook} />}
      {opened === null && samples > 0 && (
        <ul className={styles['reasons']}>
          <li>{t(outlook.skin === 'lesions' ? 'dataset.make.overLesions' : 'dataset.make.otherSkin')}</li>
          {added > 0 && <li>{t('queue.whyCounterparts')}</li>}
          <li>{t(byRule ? 'dataset.make.byRule' : 'dataset.make.byPerson')}</li>
        </ul>
      )}
    </Card>
  );
}

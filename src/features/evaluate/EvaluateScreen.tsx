/** Evaluate: how good the accepted set is, and whether a classifier of the person's own lesions gains by it. */
import { useEffect } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import type { Evaluation } from '../../contracts/evaluation';
import { NEEDED, type EvaluationOutlook } from '../../core/evaluation/outlook';
import { evaluationReport } from '../../core/evaluation/report';
import { classWords } from '../../messages/classNames';
import { FailureWords } from '../../messages/FailureWords';
import type { EvaluationPhase } from '../../state/evaluate/evaluationStore';
import { useSlice, useStudio } from '../../state/context';
import { Button } from '../../ui/Button';
import { Card, Page, Progress } from '../../ui/Page';
import { saveFile } from '../../ui/saveFile';
import { Waits } from '../waiting';
import { UtilityCard } from './UtilityCard';
import styles from './Evaluate.module.css';
import { QualityCard } from './QualityCard';

export function EvaluateScreen() {
  const { t } = useTranslation();
  const { evaluation } = useStudio();
  const { phase, found } = useSlice(
    (s) => s.evaluation,
    (s) => s,
  );
  useEffect(() => void evaluation.restore(), [evaluation]);
  return (
    <Page title={t('screens.evaluate')} lead={t('evaluate.lead')}>
      <Card title={t('evaluate.compared')}>
        <Start phase={phase} />
        {found && (
          <p className={styles['about']}>
            {t('evaluate.about', {
              dataset: found.dataset,
              real: found.real,
              lesions: found.lesions,
              accepted: found.accepted,
              candidates: found.candidates,
              when: found.when.slice(0, 10),
            })}{' '}
            {found.heldOutOnly && t('evaluate.heldOut')}
          </p>
        )}
        {found && <Save found={found} />}
      </Card>
      {found && <UtilityCard found={found} />}
      {found && <QualityCard found={found} />}
      <Card title={t('evaluate.shipped')}>
        <p>
          <Trans i18nKey="evaluate.noClaim" components={{ models: <a href="#/models" /> }} />
        </p>
      </Card>
    </Page>
  );
}

function Save({ found }: { readonly found: Evaluation }) {
  const classes = useSlice(
    (s) => s.classes,
    (s) => s.list.classes,
  );
  const { t } = useTranslation();
  const name = `evaluation-${found.when.slice(0, 10)}`;
  return (
    <p className={styles['actions']}>
      <Button onClick={() => saveFile(`${name}.html`, 'text/html', evaluationReport(found, classes))}>
        {t('evaluate.saveReport')}
      </Button>
      <Button onClick={() => saveFile(`${name}.json`, 'application/json', `${JSON.stringify(found, null, 1)}\n`)}>
        {t('evaluate.saveJson')}
      </Button>
    </p>
  );
}

/** What the run will not answer, and what would be needed. */
function Outlook({ outlook: { refusal, unread, uncompared } }: { readonly outlook: EvaluationOutlook }) {
  const { t } = useTranslation();
  if (refusal)
    return (
      <p role="status">
        <FailureWords failure={refusal} />
      </p>
    );
  return (
    <ul className={styles['limits']} aria-label={t('evaluate.cannot')}>
      {unread.map(({ class: code, lesions }) => (
        <li key={`recall ${code}`}>
          {t('evaluate.noRecall', { class: classWords(code), count: lesions, least: NEEDED.lesions })}
        </li>
      ))}
      {uncompared.map(({ class: code, images, accepted }) => (
        <li key={`quality ${code}`}>
          {t('evaluate.noQuality', { class: classWords(code), images, count: accepted, ...NEEDED })}
        </li>
      ))}
    </ul>
  );
}

function Start({ phase }: { readonly phase: EvaluationPhase }) {
  const { t } = useTranslation();
  const { evaluation } = useStudio();
  const { opened, content, scannedCount } = useSlice(
    (s) => s.dataset,
    (s) => s,
  );
  const isLooking = useSlice(
    (s) => s.dataset,
    (s) => s.phase.kind === 'looking',
  );
  const {
    samples,
    revision,
    restored: isRestored,
  } = useSlice(
    (s) => s.samples,
    (s) => s,
  );
  const classes = useSlice(
    (s) => s.classes,
    (s) => s.codes,
  );
  const encoder = useSlice(
    (s) => s.session,
    (s) => s.manifest,
  );
  const outlook = useSlice(
    (s) => s.evaluation,
    (s) => s.outlook,
  );
  const isScanned = opened !== null && scannedCount === content.images.length;
  useEffect(() => {
    if (isScanned && encoder) void evaluation.lookAhead();
  }, [evaluation, isScanned, encoder, content, revision, classes]);
  const accepted = [...samples.values()].filter(({ decision }) => decision?.outcome === 'accepted').length;
  if (phase.kind !== 'idle')
    return (
      <>
        <Progress
          label={t('evaluate.start')}
          words={t(`evaluate.phases.${phase.kind}`, { done: phase.done, total: phase.total })}
          progress={phase}
        />
        <p className={styles['actions']}>
          <Button onClick={() => evaluation.cancel()}>{t('evaluate.cancel')}</Button>
        </p>
      </>
    );
  if (isLooking || !isRestored) return <p>{t('evaluate.reading')}</p>;
  if (!opened)
    return (
      <p>
        <Trans i18nKey="evaluate.needsData" components={{ dataset: <a href="#/dataset" /> }} />
      </p>
    );
  if (accepted === 0)
    return (
      <p>
        <Trans i18nKey="evaluate.needsSamples" components={{ review: <a href="#/review" /> }} />
      </p>
    );
  if (scannedCount < content.images.length) return <p>{t('evaluate.scanning')}</p>;
  return (
    <>
      <p>{t('evaluate.ready', { count: accepted, dataset: opened.summary.name })}</p>
      {outlook && <Outlook outlook={outlook} />}
      <Waits what="evaluate" />
      <p className={styles['actions']}>
        <Button look="primary" disabled={outlook?.refusal != null} onClick={() => void evaluation.evaluate()}>
          {t('evaluate.start')}
        </Button>
      </p>
    </>
  );
}

/** The sample under review, large, with all that is known about it. */
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { VerdictWords } from '../../messages/VerdictWords';
import { shareText } from '../../messages/verdictWords';
import {
  decisionBy,
  deciderOf,
  personsDecision,
  NOTE_LIMIT,
  REJECT_REASONS,
  type GateResult,
  type Reader,
  type SampleSummary,
} from '../../contracts/sample';
import type { GateFacts } from '../../core/gates/gate';
import { GATE_FACTS } from '../../core/gates/facts';
import { classWords } from '../../messages/classNames';
import { ownWords } from '../../messages/ownWords';
import { useSlice, useStudio } from '../../state/context';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Waits } from '../waiting';
import { NearestReal } from './NearestReal';
import styles from './Review.module.css';
import { BeforeAfter } from './SingleView';
import { Tags } from './Tags';

export function Inspector({ sample, reader }: { readonly sample: SampleSummary; readonly reader: Reader }) {
  const { t } = useTranslation();
  const { review, mending } = useStudio();
  const isDamaged = useSlice(
    (s) => s.samples,
    (s) => s.damaged.has(sample.id),
  );
  const isSingle = useSlice(
    (s) => s.review,
    (s) => s.isSingle,
  );
  const { scores, environment, sampler } = sample;
  const decision = decisionBy(reader, sample);
  const own = personsDecision(reader, sample);
  const isUnscored = Object.keys(scores).length === 0;
  return (
    <section aria-label={t('review.sample')} className={styles['detail']}>
      {isDamaged && (
        <p className={styles['doubtful']} role="status">
          {t('review.damagedWords')}{' '}
          <Button onClick={() => void mending.mend(sample.id)}>{t('review.makeAgain')}</Button>
        </p>
      )}
      {isDamaged && <Waits what="mend" />}
      {!isSingle && <BeforeAfter sample={sample} className={styles['large']} />}
      <h2>{sample.id}</h2>
      <p className={styles['class']}>{classWords(sample.class)}</p>
      <p className={sample.verdict.outcome === 'doubtful' ? styles['doubtful'] : undefined}>
        <VerdictWords {...sample} />
      </p>
      <div className={styles['decide']}>
        <Button aria-pressed={own?.outcome === 'accepted'} onClick={() => void review.decideOn(sample.id, 'accepted')}>
          <Icon name="accept" /> {t('review.inspector.accept')}
        </Button>
        <Button aria-pressed={own?.outcome === 'rejected'} onClick={() => void review.decideOn(sample.id, 'rejected')}>
          <Icon name="reject" /> {t('review.inspector.reject')}
        </Button>
      </div>
      {decision && deciderOf(decision) === 'rule' && (
        <p className={styles['ruled']}>
          {t(`review.ruled.${decision.outcome}`)} <span lang="en">({decision.reason})</span>
        </p>
      )}
      <div role="group" aria-label={t('review.rejectFor')} className={styles['reasons']}>
        <span>{t('review.rejectFor')}</span>
        {REJECT_REASONS.map((reason, n) => (
          <Button
            key={reason}
            aria-pressed={decision?.reason === reason}
            onClick={() => void review.decideOn(sample.id, 'rejected', reason)}
          >
            <kbd>{n + 1}</kbd> {t(`review.reasons.${reason}`)}
          </Button>
        ))}
      </div>
      <Tags key={sample.id} chosen={[sample]} />
      <Note key={`${sample.id} ${reader} ${decision?.note ?? ''}`} sample={sample} reader={reader} />
      <dl className={styles['facts']}>
        {GATE_FACTS.filter(({ id }) => isUnscored || scores[id]).map((gate) => (
          <Fragment key={gate.id}>
            <dt>{ownWords(gate).name}</dt>
            <dd>
              <GateFinding gate={gate} result={scores[gate.id]} />
            </dd>
          </Fragment>
        ))}
        <dt className={styles['acrossAll']}>{t('review.inspector.nearestByDistance')}</dt>
        <dd className={styles['acrossAll']}>
          <NearestReal sample={sample} />
        </dd>
        <dt>{t('review.inspector.outside')}</dt>
        <dd>
          {sample.outsideMaskMaxDiff === 0
            ? t('review.inspector.unchanged')
            : t('review.inspector.changed', { n: sample.outsideMaskMaxDiff })}
        </dd>
        {sample.sceneFit !== undefined && (
          <>
            <dt>{t('review.inspector.scene')}</dt>
            <dd>{t('review.inspector.sceneFit', { share: Math.round(100 * sample.sceneFit) })}</dd>
          </>
        )}
        <dt>{t('review.inspector.seedSampler')}</dt>
        <dd>
          {sample.seed};{' '}
          {t(sampler.name === 'student' ? 'review.inspector.fast' : 'review.inspector.full', {
            steps: sampler.steps,
            guidance: sampler.guidance,
          })}
          {sampler.strength !== undefined &&
            `, ${t('review.inspector.madeAnew', { percent: Math.round(100 * sampler.strength) })}`}
        </dd>
        <dt>{t('review.inspector.background')}</dt>
        <dd>
          {sample.background.id} ({sample.background.licence})
        </dd>
        <dt>{t('review.inspector.madeWith')}</dt>
        <dd>
          {t('review.inspector.bundleOn', {
            bundle: environment.bundle.id,
            version: environment.bundle.version,
            provider: environment.executionProvider,
          })}
        </dd>
      </dl>
    </section>
  );
}

function GateFinding({ gate, result }: { readonly gate: GateFacts; readonly result: GateResult | undefined }) {
  const { t } = useTranslation();
  const p = result?.p ?? null;
  if (!result || p === null) return t('review.notScored');
  return t('review.gates.finding', {
    result: t(result.pass ? 'review.gates.passes' : 'review.gates.fails'),
    share: ownWords(gate).share(shareText(p)),
    score: result.score.toFixed(2),
  });
}

/** Kept when it is left. */
function Note({ sample, reader }: { readonly sample: SampleSummary; readonly reader: Reader }) {
  const { t } = useTranslation();
  const { samples } = useStudio();
  const decision = decisionBy(reader, sample);
  const [text, setText] = useState(decision?.note ?? '');
  return (
    <label className={styles['note']}>
      {t('review.note')}
      <textarea
        rows={2}
        maxLength={NOTE_LIMIT}
        value={text}
        disabled={decision === null}
        placeholder={decision === null ? t('review.noteLater') : undefined}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => void samples.note(sample.id, reader, text)}
      />
    </label>
  );
}

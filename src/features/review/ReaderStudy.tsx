/** The blinded reader study: set up, asked picture by picture, and its results. */
import { useEffect, useMemo, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useClassCodes, useSlice, useStudio } from '../../state/context';
import { Button } from '../../ui/Button';
import type { SampleSummary } from '../../contracts/sample';
import type { Study } from '../../contracts/study';
import type { StudyState } from '../../state/review/studyStore';
import { NumberField, SelectField } from '../../ui/Field';
import { Card, Page, Progress } from '../../ui/Page';
import styles from './ReaderStudy.module.css';
import { StudyQuestion } from './StudyQuestion';
import { StudyResultsCard } from './StudyResults';

const PER_KIND = { usual: 20, min: 2, max: 200 } as const;

export function ReaderStudy() {
  const { t } = useTranslation();
  const { study: control } = useStudio();
  const study = useSlice(
    (s) => s.study,
    (s) => s.study,
  );
  const isDone = study !== null && study.answers.length === study.items.length;
  return (
    <Page title={t('review.study.name')} lead={study === null ? t('review.study.lead') : ''}>
      {study === null ? <Setup /> : isDone ? <StudyResultsCard study={study} /> : <Asking study={study} />}
      <p className={styles['foot']}>
        <Button onClick={() => control.setOpen(false)}>{t('review.study.close')}</Button>
        {study && (
          <Button onClick={() => void control.giveUp()}>
            {t(isDone ? 'review.study.again' : 'review.study.giveUp')}
          </Button>
        )}
      </p>
    </Page>
  );
}

/** Asks once every picture is there; after a reload they are read anew. */
function Asking({ study }: { readonly study: Study }) {
  const { t } = useTranslation();
  const { study: control } = useStudio();
  const pictures = useSlice(
    (s) => s.study,
    (s) => s.pictures,
  );
  const phase = useSlice(
    (s) => s.dataset,
    (s) => s.phase.kind,
  );
  const edition = useSlice(
    (s) => s.dataset,
    (s) => s.edition,
  );
  const source = useSlice(
    (s) => s.dataset,
    (s) => s.opened?.source.kind,
  );
  const isRestored = useSlice(
    (s) => s.samples,
    (s) => s.restored,
  );
  const isReady = isRestored && phase !== 'looking' && phase !== 'opening';
  useEffect(() => {
    if (isReady && control.store.getState().pictures.phase !== 'ready') void control.prepare();
  }, [control, isReady, edition, source]); // a data set that is opened again may bring what is missing
  if (pictures.phase === 'ready') return <StudyQuestion study={study} />;
  if (pictures.phase === 'missing')
    return (
      <Card title={t('review.study.name')}>
        <p role="alert">
          <Trans
            i18nKey="review.study.missing"
            count={pictures.count}
            components={{ dataset: <a href="#/dataset" /> }}
          />
        </p>
        <p className={styles['foot']}>
          <Button onClick={() => void control.prepare()}>{t('review.study.tryAgain')}</Button>
          <Button onClick={() => void control.leaveOut()}>{t('review.study.leaveOut')}</Button>
        </p>
      </Card>
    );
  return <Reading pictures={pictures} />;
}

function Reading({ pictures }: { readonly pictures: StudyState['pictures'] }) {
  const { t } = useTranslation();
  const progress = pictures.phase === 'reading' ? pictures : null;
  return (
    <Progress
      label={t('review.study.name')}
      words={progress ? t('review.study.loading', { done: progress.done, total: progress.total }) : t('review.reading')}
      progress={progress}
    />
  );
}

/** The usual choice: nobody is asked about what was rejected, or is still to be decided. */
function useChosen(which: 'accepted' | 'wall'): readonly SampleSummary[] {
  const { review } = useStudio();
  const { samples, revision } = useSlice(
    (s) => s.samples,
    (s) => s,
  );
  return useMemo(
    () =>
      which === 'wall'
        ? review.shown()
        : [...samples.values()].filter(({ decision }) => decision?.outcome === 'accepted'),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the revision tells that samples have changed
    [review, samples, revision, which],
  );
}

function Setup() {
  const { t } = useTranslation();
  const { study } = useStudio();
  const [perKind, setPerKind] = useState<number>(PER_KIND.usual);
  const [which, setWhich] = useState<'accepted' | 'wall'>('accepted');
  const chosen = useChosen(which);
  const pictures = useSlice(
    (s) => s.study,
    (s) => s.pictures,
  );
  const isRestored = useSlice(
    (s) => s.samples,
    (s) => s.restored,
  );
  const phase = useSlice(
    (s) => s.dataset,
    (s) => s.phase,
  );
  const isReading = !isRestored || phase.kind === 'looking' || phase.kind === 'opening';
  const codes = useClassCodes();
  const { synthetic, real } = study.pool(chosen);
  const both = codes.filter((code) => [synthetic, real].every((all) => all.some((picture) => picture.class === code)));
  return (
    <Card title={t('review.study.name')}>
      <SelectField
        label={t('review.study.of')}
        value={which}
        onChange={(value) => setWhich(value === 'wall' ? 'wall' : 'accepted')}
      >
        <option value="accepted">{t('review.study.ofAccepted')}</option>
        <option value="wall">{t('review.study.ofWall')}</option>
      </SelectField>
      <p>{t('review.study.pool', { synthetic: synthetic.length, real: real.length })}</p>
      {isReading ? (
        <p>{t('review.reading')}</p>
      ) : real.length === 0 ? (
        <p>
          <Trans i18nKey="review.study.needsReal" components={{ dataset: <a href="#/dataset" /> }} />
        </p>
      ) : synthetic.length === 0 ? (
        <p>
          <Trans i18nKey="review.study.needsSamples" components={{ screen: <a href="#/compose" /> }} />
        </p>
      ) : (
        both.length === 0 && <p>{t('review.study.noCommon')}</p>
      )}
      <NumberField label={t('review.study.perKind')} {...PER_KIND} value={perKind} onChange={setPerKind} />
      {pictures.phase === 'reading' ? (
        <>
          <Reading pictures={pictures} />
          <Button onClick={() => study.stopReading()}>{t('review.study.stopReading')}</Button>
        </>
      ) : (
        <Button look="primary" disabled={both.length === 0} onClick={() => void study.begin(chosen, perKind)}>
          {t('review.study.begin')}
        </Button>
      )}
    </Card>
  );
}

/** The blinded reader study: set up, asked picture by picture, and its results. */
import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useClassCodes, useSlice, useStudio } from '../../state/context';
import { Button } from '../../ui/Button';
import { NumberField } from '../../ui/Field';
import { Card, Page } from '../../ui/Page';
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
      {study === null ? <Setup /> : isDone ? <StudyResultsCard study={study} /> : <StudyQuestion study={study} />}
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

function Setup() {
  const { t } = useTranslation();
  const { study } = useStudio();
  const [perKind, setPerKind] = useState<number>(PER_KIND.usual);
  useSlice(
    (s) => s.samples,
    (s) => s.revision,
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
  const { synthetic, real } = study.pool();
  const both = codes.filter((code) => [synthetic, real].every((all) => all.some((picture) => picture.class === code)));
  return (
    <Card title={t('review.study.name')}>
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
      <Button look="primary" disabled={both.length === 0} onClick={() => void study.begin(perKind)}>
        {t('review.study.begin')}
      </Button>
    </Card>
  );
}

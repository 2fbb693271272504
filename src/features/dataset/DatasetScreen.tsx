/** Dataset: opens a data set and shows its long tail, its spread, how it was read, and every image. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSlice, useStudio } from '../../state/context';
import { Card, Page, ProgressBar } from '../../ui/Page';
import styles from './Dataset.module.css';
import { DatasetView } from './DatasetView';
import { Button } from '../../ui/Button';
import { OpenButtons } from './OpenButtons';

export function DatasetScreen() {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const phase = useSlice(
    (s) => s.dataset,
    (s) => s.phase,
  );
  return (
    <div
      className={styles['screen']}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={() => setOver(false)}
    >
      {phase.kind === 'looking' && <Page title={t('screens.dataset')} lead={t('dataset.opening.looking')} />}
      {phase.kind === 'none' && <Empty />}
      {phase.kind === 'opening' && <Opening name={phase.name} files={phase.files} />}
      {phase.kind === 'open' && <DatasetView />}
      {over && <p className={styles['drop']}>{t('dataset.opening.drop')}</p>}
    </div>
  );
}

function Empty() {
  const { t } = useTranslation();
  return (
    <Page title={t('screens.dataset')} lead={t('dataset.opening.lead')}>
      <Card>
        <div className={styles['actions']}>
          <OpenButtons look="primary" />
          <span className={styles['soft']}>{t('dataset.opening.orDrop')}</span>
        </div>
        <p className={styles['soft']}>{t('dataset.opening.staysHere')}</p>
      </Card>
      <Card title={t('dataset.opening.understood')}>
        <dl className={styles['layouts']}>
          <dt>{t('dataset.layouts.isic2019')}</dt>
          <dd>{t('dataset.opening.isic2019')}</dd>
          <dt>{t('dataset.layouts.ham10000')}</dt>
          <dd>{t('dataset.opening.ham10000')}</dd>
          <dt>{t('dataset.layouts.isicArchive')}</dt>
          <dd>{t('dataset.opening.isicArchive')}</dd>
          <dt>{t('dataset.layouts.others')}</dt>
          <dd>{t('dataset.opening.others')}</dd>
          <dt>{t('dataset.layouts.huggingFace')}</dt>
          <dd>{t('dataset.opening.huggingFace')}</dd>
          <dt>{t('dataset.layouts.folders')}</dt>
          <dd>{t('dataset.opening.folders')}</dd>
        </dl>
        <p className={styles['soft']}>{t('dataset.opening.corrected')}</p>
      </Card>
    </Page>
  );
}

function Opening({ name, files }: { readonly name: string; readonly files: number }) {
  const { t } = useTranslation();
  const { dataset } = useStudio();
  return (
    <Page title={t('screens.dataset')} lead={t('dataset.opening.named', { name })}>
      <Card>
        <ProgressBar label={t('dataset.opening.progress')} share={null} />
        <p aria-live="polite">
          {files === 0 ? t('dataset.opening.searching') : t('dataset.opening.found', { n: files })}
        </p>
        <Button onClick={() => dataset.cancelOpening()}>{t('app.cancel')}</Button>
      </Card>
    </Page>
  );
}

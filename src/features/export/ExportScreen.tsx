/** Export: what will be in the zip, its making and its check, and the finished file. */
import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { CLASS_CODES } from '../../contracts/classes';
import { classWords } from '../../messages';
import { useSlice, useStudio } from '../../state/context';
import type { ExportState } from '../../state/exportStore';
import { Button } from '../../ui/Button';
import { Card, Page, ProgressBar } from '../../ui/Page';
import styles from './ExportScreen.module.css';

const DEFAULT_NAME = 'inlay-samples';

export function ExportScreen() {
  const { t } = useTranslation();
  const studio = useStudio();
  const { samples } = useSlice(
    (s) => s.samples,
    (s) => s,
  );
  const state = useSlice(
    (s) => s.exporting,
    (s) => s.state,
  );
  const [name, setName] = useState(DEFAULT_NAME);
  const all = [...samples.values()];
  const accepted = all.filter((sample) => sample.decision?.outcome === 'accepted');
  const rejected = all.filter((sample) => sample.decision?.outcome === 'rejected');
  const safeName = name.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^-+|-+$/g, '') || DEFAULT_NAME;
  return (
    <Page title={t('screens.export')} lead={t('export.lead')}>
      <Card title={t('export.whatGoesIn')}>
        <dl className={styles['facts']}>
          <Fact name={t('export.accepted')} value={accepted.length} />
          <Fact name={t('export.rejected')} value={rejected.length} />
          <Fact name={t('export.undecided')} value={all.length - accepted.length - rejected.length} />
        </dl>
        {accepted.length > 0 && (
          <table className={styles['table']}>
            <thead>
              <tr>
                <th>{t('export.class')}</th>
                <th>{t('export.acceptedSamples')}</th>
              </tr>
            </thead>
            <tbody>
              {CLASS_CODES.map((code) => [code, accepted.filter((sample) => sample.class === code).length] as const)
                .filter(([, count]) => count > 0)
                .map(([code, count]) => (
                  <tr key={code}>
                    <td>{classWords(code)}</td>
                    <td>{count}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        )}
        <p className={styles['files']}>{t('export.contents')}</p>
      </Card>
      <Card title={t('export.zip')}>
        <div className={styles['actions']}>
          <label htmlFor="export-name">{t('export.name')}</label>
          <input
            id="export-name"
            className={styles['name']}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Button
            data-step="export"
            look="primary"
            disabled={accepted.length === 0 || state.phase === 'running'}
            onClick={() => void studio.exporting.run(safeName)}
          >
            {t('export.start')}
          </Button>
          {state.phase === 'running' && <Button onClick={studio.exporting.cancel}>{t('export.cancel')}</Button>}
        </div>
        {accepted.length === 0 && (
          <p>
            <Trans
              i18nKey="export.noneAccepted"
              components={{ compose: <a href="#/compose" />, review: <a href="#/review" /> }}
            />
          </p>
        )}
        <ExportStatus state={state} />
      </Card>
    </Page>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: number }) {
  return (
    <div className={styles['fact']}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function ExportStatus({ state }: { readonly state: ExportState }) {
  const { t } = useTranslation();
  if (state.phase === 'idle') return null;
  if (state.phase === 'running') {
    const { progress } = state;
    const words = progress?.phase === 'checking' ? 'export.checking' : 'export.writing';
    return (
      <div role="status">
        <p>{progress ? t(words, { done: progress.done, total: progress.total }) : t('export.starting')}</p>
        <ProgressBar
          label={t('screens.export')}
          share={progress && progress.total > 0 ? progress.done / progress.total : null}
        />
      </div>
    );
  }
  const { fileName, bytes, samples, checkedFiles } = state.result;
  return (
    <p role="status">
      <Trans
        i18nKey="export.done"
        values={{ fileName, mb: (bytes / 1e6).toFixed(1), samples, files: checkedFiles }}
        components={{ save: <a href={state.url} download={fileName} /> }}
      />
    </p>
  );
}

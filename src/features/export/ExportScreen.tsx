/** Export: what will be in the zip, its making and its check, and the finished file. */
import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { logLine } from '../../contracts/failure';
import { SKIN } from '../../contracts/classes';
import { isAcceptedByRule } from '../../core/review/wallOrder';
import { messageOf } from '../../messages/failures';
import { useClassCodes, useSlice, useStudio } from '../../state/context';
import { USUAL_NAME, type ExportState } from '../../state/export/exportStore';
import { Button } from '../../ui/Button';
import { SelectField } from '../../ui/Field';
import { Card, Page, Progress } from '../../ui/Page';
import { canChooseFile, chooseFile } from './fileChoice';
import { ReplayCard } from './ReplayCard';
import { ClassName } from '../classes';
import styles from './ExportScreen.module.css';

const LEFT_OUT_SHOWN = 20;

export function ExportScreen() {
  const { t } = useTranslation();
  const studio = useStudio();
  const { samples, restored } = useSlice(
    (s) => s.samples,
    (s) => s,
  );
  const { state, choice } = useSlice(
    (s) => s.exporting,
    (s) => s,
  );
  const { name, scope, sourcesBy } = choice;
  const [noFile, setNoFile] = useState(false);
  const all = [...samples.values()];
  const accepted = all.filter((sample) => sample.decision?.outcome === 'accepted');
  const rejected = all.filter((sample) => sample.decision?.outcome === 'rejected');
  const safeName = name.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^-+|-+$/g, '') || USUAL_NAME;
  const isRunning = state.phase === 'running';
  const codes = useClassCodes();
  const nothing = (scope === 'all' ? all : accepted).length === 0;
  const intoFile = async (): Promise<void> => {
    const target = await chooseFile(safeName);
    setNoFile(target === null);
    if (target) await studio.exporting.run({ name: safeName, scope, sourcesBy }, target);
  };
  return (
    <Page title={t('screens.export')} lead={t('export.lead')}>
      <Card title={t('export.whatGoesIn')}>
        <dl className={styles['facts']}>
          <Fact name={t('export.accepted')} value={accepted.length} />
          <Fact name={t('export.acceptedByRule')} value={accepted.filter(isAcceptedByRule).length} />
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
              {[...codes, SKIN]
                .map((code) => [code, accepted.filter((sample) => sample.class === code).length] as const)
                .filter(([, count]) => count > 0)
                .map(([code, count]) => (
                  <tr key={code}>
                    <td>
                      <ClassName code={code} />
                    </td>
                    <td>{count}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        )}
        <SelectField
          label={t('export.scope')}
          value={scope}
          onChange={(value) => studio.exporting.choose({ scope: value === 'all' ? 'all' : 'accepted' })}
        >
          <option value="accepted">{t('export.scopes.accepted')}</option>
          <option value="all">{t('export.scopes.all')}</option>
        </SelectField>
        <SelectField
          label={t('export.sourcesBy')}
          value={sourcesBy}
          onChange={(value) => studio.exporting.choose({ sourcesBy: value === 'hash' ? 'hash' : 'id' })}
        >
          <option value="id">{t('export.sourceNames.id')}</option>
          <option value="hash">{t('export.sourceNames.hash')}</option>
        </SelectField>
        <p className={styles['files']}>{t('export.sourcesHint')}</p>
        <p className={styles['files']}>{t('export.contents')}</p>
      </Card>
      <Card title={t('export.zip')}>
        <div className={styles['actions']}>
          <label htmlFor="export-name">{t('export.name')}</label>
          <input
            id="export-name"
            className={styles['name']}
            value={name}
            onChange={(event) => studio.exporting.choose({ name: event.target.value })}
          />
          <Button
            data-step="export"
            look="primary"
            disabled={nothing || isRunning}
            onClick={() => {
              setNoFile(false);
              void studio.exporting.run({ name: safeName, scope, sourcesBy });
            }}
          >
            {t('export.start')}
          </Button>
          {canChooseFile() && (
            <Button disabled={nothing || isRunning} onClick={() => void intoFile()}>
              {t('export.intoFile')}
            </Button>
          )}
          {isRunning && <Button onClick={studio.exporting.cancel}>{t('export.cancel')}</Button>}
        </div>
        {noFile && <p role="status">{t('export.noFile')}</p>}
        {accepted.length === 0 && !restored && <p>{t('export.reading')}</p>}
        {accepted.length === 0 && restored && (
          <p>
            <Trans
              i18nKey="export.noneAccepted"
              components={{ screen: <a href="#/compose" />, review: <a href="#/review" /> }}
            />
          </p>
        )}
        <ExportStatus state={state} />
      </Card>
      <ReplayCard />
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
      <Progress
        label={t('screens.export')}
        words={progress ? t(words, { done: progress.done, total: progress.total }) : t('export.starting')}
        progress={progress}
      />
    );
  }
  const { fileName, bytes, samples, checkedFiles, leftOut, sources, unnamedSources } = state.result;
  return (
    <div role="status">
      <p>
        {state.url === null ? (
          t('export.inFile', { fileName })
        ) : (
          <a href={state.url} download={fileName}>
            {t('export.save', { fileName })}
          </a>
        )}{' '}
        {t('export.done', { mb: (bytes / 1e6).toFixed(1), count: samples, files: checkedFiles })}
      </p>
      {sources > 0 && (
        <p>
          {t('export.sources', { count: sources })}{' '}
          {unnamedSources > 0 && t('export.unnamedSources', { count: unnamedSources })}
        </p>
      )}
      {leftOut.length > 0 && (
        <>
          <p>{t('export.leftOut', { count: leftOut.length })}</p>
          <ul className={styles['leftOut']}>
            {leftOut.slice(0, LEFT_OUT_SHOWN).map((failure) => (
              <li key={logLine(failure)}>{messageOf(failure)}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** How far an export is, and what came of it. */
import { useTranslation } from 'react-i18next';
import { logLine, type Failure } from '../../contracts/failure';
import { messageOf } from '../../messages/failures';
import type { ExportState } from '../../state/export/exportStore';
import { Progress } from '../../ui/Page';
import styles from './ExportScreen.module.css';

/** Failures that are listed. */
const SHOWN = 20;

export function ExportStatus({ state }: { readonly state: ExportState }) {
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
  const { fileName, bytes, samples, checkedFiles, sources, unnamedSources, signedWith } = state.result;
  const { leftOut, contradictions } = state.result;
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
        {checkedFiles === null
          ? t('export.doneUnchecked', { mb: (bytes / 1e6).toFixed(1), count: samples })
          : t('export.done', { mb: (bytes / 1e6).toFixed(1), count: samples, files: checkedFiles })}
      </p>
      {sources > 0 && (
        <p>
          {t('export.sources', { count: sources })}{' '}
          {unnamedSources > 0 && t('export.unnamedSources', { count: unnamedSources })}
        </p>
      )}
      {signedWith !== null && (
        <p>
          {t('export.signedWith')} <code className={styles['key']}>{signedWith}</code>
        </p>
      )}
      <Failures title={t('export.leftOut', { count: leftOut.length })} failures={leftOut} />
      <Failures title={t('export.ofRecords')} failures={contradictions} />
    </div>
  );
}

function Failures({ title, failures }: { readonly title: string; readonly failures: readonly Failure[] }) {
  if (failures.length === 0) return null;
  return (
    <>
      <p>{title}</p>
      <ul className={styles['leftOut']}>
        {failures.slice(0, SHOWN).map((failure) => (
          <li key={logLine(failure)}>{messageOf(failure)}</li>
        ))}
      </ul>
    </>
  );
}

/** What the check of an opened export found: intact, consistent, signed, each in its own words. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KEY_NAME_LIMIT, type OpenedSet } from '../../contracts/archive';
import { logLine, type Failure } from '../../contracts/failure';
import { messageOf } from '../../messages/failures';
import { useStudio } from '../../state/context';
import { Button } from '../../ui/Button';
import styles from './ExportScreen.module.css';

export function Report({ set }: { readonly set: OpenedSet }) {
  const { t } = useTranslation();
  const { name, samples, report } = set;
  const { files, damages, contradictions, more, unchecked, signed } = report;
  const isWhole = damages.length === 0 && contradictions.length === 0;
  return (
    <div role={isWhole ? 'status' : 'alert'} aria-label={t('export.report.title', { name })}>
      {damages.length === 0 ? (
        <p>{t('export.report.intact', { name, count: samples.length, files })}</p>
      ) : (
        <Found title={t('export.report.damaged', { name })} failures={damages} />
      )}
      {contradictions.length === 0 ? (
        damages.length === 0 && <p>{t('export.report.consistent')}</p>
      ) : (
        <Found title={t('export.report.inconsistent')} failures={contradictions} />
      )}
      {more > 0 && <p className={styles['fault']}>{t('export.report.more', { n: more })}</p>}
      {signed.kind === 'nobody' && <p>{isWhole ? t('export.report.anyone') : t('export.report.unsigned')}</p>}
      {signed.kind === 'signed' && <Signer key={signed.key} signedWith={signed.key} set={set} />}
      {unchecked.length > 0 && <Found title={t('export.report.unchecked')} failures={unchecked} isQuiet />}
    </div>
  );
}

function Found({
  title,
  failures,
  isQuiet,
}: {
  readonly title: string;
  readonly failures: readonly Failure[];
  readonly isQuiet?: boolean;
}) {
  return (
    <div className={styles[isQuiet ? 'files' : 'fault']}>
      <p>{title}</p>
      <ul className={styles['leftOut']}>
        {failures.map((failure) => (
          <li key={logLine(failure)}>{messageOf(failure)}</li>
        ))}
      </ul>
    </div>
  );
}

/** Whose key it is, as far as it is known here, and a field to name its holder. */
function Signer({ set: { signer }, signedWith }: { readonly set: OpenedSet; readonly signedWith: string }) {
  const { t } = useTranslation();
  const { replay } = useStudio();
  const [name, setName] = useState(signer?.name ?? '');
  const words = signer?.isOwn
    ? t('export.report.signedHere')
    : signer
      ? t('export.report.signedBy', { name: signer.name })
      : t('export.report.signedUnknown');
  return (
    <>
      <p>
        {words} <code className={styles['key']}>{signedWith}</code>
      </p>
      {!signer?.isOwn && (
        <div className={styles['actions']}>
          <label htmlFor="signer-name">{t('export.report.holder')}</label>
          <input
            id="signer-name"
            className={styles['name']}
            maxLength={KEY_NAME_LIMIT}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Button disabled={name.trim() === (signer?.name ?? '')} onClick={() => void replay.nameKey(signedWith, name)}>
            {t('export.report.keepName')}
          </Button>
        </div>
      )}
    </>
  );
}

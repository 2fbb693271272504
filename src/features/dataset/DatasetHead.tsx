/** Name, layout, progress of the scan, and what can be done with the data set as a whole. */
import { useTranslation } from 'react-i18next';
import type { ClassTally } from '../../core/dataset/tally';
import { layoutWords } from '../../messages/datasetWords';
import { useSlice, useStudio } from '../../state/context';
import { Button } from '../../ui/Button';
import { ProgressBar } from '../../ui/Page';
import styles from './Dataset.module.css';
import { OpenButtons } from './OpenButtons';
import '../../state/dataset/pickers';

export function DatasetHead({ classes }: { readonly classes: readonly ClassTally[] }) {
  const { t } = useTranslation();
  const { dataset } = useStudio();
  const opened = useSlice(
    (s) => s.dataset,
    (s) => s.opened,
  );
  const scannedCount = useSlice(
    (s) => s.dataset,
    (s) => s.scannedCount,
  );
  const scanning = useSlice(
    (s) => s.dataset,
    (s) => s.scanning,
  );
  if (!opened) return null;
  const { summary, source } = opened;
  const lesions = classes.reduce((sum, tally) => sum + tally.lesions, 0);
  return (
    <header className={styles['head']}>
      <h1>{summary.name}</h1>
      <p className={styles['soft']}>
        {t('dataset.head.size', {
          layout: layoutWords(summary.reading.layout),
          images: summary.images,
          lesions,
        })}
      </p>
      {scannedCount < summary.images && (
        <div className={styles['progress']}>
          <ProgressBar label={t('dataset.head.thumbnails')} share={scannedCount / summary.images} />
          <span className={styles['soft']}>
            {t('dataset.head.scanned', { scanned: scannedCount, images: summary.images })}
          </span>
          {scanning && (
            <Button look="quiet" onClick={() => void dataset.pause()}>
              {t('dataset.head.pause')}
            </Button>
          )}
          {!scanning && source.kind === 'open' && (
            <Button onClick={() => void dataset.goOn()}>{t('dataset.head.goOn')}</Button>
          )}
        </div>
      )}
      {source.kind === 'ask' && (
        <div className={styles['hint']}>
          <p>{t('dataset.head.ask')}</p>
          <Button onClick={() => void ask(source.handle).then((isAllowed) => (isAllowed ? dataset.goOn() : undefined))}>
            {t('dataset.head.allow')}
          </Button>
        </div>
      )}
      {source.kind === 'gone' && <p className={styles['hint']}>{t('dataset.head.gone')}</p>}
      {source.kind === 'other-tab' && <p className={styles['hint']}>{t('dataset.head.otherTab')}</p>}
      <div className={styles['actions']}>
        {source.kind !== 'other-tab' && (
          <>
            <OpenButtons />
            <Button look="quiet" onClick={() => void dataset.close()}>
              {t('app.close')}
            </Button>
          </>
        )}
      </div>
    </header>
  );
}

async function ask(handle: FileSystemHandle): Promise<boolean> {
  return (await handle.requestPermission?.({ mode: 'read' })) === 'granted';
}

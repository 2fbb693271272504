/** Name, layout, progress of looking, and what can be done with the data set as a whole. */
import type { Layout } from '../../contracts/dataset';
import type { ClassTally } from '../../core/dataset/tally';
import { useSlice, useStudio } from '../../state/context';
import { Button } from '../../ui/Button';
import { ProgressBar } from '../../ui/Page';
import { thousands } from '../../ui/thousands';
import styles from './Dataset.module.css';
import { OpenButtons } from './OpenButtons';
import './pickers';

export const LAYOUT_NAMES: Readonly<Record<Layout, string>> = {
  'isic-2019': 'ISIC 2019',
  ham10000: 'HAM10000',
  'isic-archive': 'ISIC Archive',
  'hf-imagefolder': 'Hugging Face imagefolder',
  imagefolder: 'Folder',
};

export function DatasetHead({ classes }: { readonly classes: readonly ClassTally[] }) {
  const { dataset } = useStudio();
  const opened = useSlice(
    (s) => s.dataset,
    (s) => s.opened,
  );
  const seenCount = useSlice(
    (s) => s.dataset,
    (s) => s.seenCount,
  );
  const looking = useSlice(
    (s) => s.dataset,
    (s) => s.looking,
  );
  if (!opened) return null;
  const { summary, source } = opened;
  const lesions = classes.reduce((sum, one) => sum + one.lesions, 0);
  return (
    <header className={styles['head']}>
      <h1>{summary.name}</h1>
      <p className={styles['soft']}>
        {LAYOUT_NAMES[summary.reading.layout]} layout, {thousands(summary.images)} images of {thousands(lesions)}{' '}
        lesions
      </p>
      {seenCount < summary.images && (
        <div className={styles['progress']}>
          <ProgressBar label="Thumbnails" share={seenCount / summary.images} />
          <span className={styles['soft']}>
            {thousands(seenCount)} of {thousands(summary.images)} looked at
          </span>
          {looking && (
            <Button look="quiet" onClick={() => void dataset.pause()}>
              Pause
            </Button>
          )}
          {!looking && source.kind === 'open' && <Button onClick={() => void dataset.goOn()}>Go on</Button>}
        </div>
      )}
      {source.kind === 'ask' && (
        <div className={styles['hint']}>
          <p>The browser asks again before the studio may read the images. What was seen before is shown.</p>
          <Button onClick={() => void ask(source.handle).then((isAllowed) => (isAllowed ? dataset.goOn() : undefined))}>
            Allow again
          </Button>
        </div>
      )}
      {source.kind === 'gone' && (
        <p className={styles['hint']}>
          The images cannot be reached any more; what was seen of them is shown. Open the same folder or zip again to go
          on.
        </p>
      )}
      {source.kind === 'other-tab' && (
        <p className={styles['hint']}>
          Another tab of the studio has this data set open. Here it is shown and cannot be changed.
        </p>
      )}
      <div className={styles['actions']}>
        {source.kind !== 'other-tab' && (
          <>
            <OpenButtons />
            <Button look="quiet" onClick={() => void dataset.close()}>
              Close
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

/** What the library is doing: how far it is, and the way to stop it. */
import { useTranslation } from 'react-i18next';
import type { LibraryWork } from '../../state/queue/libraryStore';
import { useSlice, useStudio } from '../../state/context';
import { Button } from '../../ui/Button';
import { ProgressBar } from '../../ui/Page';
import styles from './Planning.module.css';

export function LibraryWorking({ kinds }: { readonly kinds: readonly LibraryWork['kind'][] }) {
  const { t } = useTranslation();
  const { library } = useStudio();
  const work = useSlice(
    (s) => s.library,
    (s) => s.work,
  );
  if (work.kind === 'idle' || !kinds.includes(work.kind)) return null;
  const { kind, done, total, found } = work;
  const doing = t(`queue.work.${kind}`);
  return (
    <div className={styles['working']}>
      <ProgressBar label={doing} share={total === 0 ? 1 : done / total} />
      <p role="status">{t(`queue.soFar.${kind}`, { work: doing, done, total, found })}</p>
      <Button onClick={() => library.stop()}>{t('queue.stop')}</Button>
    </div>
  );
}

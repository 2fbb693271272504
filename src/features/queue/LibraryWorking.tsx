/** What the library is doing: how far it is, and the way to stop it. */
import type { LibraryWork } from '../../state/libraryStore';
import { useSlice, useStudio } from '../../state/context';
import { Button } from '../../ui/Button';
import { ProgressBar } from '../../ui/Page';
import { thousands } from '../../ui/thousands';
import styles from './Queue.module.css';

const WORDS = {
  skin: { doing: 'Looking for skin', found: 'pieces of skin' },
  healing: { doing: 'Painting lesions away', found: 'kept' },
  outlines: { doing: 'Taking outlines', found: 'new outlines' },
} as const;

export function LibraryWorking({ kinds }: { readonly kinds: readonly LibraryWork['kind'][] }) {
  const { library } = useStudio();
  const work = useSlice(
    (s) => s.library,
    (s) => s.work,
  );
  if (work.kind === 'idle' || !kinds.includes(work.kind)) return null;
  const { doing, found } = WORDS[work.kind];
  return (
    <div className={styles['working']}>
      <ProgressBar label={doing} share={work.total === 0 ? 1 : work.done / work.total} />
      <p role="status" className={styles['soft']}>
        {doing}: {thousands(work.done)} of {thousands(work.total)} images, {thousands(work.found)} {found}.
      </p>
      <Button onClick={() => library.stop()}>Stop</Button>
    </div>
  );
}

/** A plan was started while images are still being scanned: that it begins by itself, and a way out. */
import { useTranslation } from 'react-i18next';
import { useSlice, useStudio } from '../../state/context';
import { WaitLine } from '../waiting';

export function AwaitsScan() {
  const { t } = useTranslation();
  const { planning } = useStudio();
  const awaitsScan = useSlice(
    (s) => s.planning,
    (s) => s.awaitsScan,
  );
  if (!awaitsScan) return null;
  return <WaitLine words={t('queue.awaitsScan')} onStop={() => planning.stopAwaiting()} />;
}

/** What is gone at once, its files when it can be taken back no longer. */
import { t } from '../../messages';
import type { StudioDependencies } from './dependencies';
import { UNDO_MS, type Notices } from './noticeStore';

export interface Parting {
  /** Does at once what still waits; nothing where it was done, or taken back. */
  settle(): Promise<void>;
  /** It cannot be taken back any more, and nothing is left to do: something else has taken its place. */
  drop(): void;
}

/** @param message says what is gone, with a button that takes it back @param forget removes its files @param back brings it back */
export function partWith(
  { schedule, unschedule }: Pick<StudioDependencies, 'schedule' | 'unschedule'>,
  notices: Notices,
  message: string,
  { forget, back }: { readonly forget: () => Promise<void>; readonly back: () => void },
): Parting {
  let waits: number | null = schedule(() => {
    waits = null;
    void forget();
  }, UNDO_MS);
  const drop = (): boolean => {
    const was = waits;
    waits = null;
    if (was !== null) unschedule(was);
    return was !== null;
  };
  const news = notices.offer(message, {
    label: t('app.undo'),
    run: () => {
      if (drop()) back();
    },
  });
  return {
    drop(): void {
      if (drop()) notices.dismiss(news);
    },
    async settle(): Promise<void> {
      if (drop()) await forget();
    },
  };
}

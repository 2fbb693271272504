/** Takes skin out of the library: gone from the screen at once, from the disk when it can be brought back no longer. */
import type { Background } from '../../contracts/library';
import { t } from '../../messages';
import type { StudioDependencies } from '../base/dependencies';
import type { Notices } from '../base/noticeStore';
import { partWith } from '../base/parting';
import type { Compose } from '../compose/composeStore';

export function createSkinRemoval(dependencies: StudioDependencies, notices: Notices, compose: Compose) {
  const { storage } = dependencies;

  async function forget(background: Background): Promise<void> {
    const removed = await storage.removeBackground(background.id);
    if (removed.ok) return;
    compose.putBackgrounds([background]); // what is shown is what is kept
    notices.report(removed.failure);
  }

  return {
    /** Of this tab's backgrounds; the studio's own cannot be removed. */
    remove(background: Background): void {
      compose.dropBackground(background.id);
      partWith(dependencies, notices, t('queue.skinRemoved', { id: background.id }), {
        forget: () => forget(background),
        back: () => compose.putBackgrounds([background]),
      });
    },
  };
}

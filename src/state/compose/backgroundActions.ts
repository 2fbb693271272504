/** The skins that the Compose screen offers: those of the library, and images that the person opens. */
import type { StoreApi } from 'zustand/vanilla';
import type { Background } from '../../contracts/library';
import type { StudioDependencies } from '../base/dependencies';
import type { Notices } from '../base/noticeStore';
import type { ComposeStoreState } from './composeStore';

export function createBackgroundActions(
  dependencies: StudioDependencies,
  notices: Notices,
  store: StoreApi<ComposeStoreState>,
  openBackground: (id: string, when: 'after-stroke') => Promise<void>,
) {
  async function readAndKeep(file: Blob, name: string): Promise<Background | null> {
    const { keepImage } = await import('./keepImage');
    // What is opened to paint on is no skin for plans, unless the person says so in the library.
    const known = ({ id }: Background): Background | undefined => store.getState().backgrounds.find((b) => b.id === id);
    return keepImage(dependencies, notices, { file, name }, (read) => known(read) ?? { excluded: true });
  }

  return {
    /** Backgrounds that came or changed; the others stay. */
    putBackgrounds(changed: readonly Background[]): void {
      const by = new Map(changed.map((background) => [background.id, background]));
      store.setState(({ backgrounds }) => {
        const known = new Set(backgrounds.map(({ id }) => id));
        const fresh = changed.filter(({ id }) => !known.has(id));
        return { backgrounds: [...backgrounds.map((background) => by.get(background.id) ?? background), ...fresh] };
      });
    },
    /** The one in place stays until another one is opened. */
    dropBackground: (gone: string): void =>
      store.setState(({ backgrounds }) => ({ backgrounds: backgrounds.filter(({ id }) => id !== gone) })),
    /** Reads an image file, keeps it and puts it in place; its name is shown as long as that takes. */
    async importBackground(file: Blob, name: string): Promise<void> {
      store.setState(({ opening }) => ({ opening: [...opening, name] }));
      try {
        const background = await readAndKeep(file, name);
        if (!background) return;
        store.setState(({ backgrounds }) => ({
          backgrounds: [...backgrounds.filter(({ id }) => id !== background.id), background],
        }));
        if (background.notices.length > 0) notices.inform(background.notices.join(' '));
        await openBackground(background.id, 'after-stroke'); // it belongs to the image that is shown when it ends
      } finally {
        store.setState(({ opening }) => ({ opening: opening.toSpliced(opening.indexOf(name), 1) }));
      }
    },
  };
}

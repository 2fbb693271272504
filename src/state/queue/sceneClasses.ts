/** Which classes live in skin that the person opened and of which nothing else is known: read by the bundle, for plans. */
import type { StoreApi } from 'zustand/vanilla';
import { ofClass, type ClassCode } from '../../contracts/classes';
import type { Background, SkinFacts } from '../../contracts/library';
import { LOW_FIT } from '../../core/scene/lowFit';
import type { StudioDependencies } from '../base/dependencies';
import type { Compose } from '../compose/composeStore';
import { readsScenes } from '../compose/sceneStore';
import type { Session } from '../session/sessionStore';
import type { LibraryState } from './libraryStore';

export function createSceneClasses(
  { storage, inference }: StudioDependencies,
  session: Session,
  compose: Compose,
  store: StoreApi<LibraryState>,
  codes: () => readonly ClassCode[],
) {
  /** The bundle that has read them. */
  let readBy = '';
  let isReading = false;

  async function read({ id }: Background): Promise<void> {
    const pixels = await storage.readBackground(id);
    const fits = pixels.ok ? await inference.sceneFits(pixels.value, null) : pixels;
    if (!fits.ok) return;
    const classes = codes().filter((code) => (ofClass(fits.value ?? {}, code) ?? 0) >= LOW_FIT);
    store.setState((state) => ({ livesIn: new Map(state.livesIn).set(id, classes) }));
  }

  return {
    /** Reads what was not read yet; an image with a class of its own, and a square cut out of one, need no reading. */
    async read(): Promise<void> {
      const { model, manifest, manifestSha256 } = session.store.getState();
      if (isReading || model.phase !== 'ready' || !readsScenes(manifest)) return;
      isReading = true;
      if (readBy !== manifestSha256) store.setState({ livesIn: new Map() });
      readBy = manifestSha256;
      const own = compose.store.getState().backgrounds.filter((background) => isUnknown(background));
      for (const background of own) if (!store.getState().livesIn.has(background.id)) await read(background);
      isReading = false;
    },
  };
}

function isUnknown(background: Background): boolean {
  return background.origin === 'file' && background.class === undefined && background.classes === undefined;
}

/** Backgrounds with the classes that live in them, where they were read. */
export function withClasses(
  backgrounds: readonly Background[],
  livesIn: LibraryState['livesIn'],
): readonly Background[] {
  if (livesIn.size === 0) return backgrounds;
  return backgrounds.map((background) => {
    const classes = livesIn.get(background.id) ?? [];
    return classes.length === 0 ? background : { ...background, classes: [...classes] };
  });
}

/** Backgrounds with what was seen in those that were kept without it. */
export function withFacts(
  backgrounds: readonly Background[],
  facts: ReadonlyMap<string, SkinFacts>,
): readonly Background[] {
  return backgrounds.map((background) => {
    const seen = background.facts ?? facts.get(background.id);
    return seen ? { ...background, facts: seen } : background;
  });
}

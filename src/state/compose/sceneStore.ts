/** How well the scene on the Compose screen fits each class, read anew once background and mask have rested for a moment. */
import { createStore } from 'zustand/vanilla';
import { BUNDLE_PATHS, type BundleManifest } from '../../contracts/bundle';
import type { SceneFits } from '../../contracts/inference';
import type { StudioDependencies } from '../base/dependencies';
import type { Session } from '../session/sessionStore';
import type { Compose } from './composeStore';

export interface SceneState {
  /** Null where nothing is known: the bundle does not read scenes, or this one was not read yet. */
  readonly fits: SceneFits | null;
}

const REST_MS = 400;

/** The parts of the studio that it works with. */
export interface SceneNeeds {
  readonly session: Session;
  readonly compose: Compose;
}

export function createScene(dependencies: StudioDependencies, { session, compose }: SceneNeeds) {
  const store = createStore<SceneState>(() => ({ fits: null }));
  let timer: number | null = null;
  let count = 0;

  function changed(): void {
    if (timer !== null) dependencies.unschedule(timer);
    timer = null;
    count += 1; // what is being read is of the past
    const { model, manifest } = session.store.getState();
    if (model.phase !== 'ready' || !readsScenes(manifest)) {
      if (store.getState().fits) store.setState({ fits: null });
      return;
    }
    timer = dependencies.schedule(() => void read(), REST_MS);
  }

  async function read(): Promise<void> {
    timer = null;
    const background = compose.background();
    if (!background) return;
    const { document } = compose;
    const mask = document.isEmpty ? null : { ...document.mask, data: document.mask.data.slice() };
    const reading = count;
    const fits = await dependencies.inference.sceneFits(background, mask);
    if (reading === count) store.setState({ fits: fits.ok ? fits.value : null });
  }

  compose.store.subscribe((state, before) => {
    const isSame =
      state.backgroundId === before.backgroundId &&
      state.backgroundRevision === before.backgroundRevision &&
      state.maskRevision === before.maskRevision;
    if (!isSame) changed();
  });
  session.store.subscribe((state, before) => {
    if (state.model.phase !== before.model.phase || state.manifestSha256 !== before.manifestSha256) changed();
  });

  return { store };
}

/** Whether a bundle tells how well scenes fit. */
export function readsScenes(manifest: Pick<BundleManifest, 'files'> | null): boolean {
  return manifest?.files.some(({ path }) => path === BUNDLE_PATHS.scenes) ?? false;
}

/** Images that the person brought, before any plan uses them as skin: each is looked at for a lesion, and one that is seen can be painted away. */
import { BACKGROUND_NAMES, type Background } from '../../contracts/library';
import type { Scene } from '../../contracts/dataset';
import { succeed, type Failure, type Outcome } from '../../contracts/failure';
import { ownId } from '../../core/dataset/ownId';
import type { Compose } from '../compose/composeStore';
import type { Notices } from '../base/noticeStore';
import type { StudioDependencies } from '../base/dependencies';
import type { Session } from '../session/sessionStore';
import type { createLesionRemoval } from './lesionRemoval';

interface SkinLooksNeeds {
  readonly notices: Notices;
  readonly session: Session;
  readonly compose: Compose;
  readonly removal: ReturnType<typeof createLesionRemoval>;
  readonly change: (changed: readonly Background[]) => Promise<void>;
  readonly keepSkin: (background: Background, png: Uint8Array<ArrayBuffer>) => Promise<Failure | null>;
  readonly go: (
    kind: 'lesionRemoval',
    places: readonly number[],
    each: (place: number) => Promise<{ readonly found: number; readonly failure: Failure | null }>,
  ) => Promise<boolean>;
}

/** To be used as skin, and nobody knows what it shows. */
function isUnknown({ origin, shows, excluded }: Background): boolean {
  return origin === 'file' && shows === undefined && excluded !== true;
}

/** Brought as skin, with a lesion in it. */
export function showsLesion({ shows, excluded }: Background): boolean {
  return shows === 'lesion' && excluded !== true;
}

export function createSkinLooks(
  dependencies: StudioDependencies,
  { notices, session, compose, removal, change, keepSkin, go }: SkinLooksNeeds,
) {
  const { storage, inference } = dependencies;
  let looking: Promise<void> | null = null;

  const all = (): readonly Background[] => compose.store.getState().backgrounds;

  /** Null where no lesion is seen. */
  async function sceneOf({ id }: Background): Promise<Outcome<Scene | null>> {
    const pixels = await storage.readBackground(id);
    if (!pixels.ok) return pixels;
    const seen = await inference.seeLesion(pixels.value);
    if (!seen.ok) return seen;
    return succeed(seen.value && { image: pixels.value, lesion: seen.value, isDrawn: false });
  }

  async function lookAtAll(): Promise<void> {
    const tried = new Set<string>();
    for (;;) {
      const next = all().find((background) => isUnknown(background) && !tried.has(background.id));
      if (!next) return;
      tried.add(next.id);
      const scene = await sceneOf(next);
      const now = all().find(({ id }) => id === next.id);
      if (scene.ok && now) await change([{ ...now, shows: scene.value ? 'lesion' : 'skin' }]);
    }
  }

  /** Looks at what is to be used and was not looked at yet, once the model is ready. */
  function look(): Promise<void> {
    if (session.store.getState().model.phase !== 'ready') return Promise.resolve();
    looking ??= lookAtAll().finally(() => (looking = null));
    return looking;
  }

  return {
    look,
    async importFiles(files: readonly File[]): Promise<void> {
      const { keepImage } = await import('../compose/keepImage');
      for (const file of files) {
        const background = await keepImage(dependencies, notices, { file, name: file.name }, () => ({}));
        if (background) compose.putBackgrounds([background]);
      }
      await look();
    },
    /** The person says that what was taken for a lesion is none. */
    allow: (): Promise<void> =>
      change(
        all()
          .filter(showsLesion)
          .map((background) => ({ ...background, shows: 'skin' })),
      ),
    /** Paints the lesions away; where nothing of one is left, the image as it was is left out in its place. */
    async paintAway(): Promise<void> {
      const seen = all().filter(showsLesion);
      await go('lesionRemoval', [...seen.keys()], async (place) => {
        const original = seen[place];
        const scene = original ? await sceneOf(original) : succeed(null);
        if (!original || !scene.ok) return { found: 0, failure: scene.ok ? null : scene.failure };
        const removed = scene.value && (await removal.remove(scene.value, ownId(original.sha256)));
        if (!removed) return { found: 0, failure: null };
        if (!removed.ok) return { found: 0, failure: removed.failure.code === 'cancelled' ? null : removed.failure };
        if (!removed.value) return { found: 0, failure: null };
        const { png, sha256, width, height } = removed.value;
        const { licence, name } = original;
        const failure = await keepSkin(
          {
            id: `healed-${sha256.slice(0, 12)}`,
            ...{ sha256, width, height, licence, notices: [] },
            name: BACKGROUND_NAMES.removed,
            origin: 'removed',
            from: ownId(original.sha256),
            fromOwnId: name.replace(/\.[^.]+$/, ''),
          },
          png,
        );
        if (failure) return { found: 0, failure };
        await change([{ ...original, excluded: true }]);
        return { found: 1, failure: null };
      });
    },
  };
}

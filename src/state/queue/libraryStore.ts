/** What plans draw from: skin that is found, made or opened, and outlines; looked through and thinned out by the person. */
import { createStore } from 'zustand/vanilla';
import type { ClassCode } from '../../contracts/classes';
import type { Failure } from '../../contracts/failure';
import {
  BACKGROUND_NAMES,
  OWN_LICENCE,
  type Background,
  type MaskShape,
  type SkinFacts,
} from '../../contracts/library';
import { ownId } from '../../core/dataset/ownId';
import { counts } from '../../core/dataset/tally';
import { shapeOf } from '../../core/mask/shape';
import { philoxWords } from '../../core/random/philox';
import type { Compose } from '../compose/composeStore';
import type { ClassControl } from '../dataset/classStore';
import type { DatasetStore } from '../dataset/datasetStore';
import { t } from '../../messages';
import type { StudioDependencies } from '../base/dependencies';
import { createLesionRemoval } from './lesionRemoval';
import { createLesionScenes, passedOver, type FromDataset } from './lesionScenes';
import { createShapes, news } from './libraryShapes';
import { createSkinLooks } from './skinLooks';
import { createSkinRemoval } from './skinRemoval';
import { createSceneClasses } from './sceneClasses';
import type { Notices } from '../base/noticeStore';
import type { Later } from '../session/later';
import type { Session } from '../session/sessionStore';

export type LibraryWork =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'skin' | 'lesionRemoval' | 'lesions' | 'outlines';
      readonly done: number;
      readonly total: number;
      /** What came of it so far. */
      readonly found: number;
    };

export interface LibraryState {
  readonly shapes: readonly MaskShape[];
  readonly work: LibraryWork;
  /** Of backgrounds that were kept without, by id. */
  readonly facts: ReadonlyMap<string, SkinFacts>;
  /** Images of the open data set outside its training part (`from` of a background): a scene of one would leak into a test. */
  readonly heldOut: ReadonlySet<string>;
  /** Classes that live in skin that the person opened, by id, as far as the bundle has read it. */
  readonly livesIn: ReadonlyMap<string, readonly ClassCode[]>;
  /** Classes of the open data set in whose training images no lesion was found that can be painted over. */
  readonly barren: ReadonlySet<ClassCode>;
}

/** Apart from other draws: which images are taken first. */
const ORDER_STREAM = 0x6c696272;

const LICENCES: Readonly<Partial<Record<string, string>>> = {
  'isic-2019': 'CC-BY-NC-4.0',
  ham10000: 'CC-BY-NC-4.0',
  'isic-archive': 'CC-BY-NC-4.0',
  'isic-2018': 'CC-BY-NC-4.0',
  'isic-2020': 'CC-BY-NC-4.0',
  milk10k: 'CC-BY-NC-4.0',
};

/** The parts of the studio that it works with. */
export interface LibraryNeeds {
  readonly notices: Notices;
  readonly later: Later;
  readonly session: Session;
  readonly compose: Compose;
  readonly dataset: DatasetStore;
  readonly classes: Pick<ClassControl, 'store'>;
}

export function createLibrary(
  dependencies: StudioDependencies,
  { notices, session, compose, dataset, classes, later }: LibraryNeeds,
) {
  const { storage, dataset: worker } = dependencies;
  const store = createStore<LibraryState>(() => ({
    shapes: [],
    work: { kind: 'idle' },
    facts: new Map(),
    heldOut: new Set(),
    livesIn: new Map(),
    barren: new Set(),
  }));
  const lesionRemoval = createLesionRemoval(dependencies, session);
  const removal = createSkinRemoval(dependencies, notices, compose);
  const scenes = createSceneClasses(dependencies, session, compose, store, () => classes.store.getState().codes);
  const shapes = createShapes(dependencies, notices, compose, store);
  let stop = new AbortController();
  let isDescribing = false;

  const backgrounds = (): readonly Background[] => compose.store.getState().backgrounds;

  /** The real images that backgrounds of an origin come from. */
  function sourcesOf(origin: Background['origin']): Set<string> {
    return new Set(
      backgrounds().flatMap((background) =>
        background.origin === origin && background.from !== undefined ? [background.from] : [],
      ),
    );
  }

  /** Images of the training split in an order that depends on nothing but their number: no class is sought out. */
  function images(count: number, wanted: (image: number) => boolean): number[] {
    const { content } = dataset.store.getState();
    const own = content.images.flatMap((image, at) =>
      image.split === 'train' && counts(image, at, content.scan) && wanted(at) ? [at] : [],
    );
    const words = philoxWords(0, content.images.length, ORDER_STREAM);
    return own.toSorted((a, b) => (words[a] ?? 0) - (words[b] ?? 0)).slice(0, count);
  }

  /**
   * One image after another until it is done, stopped, or fails for all. @param each how many things came of it
   * @returns whether it was done
   */
  async function go(
    kind: Exclude<LibraryWork['kind'], 'idle'>,
    places: readonly number[],
    each: (image: number) => Promise<{ readonly found: number; readonly failure: Failure | null }>,
  ): Promise<boolean> {
    if (store.getState().work.kind !== 'idle') return false;
    stop = new AbortController();
    let [done, found] = [0, 0];
    const show = (): void => store.setState({ work: { kind, done, total: places.length, found } });
    show();
    for (const image of places) {
      const { found: more, failure } = await each(image);
      if (failure) {
        notices.report(failure);
        break;
      }
      done += 1;
      found += more;
      show();
      if (stop.signal.aborted) break;
    }
    store.setState({ work: { kind: 'idle' } });
    void session.refreshStorage();
    const { maskNews } = await import('./maskNews');
    const words = [t('state.goneThrough', { count: done, news: news(found, kind) }), ...(await maskNews(worker))];
    notices.inform(words.join(' '));
    return done === places.length;
  }

  async function keepSkin(background: Background, png: Uint8Array<ArrayBuffer>): Promise<Failure | null> {
    const kept = await storage.keepBackground(background, png);
    if (!kept.ok) return kept.failure;
    compose.putBackgrounds([background]);
    return null;
  }

  /** What every background from an image of the data set has in common. */
  async function origins(): Promise<(image: number) => FromDataset> {
    const fingerprints = await worker.fingerprints();
    const { content, opened } = dataset.store.getState();
    const licence = (opened && LICENCES[opened.summary.reading.layout]) ?? OWN_LICENCE;
    return (image) => {
      const { id, class: label } = content.images[image] ?? {};
      const code = label ?? undefined;
      const from = ownId((fingerprints.ok ? fingerprints.value[image] : undefined) ?? '');
      return {
        ...{ from, licence, notices: [] },
        ...(id === undefined ? {} : { fromOwnId: id }),
        ...(code === undefined ? {} : { class: code }),
      };
    };
  }

  const lesions = createLesionScenes(dependencies, compose, dataset, store, {
    ...{ origins, images, sourcesOf, go, keepSkin },
  });

  const looks = createSkinLooks(dependencies, {
    ...{ notices, session, compose, removal: lesionRemoval, change, keepSkin, go },
  });

  return {
    store,
    shapes,
    looks,
    scenes,
    stop(): void {
      stop.abort();
      lesionRemoval.cancel();
    },
    /** Cuts skin beside the lesions of so many images that gave none yet. @param isWanted of the images' places */
    async findSkin(count: number, isWanted: (image: number) => boolean = () => true): Promise<void> {
      const origin = await origins();
      const used = sourcesOf('region');
      await go(
        'skin',
        images(count, (at) => isWanted(at) && !used.has(origin(at).from ?? '')),
        async (image) => {
          const skin = await worker.skin(image);
          if (!skin.ok) return passedOver(skin.failure);
          for (const { png, sha256, width, height, facts } of skin.value) {
            const id = `skin-${sha256.slice(0, 12)}`;
            const kept = { id, sha256, width, height, facts, name: BACKGROUND_NAMES.region, origin: 'region' as const };
            const failure = await keepSkin(
              { ...kept, ...origin(image), ...(facts.grade === 'poor' ? { excluded: true } : {}) },
              png,
            );
            if (failure) return { found: 0, failure };
          }
          return { found: skin.value.length, failure: null };
        },
      );
    },
    /** Paints the lesions of so many images away, and keeps what shows nothing of them any more. */
    removeLesions: (count: number): Promise<void> => later.whenReady('lesion-removal', () => removeLesions(count)),
    lesions,
    /** Takes the drawn outlines of so many images. */
    async takeOutlines(count: number): Promise<void> {
      const { content } = dataset.store.getState();
      await go(
        'outlines',
        images(count, (at) => content.images[at]?.mask !== null),
        async (image) => {
          const outline = await worker.outline(image);
          if (!outline.ok) return passedOver(outline.failure);
          if (!outline.value) return { found: 0, failure: null };
          return shapes.add([await shapeOf(outline.value, 'dataset', content.images[image]?.class ?? null)]);
        },
      );
    },
    change,
    /** What is to be used is looked at first. */
    async exclude(background: Background, excluded: boolean): Promise<void> {
      await change([{ ...background, excluded }]);
      await looks.look();
    },
    remove: (background: Background): void => removal.remove(background),
    /** Looks at the skin of which nothing is known yet. */
    async describeAll(): Promise<void> {
      if (isDescribing) return;
      isDescribing = true;
      for (const { id, facts, origin, retired } of backgrounds()) {
        if (facts || retired || origin === 'lesion' || store.getState().facts.has(id)) continue;
        const described = await storage.describeBackground(id);
        if (!described.ok) continue;
        store.setState((state) => ({ facts: new Map(state.facts).set(id, described.value) }));
      }
      isDescribing = false;
    },
  };

  async function removeLesions(count: number): Promise<void> {
    const origin = await origins();
    const used = sourcesOf('removed');
    await go(
      'lesionRemoval',
      images(count, (at) => !used.has(origin(at).from ?? '')),
      async (image) => {
        const scene = await worker.scene(image);
        if (!scene.ok) return passedOver(scene.failure);
        const removed = scene.value && (await lesionRemoval.remove(scene.value, origin(image).from ?? ''));
        if (removed?.ok === false && removed.failure.code !== 'cancelled')
          return { found: 0, failure: removed.failure };
        if (!removed?.ok || !removed.value) return { found: 0, failure: null };
        const { png, sha256, width, height } = removed.value;
        const id = `healed-${sha256.slice(0, 12)}`;
        const kept: Background = {
          id,
          sha256,
          width,
          height,
          name: BACKGROUND_NAMES.removed,
          origin: 'removed',
          ...origin(image),
        };
        const failure = await keepSkin(kept, png);
        if (failure) return { found: 0, failure };
        const facts = await storage.describeBackground(id);
        if (facts.ok)
          await change([{ ...kept, facts: facts.value, ...(facts.value.grade === 'poor' ? { excluded: true } : {}) }]);
        return { found: 1, failure: null };
      },
    );
  }

  /** Keeps what is said of backgrounds that are here. Of shipped ones only whether they are excluded. */
  async function change(changed: readonly Background[]): Promise<void> {
    for (const background of changed) {
      const before = backgrounds().filter(({ id }) => id === background.id);
      compose.putBackgrounds([background]); // seen at once
      const kept = await storage.keepBackground(background, null);
      if (kept.ok) continue;
      compose.putBackgrounds(before); // what is shown is what is kept
      notices.report(kept.failure);
    }
  }
}

export type Library = ReturnType<typeof createLibrary>;

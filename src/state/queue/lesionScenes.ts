/** Real lesions of the data set as scenes in which samples of their class are painted over them: those of its training part and no others. */
import type { StoreApi } from 'zustand/vanilla';
import type { ClassCode } from '../../contracts/classes';
import type { Failure } from '../../contracts/failure';
import { BACKGROUND_NAMES, type Background } from '../../contracts/library';
import { ownId } from '../../core/dataset/ownId';
import type { Compose } from '../compose/composeStore';
import type { DatasetStore } from '../dataset/datasetStore';
import type { StudioDependencies } from '../base/dependencies';
import type { LibraryState, LibraryWork } from './libraryStore';
import { withLesions } from '../../core/plan/outlook';

/** Scenes of a class that a plan takes by itself: they take turns, so a hundred differ enough for thousands of samples. */
export const LESIONS_A_CLASS = 100;

/** What every background from an image of the data set has. */
export type FromDataset = Pick<Background, 'from' | 'fromOwnId' | 'licence' | 'notices' | 'class'>;

/** How the library goes through the images of the data set. */
interface Ways {
  readonly origins: () => Promise<(image: number) => FromDataset>;
  readonly images: (count: number, wanted: (image: number) => boolean) => number[];
  readonly sourcesOf: (origin: Background['origin']) => ReadonlySet<string>;
  readonly go: (
    kind: Exclude<LibraryWork['kind'], 'idle'>,
    places: readonly number[],
    each: (image: number) => Promise<{ readonly found: number; readonly failure: Failure | null }>,
  ) => Promise<boolean>;
  readonly keepSkin: (background: Background, png: Uint8Array<ArrayBuffer>) => Promise<Failure | null>;
}

export function createLesionScenes(
  { dataset: worker }: StudioDependencies,
  compose: Compose,
  dataset: DatasetStore,
  store: StoreApi<LibraryState>,
  { origins, images, sourcesOf, go, keepSkin }: Ways,
) {
  let splitsOf = '';

  /** Takes so many training images of each class. @returns whether it was not stopped */
  async function take(codes: readonly ClassCode[], count: number): Promise<boolean> {
    const origin = await origins();
    const used = sourcesOf('lesion');
    const { content } = dataset.store.getState();
    const places = codes.flatMap((code) =>
      images(count, (at) => content.images[at]?.class === code && !used.has(origin(at).from ?? '')),
    );
    return go('lesions', places, async (image) => {
      const found = await worker.lesion(image);
      if (!found.ok) return passedOver(found.failure);
      if (!found.value) return { found: 0, failure: null };
      const { png, ...scene } = found.value;
      const id = `lesion-${scene.sha256.slice(0, 12)}`;
      const kept: Background = { id, ...scene, name: BACKGROUND_NAMES.lesion, origin: 'lesion', ...origin(image) };
      const failure = await keepSkin(kept, png);
      return failure ? { found: 0, failure } : { found: 1, failure: null };
    });
  }

  return {
    take,
    /** Some of each class, for a plan; remembers the classes in which there are none. @returns whether it was not stopped */
    async takeForPlan(codes: readonly ClassCode[]): Promise<boolean> {
      if (!(await take(codes, LESIONS_A_CLASS))) return false;
      const { backgrounds } = compose.store.getState();
      const paintable = withLesions({ backgrounds, heldOut: store.getState().heldOut });
      const bare = codes.filter((code) => !paintable.has(code));
      store.setState(({ barren }) => ({ barren: new Set([...barren, ...bare]) }));
      return true;
    },
    /** Finds the images that no scene may come from: a background may have been taken when the data set was split otherwise. */
    async holdOut(): Promise<void> {
      const { edition, scannedCount, content } = dataset.store.getState();
      const isScanned = scannedCount === content.images.length;
      const key = `${edition} ${isScanned}`;
      if (splitsOf === key) return;
      if (!splitsOf.startsWith(`${edition} `)) store.setState({ heldOut: new Set(), barren: new Set() });
      splitsOf = key;
      if (!isScanned || scannedCount === 0) return;
      const fingerprints = await worker.fingerprints();
      if (!fingerprints.ok || splitsOf !== key) return;
      const ids = content.images.flatMap(({ split }, at) =>
        split === 'train' ? [] : [ownId(fingerprints.value[at] ?? '')],
      );
      store.setState({ heldOut: new Set(ids) });
    },
  };
}

/** A file that is gone, or whose mask cannot be used, is passed over; what would befall every file ends the work. */
export function passedOver(failure: Failure): { found: number; failure: Failure | null } {
  const isOfOne = failure.code === 'dataset-file-missing' || failure.code.startsWith('mask-');
  return { found: 0, failure: isOfOne ? null : failure };
}

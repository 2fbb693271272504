/** The outlines of the library: taken in, left out by the person, and put on the background of the Compose screen. */
import type { StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../contracts/failure';
import type { MaskShape } from '../../contracts/library';
import type { Compose } from '../compose/composeStore';
import { t } from '../../messages';
import { messageOf } from '../../messages/failures';
import type { StudioDependencies } from '../base/dependencies';
import type { LibraryState } from './libraryStore';
import type { Notices } from '../base/noticeStore';

export function createShapes(
  dependencies: StudioDependencies,
  notices: Notices,
  compose: Compose,
  store: StoreApi<LibraryState>,
) {
  const { storage, randomSeed } = dependencies;

  /** Those that are not there yet. @returns how many came */
  async function add(added: readonly MaskShape[]): Promise<{ found: number; failure: Failure | null }> {
    const known = new Set(store.getState().shapes.map(({ id }) => id));
    const fresh = added.filter(({ id }, at) => !known.has(id) && added.findIndex((other) => other.id === id) === at);
    const kept = await storage.keepShapes(fresh);
    if (!kept.ok) return { found: 0, failure: kept.failure };
    store.setState(({ shapes }) => ({ shapes: [...shapes, ...fresh] }));
    return { found: fresh.length, failure: null };
  }

  /** In place of those of the same id. */
  function put(changed: readonly MaskShape[]): void {
    const by = new Map(changed.map((shape) => [shape.id, shape]));
    store.setState(({ shapes }) => ({ shapes: shapes.map((shape) => by.get(shape.id) ?? shape) }));
  }

  /** Keeps what is said of outlines that are here. */
  async function change(changed: readonly MaskShape[]): Promise<void> {
    const before = store.getState().shapes.filter(({ id }) => changed.some((shape) => shape.id === id));
    if (before.length === 0) return;
    put(changed); // seen at once
    const kept = await storage.keepShapes(changed);
    if (kept.ok) return;
    put(before); // what is shown is what is kept
    notices.report(kept.failure);
  }

  const used = (): MaskShape[] => store.getState().shapes.filter(({ excluded }) => !excluded);

  return {
    add,
    used,
    restore: (shapes: readonly MaskShape[]): void => store.setState({ shapes }),
    /** Puts one of those that are used on the background of the Compose screen, turned and placed by chance. */
    async placeOne(): Promise<void> {
      const chosen = used();
      const shape = chosen[randomSeed() % Math.max(1, chosen.length)];
      if (shape) await compose.placeOutline(shape.rle, 'anywhere');
    },
    /** From files, COCO or images of masks. */
    async importFiles(files: readonly Blob[]): Promise<void> {
      for (const file of files) {
        const { readOutside } = await import('../base/readOutside');
        const read = await readOutside(dependencies, notices, file, (reader, onRead) =>
          reader.readShapes(file, onRead),
        );
        if (!read.ok) {
          notices.report(read.failure);
          continue;
        }
        const { shapes, problems } = read.value;
        const { found, failure } = await add(shapes);
        if (failure) notices.report(failure);
        else notices.inform([news(found, 'outlines'), ...problems.slice(0, 3).map(messageOf)].join(' '));
      }
    },
    put,
    change,
    exclude: (shape: MaskShape, excluded: boolean): Promise<void> => change([{ ...shape, excluded }]),
    async removeAll(): Promise<void> {
      const { shapes } = store.getState();
      const removed = await storage.removeShapes(shapes.map(({ id }) => id));
      if (!removed.ok) {
        notices.report(removed.failure);
        return;
      }
      store.setState({ shapes: [] });
      notices.offer(t('queue.outlinesRemoved', { count: shapes.length }), {
        label: t('app.undo'),
        run: () => void add(shapes).then(({ failure }) => failure && notices.report(failure)),
      });
    },
  };
}

const NEW = {
  skin: 'state.newSkin',
  lesionRemoval: 'state.newLesionRemoval',
  lesions: 'state.newLesions',
  outlines: 'state.newOutlines',
} as const;

export function news(found: number, kind: keyof typeof NEW): string {
  return t(NEW[kind], { count: found });
}

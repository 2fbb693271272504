/** What is done to the whole mask of the Compose screen, each as one step that can be undone. */
import type { Mask } from '../../contracts/image';
import type { Rle } from '../../contracts/recipe';
import type { ComposeState } from '../../contracts/storage';
import { transformMask, UNMOVED, type MaskTransform } from '../../core/mask/transformMask';
import { t } from '../../messages';
import type { StudioDependencies } from '../base/dependencies';
import type { MaskDocument } from './maskDocument';
import type { Notices } from '../base/noticeStore';
import type { OutlineSettings } from './outlines';
import type { Reshaping } from './reshapers';
import type { Later } from '../session/later';
import type { Session } from '../session/sessionStore';

type Asked = Pick<ComposeState, 'reshapePx'> & OutlineSettings;

/** @param isOpen whether a background is in place: without one nothing is done */
export function createMaskActions(
  dependencies: StudioDependencies,
  notices: Notices,
  { session, later }: { readonly session: Session; readonly later: Later },
  document: MaskDocument,
  settings: () => Asked,
  isOpen: () => boolean,
) {
  const { randomSeed } = dependencies;

  /** Steps that wait for their code, or for one before them. */
  let waiting = 0;
  let last = Promise.resolve();

  /** Does at once what nothing stands before, and the rest in the order in which it was asked for; nothing where another skin is in place by then. */
  function inOrder(act: (isMeant: () => boolean) => void | Promise<void>): Promise<void> {
    const { mask } = document;
    const isMeant = (): boolean => isOpen() && document.mask === mask;
    const begun = waiting === 0 ? act(isMeant) : last.then(() => act(isMeant));
    if (!(begun instanceof Promise)) return last;
    waiting += 1;
    const ended = begun.finally(() => (waiting -= 1));
    last = ended.catch(() => undefined);
    return ended;
  }

  const step = (act: () => void): Promise<void> =>
    inOrder((isMeant) => {
      if (isMeant()) act();
    });

  /** Replaces the mask as one step, which comes after a stroke that is under way. @param make gives what makes the new mask, once its code is here */
  const change = (make: () => Promise<(mask: Mask) => Mask>): Promise<void> =>
    inOrder(async (isMeant) => {
      const changed = await make();
      await document.rested();
      if (isMeant()) document.replace(changed(document.mask));
    });

  /**
   * Puts an outline that was drawn elsewhere on the background, as one step: as it was drawn, to the pixel where the sizes are the same, or turned
   * and put somewhere.
   */
  const placeOutline = (rle: Rle, where: 'as-drawn' | 'anywhere'): Promise<void> =>
    change(async () => {
      const { placed } = await import('./outlines');
      return (mask) => placed(rle, mask, where, randomSeed);
    });

  /** The first one is as large as lesions usually are: who tries the button out sees what is usual, and not the rare. */
  let isFirstSample = true;

  return {
    placeOutline,
    /** Grows, shrinks, smooths, fills or inverts the mask as one step. */
    reshape: (how: Reshaping): Promise<void> =>
      change(async () => {
        const { RESHAPERS } = await import('./reshapers');
        return (mask) => RESHAPERS[how](mask, settings().reshapePx);
      }),
    /** Moves, scales, turns or mirrors the mask as one step. */
    transform: (how: Partial<MaskTransform>): Promise<void> =>
      step(() => document.replace(transformMask(document.mask, { ...UNMOVED, ...how }))),
    undo: (): Promise<void> => step(() => document.undo()),
    redo: (): Promise<void> => step(() => document.redo()),
    clear: (): Promise<void> => step(() => document.clear()),
    /** Reads an outline from the image of a mask or a COCO file: the first one, where there are several. */
    async importMask(file: Blob): Promise<void> {
      const { readMaskFile } = await import('./readMaskFile');
      const read = await readMaskFile(dependencies, notices, file);
      if (!read) return;
      await placeOutline(read.rle, 'as-drawn');
      read.tell();
    },
    /** Draws an outline from the bundle's shape model, once that is here; the same for every class, unless the settings ask for the class's own. */
    async sampleMask(): Promise<void> {
      if (session.store.getState().maskModel) await draw();
      else await later.whenReady('sample-mask', draw);
    },
  };

  async function draw(): Promise<void> {
    const { maskModel } = session.store.getState();
    if (!maskModel) {
      notices.inform(t('state.noOutlineModel'), t('state.paintInstead'));
      return;
    }
    await change(async () => {
      const { drawn } = await import('./outlines');
      return (mask) => {
        const outline = drawn(maskModel, mask, randomSeed(), settings(), isFirstSample);
        isFirstSample = false;
        return outline;
      };
    });
  }
}

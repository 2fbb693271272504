/** What is done to the whole mask of the Compose screen, each as one step that can be undone. */
import type { Mask } from '../../contracts/image';
import type { Rle } from '../../contracts/recipe';
import type { ComposeState } from '../../contracts/storage';
import { invertMask } from '../../core/mask/dilate';
import type { Turn } from '../../core/mask/placeMask';
import { decodeRle } from '../../core/mask/rle';
import { transformMask, UNMOVED, type MaskTransform } from '../../core/mask/transformMask';
import { t } from '../../messages';
import { messageOf } from '../../messages/failures';
import type { StudioDependencies } from '../base/dependencies';
import type { MaskDocument } from './maskDocument';
import type { Notices } from '../base/noticeStore';
import type { Later } from '../session/later';
import type { Session } from '../session/sessionStore';

/** What can be done to a whole mask, with the radius of the settings where it needs one. */
type Reshaping = 'grow' | 'shrink' | 'smooth' | 'fill-holes' | 'invert';

async function reshaperOf(how: Reshaping): Promise<(mask: Mask, radiusPx: number) => Mask> {
  if (how === 'invert') return invertMask;
  const { grown, shrunk, smoothed, withoutHoles } = await import('../../core/mask/reshape');
  return { grow: grown, shrink: shrunk, smooth: smoothed, 'fill-holes': withoutHoles }[how];
}

type Asked = Pick<ComposeState, 'class' | 'reshapePx' | 'outlineSize' | 'outlinePlace' | 'outlineOfClass'>;

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

  /**
   * Puts an outline that was drawn elsewhere on the background, as one step: as it was drawn, to the pixel where the sizes are the same, or turned
   * and put somewhere.
   */
  async function placeOutline(rle: Rle, where: 'as-drawn' | 'anywhere'): Promise<void> {
    const { placeMask } = await import('../../core/mask/placeMask');
    if (!isOpen()) return;
    const { width, height } = document.mask;
    const drawn = decodeRle(rle);
    if (where === 'as-drawn' && drawn.width === width && drawn.height === height) {
      document.replace(drawn);
      return;
    }
    const random = (): number => randomSeed() / 2 ** 32;
    const turn = (where === 'anywhere' ? Math.floor(8 * random()) : 0) as Turn;
    document.replace(placeMask(drawn, width, height, { turn, u: random(), v: random(), place: where }));
  }

  /** The first one is as large as lesions usually are: who tries the button out sees what is usual, and not the rare. */
  let isFirstSample = true;

  return {
    placeOutline,
    /** Grows, shrinks, smooths, fills or inverts the mask as one step. */
    async reshape(how: Reshaping): Promise<void> {
      const reshaped = await reshaperOf(how);
      if (isOpen()) document.replace(reshaped(document.mask, settings().reshapePx));
    },
    /** Moves, scales, turns or mirrors the mask as one step. */
    transform(change: Partial<MaskTransform>): void {
      if (isOpen()) document.replace(transformMask(document.mask, { ...UNMOVED, ...change }));
    },
    /** Reads an outline from the image of a mask or a COCO file: the first one, where there are several. */
    async importMask(file: Blob): Promise<void> {
      const { readOutside } = await import('../base/readOutside');
      const read = await readOutside(dependencies, notices, file, (reader, onRead) => reader.readMask(file, onRead));
      if (!read.ok) {
        notices.report(read.failure);
        return;
      }
      const { rle, outlines, problems } = read.value;
      await placeOutline(rle, 'as-drawn');
      const more = outlines > 1 ? [t('state.moreOutlines', { n: outlines })] : [];
      const words = [...more, ...problems.map(messageOf)];
      if (words.length > 0) notices.inform(words.join(' '), t('state.toLibrary'));
    },
    /** Draws an outline from the bundle's shape model, once that is here; the same for every class, unless the settings ask for the class's own. */
    async sampleMask(): Promise<void> {
      if (session.store.getState().maskModel) await draw();
      else await later.whenReady('sample-mask', draw);
    },
  };

  async function draw(): Promise<void> {
    const { sampleOutline } = await import('../../core/mask/outline');
    if (!isOpen()) return;
    const { maskModel } = session.store.getState();
    const { width, height } = document.mask;
    const { outlineSize, outlinePlace: place, outlineOfClass, class: code } = settings();
    const size = isFirstSample && outlineSize === 'any' ? 'medium' : outlineSize;
    isFirstSample = false;
    const wishes = { size, place, ofClass: outlineOfClass ? code : null };
    if (maskModel) document.replace(sampleOutline(maskModel, width, height, randomSeed(), wishes));
    else notices.inform(t('state.noOutlineModel'), t('state.paintInstead'));
  }
}

/**
 * A mask that somebody has drawn beside an image, brought into the image's frame. What is sure is put right and named; what is not is named
 * and not used: nothing is put in place of a drawn mask in silence.
 */
import type { Mask, RgbaImage } from '../../contracts/image';
import { maskFromImage } from './importMasks';
import { resizeMask, turnMask, type Turn } from './placeMask';
import { maskArea } from './rle';

/** What was put right: its size (the proportions are the image's), its turn (it lay as the camera wrote the image), bright and dark. */
type MaskMend = 'scaled' | 'turned' | 'inverted';

/** Why it is not used: other proportions than the image; several classes, of which none is said to be the lesion; it shows nothing. */
export type MaskFault = 'size' | 'classes' | 'flat';

export interface DrawnMask {
  readonly mask: Mask;
  readonly mends: readonly MaskMend[];
}

/** The frame of the image that it was drawn beside. */
export interface Frame {
  /** Upright, in pixels. */
  readonly width: number;
  readonly height: number;
  /** As the image's EXIF data say, 1 to 8 (EXIF 2.32, tag 0x0112): how it was written before it was turned upright. */
  readonly orientation: number;
}

/** From how a picture was written to upright, for the orientations that lie on their side. */
const UPRIGHT: Readonly<Record<number, Turn>> = { 5: 7, 6: 1, 7: 5, 8: 3 };

/** The mask in the frame of its image. */
export function drawnMask(drawn: RgbaImage, frame: Frame): DrawnMask | MaskFault {
  const read = maskOfImage(drawn);
  if (typeof read === 'string') return read;
  const { mask, mends } = read;
  if (mask.width === frame.width && mask.height === frame.height) return read;
  if (hasProportions(mask, frame.width, frame.height))
    return { mask: resizeMask(mask, frame.width, frame.height), mends: [...mends, 'scaled'] };
  const turn = UPRIGHT[frame.orientation];
  if (turn === undefined || !hasProportions(mask, frame.height, frame.width)) return 'size';
  const upright = turnMask(mask, turn);
  const isScaled = upright.width !== frame.width || upright.height !== frame.height;
  return {
    mask: isScaled ? resizeMask(upright, frame.width, frame.height) : upright,
    mends: [...mends, 'turned', ...(isScaled ? (['scaled'] as const) : [])],
  };
}

/** The mask that an image shows, in its own frame. */
export function maskOfImage(drawn: RgbaImage): DrawnMask | 'classes' | 'flat' {
  if (hasClasses(drawn)) return 'classes';
  const mask = maskFromImage(drawn);
  if (!mask) return 'flat';
  return isInverted(mask) ? { mask: inverse(mask), mends: ['inverted'] } : { mask, mends: [] };
}

/** The same, but for what rounding to whole pixels takes. */
function hasProportions(mask: Mask, width: number, height: number): boolean {
  const isLarger = mask.width > width;
  const [from, to] = isLarger
    ? [
        { width, height },
        { width: mask.width, height: mask.height },
      ]
    : [mask, { width, height }];
  return Math.abs((to.width * from.height) / from.width - to.height) <= to.width / from.width + 1;
}

/** Of the border. A lesion leaves skin at some edge, but for a close-up, which has no hole. */
const ALL_ROUND = 0.98;
/** Of the image, that is not painted. */
const LEAST_HOLE = 0.01;

function isInverted({ width, height, data }: Mask): boolean {
  const area = width * height;
  const painted = maskArea({ width, height, data });
  if (painted < area / 2 || area - painted < LEAST_HOLE * area) return false;
  let [border, onBorder] = [0, 0];
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += y === 0 || y === height - 1 ? 1 : Math.max(1, width - 1)) {
      border += 1;
      onBorder += data[y * width + x] ?? 0;
    }
  return onBorder >= ALL_ROUND * border;
}

function inverse({ width, height, data }: Mask): Mask {
  return { width, height, data: data.map((value) => 1 - value) };
}

/** A map of classes has few colours; a mask of two that was scaled or saved as JPEG has many, each of few pixels. */
const MOST_COLOURS = 32;
const LEAST_SHARE = 0.01;

function hasClasses({ data }: RgbaImage): boolean {
  const counts = new Map<number, number>();
  const count = data.length / 4;
  for (let i = 0; i < count; i += 1) {
    if ((data[4 * i + 3] ?? 0) <= 127) continue;
    const colour = ((data[4 * i] ?? 0) << 16) | ((data[4 * i + 1] ?? 0) << 8) | (data[4 * i + 2] ?? 0);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
    if (counts.size > MOST_COLOURS) return false;
  }
  return [...counts.values()].filter((pixels) => pixels >= LEAST_SHARE * count).length > 2;
}

/**
 * The pictures of a reader study. All are read before the first is shown: one that cannot be read, or takes longer, would tell its kind. All
 * are cut alike, brought to the same number of pixels and through the same JPEG encoding: a reader is to judge the lesion.
 */
import type { Mask, RgbaImage } from '../../contracts/image';
import type { StudyItem } from '../../contracts/study';
import { regionAround, regionTensor } from '../../core/image/region';
import { tensorToRgba } from '../../core/image/tensorImage';

/** Side of the square around the lesion, in the lesion's longer side. */
const CONTEXT = 2;
/** Side of a picture in px: the smallest square of the study, within these. A lesion of a smaller square is left out. */
const SIDE = { min: 96, max: 224 } as const;

export interface Scenery {
  readonly image: RgbaImage;
  readonly lesion: Mask;
}

/** Where an item lies; null where it cannot be read. */
export type ReadScenery = (item: StudyItem) => Promise<Scenery | null>;
export type EncodePicture = (image: RgbaImage) => Promise<Blob>;

export interface StudyPictures {
  readonly ready: ReadonlyMap<string, Blob>;
  /** Ids of what cannot be read. */
  readonly missing: ReadonlySet<string>;
}

/** @returns null where it was stopped */
export async function readPictures(
  items: readonly StudyItem[],
  { read, encode }: { readonly read: ReadScenery; readonly encode: EncodePicture },
  onRead: (done: number) => void,
  signal: AbortSignal,
): Promise<StudyPictures | null> {
  const cuts = new Map<string, RgbaImage>();
  const missing = new Set<string>();
  for (const [at, item] of items.entries()) {
    const scenery = await read(item);
    if (signal.aborted) return null;
    const square = scenery && cut(scenery);
    if (square) cuts.set(item.id, square);
    else missing.add(item.id);
    onRead(at + 1);
  }
  const side = Math.min(SIDE.max, ...Array.from(cuts.values(), ({ width }) => width));
  const ready = new Map<string, Blob>();
  for (const [id, square] of cuts) ready.set(id, await encode(resampled(square, wholeOf(square), side)));
  return signal.aborted ? null : { ready, missing };
}

/** Never enlarged. */
function cut({ image, lesion }: Scenery): RgbaImage | null {
  const region = regionAround(lesion, CONTEXT, SIDE.min);
  if (!region || region.sidePx < SIDE.min) return null;
  return resampled(image, region, Math.min(SIDE.max, region.sidePx));
}

const wholeOf = ({ width }: RgbaImage): Parameters<typeof regionTensor>[1] => ({ x: 0, y: 0, sidePx: width });

function resampled(image: RgbaImage, region: Parameters<typeof regionTensor>[1], side: number): RgbaImage {
  return tensorToRgba(regionTensor(image, region, side), side);
}

const JPEG_QUALITY = 0.9;

export async function asJpeg({ width, height, data }: RgbaImage): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(data), width, height), 0, 0);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY });
}

/** An image of the data set as a place for lesions: its skin beside the lesion, and itself with its lesion's outline. */
import type { FoundLesion, FoundSkin, Scene } from '../../contracts/dataset';
import type { RgbaImage, SquareRegion } from '../../contracts/image';
import type { SkinFacts } from '../../contracts/library';
import { findLesion } from '../../core/mask/findLesion';
import { drawnMask, maskOfImage, type DrawnMask, type MaskFault } from '../../core/mask/drawnMask';
import { shrinkMask } from '../../core/mask/placeMask';
import { encodeRle, maskArea } from '../../core/mask/rle';
import { withRim } from '../../core/description/describeRegion';
import { pixelDigest } from '../../core/provenance/digest';
import { encodePng } from '../../core/provenance/png';
import { describeSkin, gradeSkin } from '../../core/skin/appearance';
import { findSkinRegions } from '../../core/skin/skinRegions';
import { decodeForeign } from '../foreignImage';

/** Longer side of a background that is found: samples keep its size, and tens of thousands of them have to lie somewhere. */
const SCENE_PX = 512;

/** Of an image that a lesion may cover where a sample is painted over it: around a larger one there is little skin. */
const MAX_LESION_SHARE = 0.5;

/** What is wrong with the file of a mask. */
export type OutlineFault = MaskFault | 'unreadable';

/**
 * @param outline file of the lesion's outline, where somebody has drawn it: then nothing else is taken for it
 * @returns null where the image cannot be read, or shows no lesion
 */
export async function readScene(
  file: Blob,
  outline: Blob | null,
): Promise<(Scene & Pick<DrawnMask, 'mends'>) | OutlineFault | null> {
  const decoded = await decodeForeign(file);
  if (!decoded.ok) return null;
  const { image, orientation } = decoded.value;
  if (!outline) {
    const lesion = findLesion(image);
    return lesion && { image, lesion, isDrawn: false, mends: [] };
  }
  const drawn = await decodeForeign(outline, 'mask');
  if (!drawn.ok) return 'unreadable';
  const { width, height } = image;
  const lesion = drawnMask(drawn.value.image, { width, height, orientation });
  return typeof lesion === 'string' ? lesion : { image, lesion: lesion.mask, isDrawn: true, mends: lesion.mends };
}

/** The outline in an image file, in its own frame. */
export async function readOutline(file: Blob): Promise<DrawnMask | OutlineFault> {
  const decoded = await decodeForeign(file, 'mask');
  return decoded.ok ? maskOfImage(decoded.value.image) : 'unreadable';
}

/** Image and outline at a size at which samples are kept. */
export async function smallScene({ image, lesion, isDrawn }: Scene): Promise<Scene> {
  return { image: await smaller(image), lesion: shrinkMask(lesion, SCENE_PX), isDrawn };
}

/** Null where the lesion leaves too little skin. */
export async function lesionToPaintOver(scene: Scene): Promise<FoundLesion | null> {
  const { image, lesion } = await smallScene(scene);
  const { width, height } = image;
  const mask = withRim(lesion);
  if (!mask || maskArea(mask) > MAX_LESION_SHARE * width * height) return null;
  return { png: encodePng(image), sha256: await pixelDigest(image), width, height, lesion: encodeRle(mask) };
}

/** The squares of skin beside the lesion, cut out. */
export async function skinBeside({ image, lesion }: Scene): Promise<FoundSkin[]> {
  const found: FoundSkin[] = [];
  for (const region of findSkinRegions(image, lesion)) {
    const skin = await smaller(cut(image, region));
    const { width, height } = skin;
    found.push({ png: encodePng(skin), sha256: await pixelDigest(skin), width, height, facts: factsOf(skin) });
  }
  return found;
}

/** What the library says of skin. */
export function factsOf(image: RgbaImage): SkinFacts {
  const appearance = describeSkin(image);
  return { itaDeg: appearance.itaDeg, hairShare: appearance.hairShare, ...gradeSkin(appearance) };
}

function cut({ width, data }: RgbaImage, { x, y, sidePx }: SquareRegion): RgbaImage {
  const out = new Uint8ClampedArray(sidePx * sidePx * 4);
  for (let row = 0; row < sidePx; row += 1) {
    const from = 4 * ((y + row) * width + x);
    out.set(data.subarray(from, from + 4 * sidePx), 4 * row * sidePx);
  }
  return { width: sidePx, height: sidePx, data: out };
}

async function smaller(image: RgbaImage): Promise<RgbaImage> {
  const longer = Math.max(image.width, image.height);
  if (longer <= SCENE_PX) return image;
  const [width = 1, height = 1] = [image.width, image.height].map((side) =>
    Math.max(1, Math.round((side * SCENE_PX) / longer)),
  );
  const whole = new ImageData(image.data, image.width, image.height);
  const bitmap = await createImageBitmap(whole, { resizeWidth: width, resizeHeight: height, resizeQuality: 'high' });
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2d context');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return { width, height, data: new Uint8ClampedArray(context.getImageData(0, 0, width, height).data) };
}

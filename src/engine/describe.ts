/** An image as the gates see it: measured by core, and by the bundle's encoder. Real images and samples go the same way. */
import type { Mask, RgbaImage, SquareRegion } from '../contracts/image';
import { describeRegion, type Describing } from '../core/description/describeRegion';
import { drawnMask } from '../core/mask/drawnMask';
import { lookedAt, outlinedLesion } from '../core/description/outlinedLesion';
import { OUTLINER_PX, outlinerPixels, outsideShare } from '../core/description/outside';
import { regionTensor } from '../core/image/region';
import { findLesion } from '../core/mask/findLesion';
import { sceneFeatures } from '../core/scene/sceneReader';
import { sceneTensor } from '../core/scene/sceneTensor';
import type { Described } from '../core/gates/gate';
import type { Graph } from './runtime';

export interface DescribedImage extends Described {
  readonly logits: Float32Array;
  readonly depths: {
    readonly texture: Float64Array;
    readonly mid: Float32Array;
    readonly deep: Float32Array;
  };
}

/** The networks that describe images. */
export interface Eyes {
  readonly encoder: Graph;
  /** Needed by description 3. */
  readonly outliner: Graph | null;
}

/** Throws TypeError where the encoder has no features at two depths, or an outliner is wanted and not there. */
export async function describeImage(
  { encoder, outliner }: Eyes,
  how: Describing,
  image: RgbaImage,
  mask: Mask,
  region: SquareRegion,
): Promise<DescribedImage> {
  const { pixels, texture: measured, hashes, frame } = describeRegion(how, image, mask, region);
  const { mid, deep, logits } = await encode(encoder, pixels, how.sizePx);
  const texture = how.version < 3 ? measured : Float64Array.of(...measured, await outsideOf(outliner, image, mask));
  return { depths: { texture, mid, deep }, logits, hashes, frame };
}

/** Probabilities of lesion in a frame as the outliner sees it, [224,224]. Throws as `describeImage`. */
async function outlined(outliner: Graph | null, data: Float32Array<ArrayBuffer>): Promise<Float32Array> {
  const made = await outliner?.run({ pixel_values: { data, dims: [1, 3, OUTLINER_PX, OUTLINER_PX] } });
  const lesion = made?.['lesion'];
  if (!lesion) throw new TypeError('There is no outliner that finds a lesion.');
  return lesion;
}

async function outsideOf(outliner: Graph | null, image: RgbaImage, mask: Mask): Promise<number> {
  return outsideShare(await outlined(outliner, outlinerPixels(image, mask)), image, mask);
}

/** Whether an image shows a lesion, and where: the outliner alone is asked where the bundle has one. Null where none is seen. */
export async function seeLesion(outliner: Graph | null, image: RgbaImage): Promise<Mask | null> {
  if (!outliner) return findLesion(image);
  return outlinedLesion(await outlined(outliner, regionTensor(image, lookedAt(image), OUTLINER_PX)), image);
}

/** Where an image shows a lesion: what the bundle's outliner sees, else what stands out from the skin. Null where nothing does. */
export async function lookForLesion(outliner: Graph | null, image: RgbaImage): Promise<Mask | null> {
  return (await seeLesion(outliner, image)) ?? findLesion(image);
}

/** @param pixels [3,S,S] in [-1,1] */
async function encode(
  encoder: Graph,
  pixels: Float32Array<ArrayBuffer>,
  sizePx: number,
): Promise<{ readonly mid: Float32Array; readonly deep: Float32Array; readonly logits: Float32Array }> {
  const made = await encoder.run({ pixel_values: { data: pixels, dims: [1, 3, sizePx, sizePx] } });
  const { features_mid: mid, features: deep, logits } = made;
  if (!mid || !deep || !logits) throw new TypeError('The encoder gives no features at two depths.');
  return { mid, deep, logits };
}

/** The scene around a mask as the reader of scenes sees it; null where too little of it is left. Throws as `describeImage`. */
export async function describeScene(
  encoder: Graph,
  sizePx: number,
  image: RgbaImage,
  mask: Mask | null,
): Promise<Float64Array | null> {
  const pixels = sceneTensor(image, mask, sizePx);
  if (!pixels) return null;
  const { mid, deep } = await encode(encoder, pixels, sizePx);
  return sceneFeatures(mid, deep);
}

/** A picture as it is shown. */
export interface Decoded {
  readonly image: RgbaImage;
  /** As it was written: EXIF's, 1 to 8. */
  readonly orientation: number;
}

/** The lesion in a mask that somebody has drawn; null where it cannot be used: nothing else is taken in its place. */
export function drawnLesion(drawn: Decoded | null, { image, orientation }: Decoded): Mask | null {
  const { width, height } = image;
  const read = drawn && drawnMask(drawn.image, { width, height, orientation });
  return read === null || typeof read === 'string' ? null : read.mask;
}

/** An image as the gates see it: measured by core, and by the bundle's encoder. Real images and samples go the same way. */
import type { Mask, RgbaImage, SquareRegion } from '../contracts/image';
import { describeRegion, type Describing } from '../core/description/describeRegion';
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

/** Throws TypeError where the encoder has no features at two depths. */
export async function describeImage(
  encoder: Graph,
  how: Describing,
  image: RgbaImage,
  mask: Mask,
  region: SquareRegion,
): Promise<DescribedImage> {
  const { pixels, texture, hashes, frame } = describeRegion(how, image, mask, region);
  const { mid, deep, logits } = await encode(encoder, pixels, how.sizePx);
  return { depths: { texture, mid, deep }, logits, hashes, frame };
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

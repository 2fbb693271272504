/** The part of an image's description that needs no model: texture and hashes of the region that the gates see. */
import type { Mask, RgbaImage, SquareRegion } from '../../contracts/image';
import { brightness, HASH_SOURCE_PX, symmetricHashes } from '../image/perceptualHash';
import { regionAround, regionMask, regionTensor, maskBounds } from '../image/region';
import { dilateMask } from '../mask/dilate';
import { BLOCK_NAMES, blockSteps } from './blockSteps';
import { TEXTURE_NAMES, textureFeatures } from './texture';

/** Texture is compared at one size, whatever the bundle's: the size at which the shipped model paints. */
const TEXTURE_PX = 64;
/** What a painted mask goes beyond the lesion, as a share of its longer side; the same is given to the outlines of real lesions. */
const RIM_SHARE = 0.04;

/** What each measured number is, in order. */
export const MEASURED_NAMES: readonly string[] = [...TEXTURE_NAMES, ...BLOCK_NAMES];

/** Of MEASURED_NAMES: fine detail inside the lesion, as a logarithm. */
export const SHARPNESS = MEASURED_NAMES.indexOf('fineness 1 px inside');

export interface RegionDescription {
  /** As many numbers as MEASURED_NAMES. */
  readonly texture: Float64Array;
  /** Of the eight turned and mirrored forms, upright first. [16] */
  readonly hashes: Uint32Array;
}

export function describeRegion(image: RgbaImage, mask: Mask, region: SquareRegion): RegionDescription {
  const pixels = regionTensor(image, region, TEXTURE_PX);
  return {
    texture: Float64Array.from([
      ...textureFeatures(pixels, regionMask(mask, region, TEXTURE_PX)),
      ...blockSteps(image, region),
    ]),
    hashes: symmetricHashes(brightness(regionTensor(image, region, HASH_SOURCE_PX))),
  };
}

export interface PlacedLesion {
  readonly mask: Mask;
  readonly region: SquareRegion;
}

/** A real lesion as the gates see it: its outline with a painted mask's rim, and the region around that. Null without an outline. */
export function realRegion(outline: Mask, contextScale: number): PlacedLesion | null {
  const mask = withRim(outline);
  const region = mask && regionAround(mask, contextScale);
  return region && { mask, region };
}

/** The outline of a real lesion as somebody would paint over it. Null where it is empty. */
export function withRim(outline: Mask): Mask | null {
  const bounds = maskBounds(outline);
  return bounds && dilateMask(outline, Math.max(1, Math.round(RIM_SHARE * Math.max(bounds.width, bounds.height))));
}

/** A painted mask has a rim around the lesion already; the outline of a real one is given it. Null where it is empty. */
export function placedLesion(mask: Mask, isPainted: boolean, contextScale: number): PlacedLesion | null {
  if (!isPainted) return realRegion(mask, contextScale);
  const region = regionAround(mask, contextScale);
  return region && { mask, region };
}

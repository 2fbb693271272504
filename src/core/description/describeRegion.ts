/** The part of an image's description that needs no model: what the encoder is shown, texture and hashes of the region that the gates see. */
import type { Mask, RgbaImage, SquareRegion } from '../../contracts/image';
import { brightness, HASH_SOURCE_PX, symmetricHashes } from '../image/perceptualHash';
import { regionAround, regionMask, regionTensor, maskBounds } from '../image/region';
import { resized } from '../image/resample';
import { dilateMask } from '../mask/dilate';
import { bandNumbers } from './bands';
import { blockSteps } from './blockSteps';
import { centralSquare, framed, squareAround } from './frame';
import { textureFeatures } from './texture';
import { measuredNames, type DescriptionVersion } from './versions';

/** At this size description 1 compares texture, whatever the bundle's: the size at which the models of that time paint. */
const TEXTURE_PX = 64;
/** What a painted mask goes beyond the lesion, as a share of its longer side; the same is given to the outlines of real lesions. */
const RIM_SHARE = 0.04;

/** What description 1 measures, in order. */
export const MEASURED_NAMES = measuredNames(1);

/** Of what every version measures: fine detail inside the lesion, as a logarithm. */
export const SHARPNESS = MEASURED_NAMES.indexOf('fineness 1 px inside');

export interface RegionDescription {
  /** What the encoder is shown. [3,S,S] in [-1,1] */
  readonly pixels: Float32Array<ArrayBuffer>;
  /** As many numbers as `measuredNames` of the version; of 3 as of 2, for the last one needs an outliner. */
  readonly texture: Float64Array;
  /** Of the eight turned and mirrored forms, upright first. [16] */
  readonly hashes: Uint32Array;
  /** The same of the whole frame, from description 2 on. [16] */
  readonly frame?: Uint32Array;
}

export interface Describing {
  readonly version: DescriptionVersion;
  /** Side of the square that the encoder sees. */
  readonly sizePx: number;
}

/** @param region that was painted, or would be; from description 2 on it finds its own around the mask */
export function describeRegion(
  { version, sizePx }: Describing,
  image: RgbaImage,
  mask: Mask,
  region: SquareRegion,
): RegionDescription {
  if (version > 1) return describeSquare(sizePx, image, mask, squareAround(mask) ?? region);
  const pixels = regionTensor(image, region, TEXTURE_PX);
  return {
    pixels: regionTensor(image, region, sizePx),
    texture: Float64Array.from([
      ...textureFeatures(pixels, regionMask(mask, region, TEXTURE_PX)),
      ...blockSteps(image, region),
    ]),
    hashes: symmetricHashes(brightness(regionTensor(image, region, HASH_SOURCE_PX))),
  };
}

function describeSquare(sizePx: number, image: RgbaImage, mask: Mask, region: SquareRegion): RegionDescription {
  const fine = framed(image, mask, region);
  const pixels = resized(fine.pixels, fine.sidePx, sizePx);
  return {
    pixels,
    texture: Float64Array.from([
      ...textureFeatures(pixels, regionMask(mask, region, sizePx)),
      ...blockSteps(image, region),
      ...bandNumbers(fine.pixels, fine.mask),
    ]),
    hashes: symmetricHashes(brightness(resized(fine.pixels, fine.sidePx, HASH_SOURCE_PX))),
    frame: symmetricHashes(brightness(regionTensor(image, centralSquare(image), HASH_SOURCE_PX))),
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

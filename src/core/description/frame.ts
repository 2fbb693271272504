/**
 * The frame that description 2 sees every image at: its shorter side 224 px, as the pack of real images has it. What is measured in pixels means
 * the same then, whatever size an image comes in.
 */
import type { Mask, RgbaImage, SquareRegion } from '../../contracts/image';
import { regionAround, regionMask, regionTensor } from '../image/region';

/** The shorter side of an image at the scale of the frame; a pack's image is a square of this side. */
const FRAME_PX = 224;
/** Side of the square around a lesion over the lesion's longer side, and its least side in a frame: what the encoder was trained on. */
const CONTEXT_SCALE = 1.6;
const LEAST_SIDE_PX = 64;
/** Sides below this hold nothing that could be measured. */
const FEWEST_PX = 16;

function perPixel({ width, height }: RgbaImage | Mask): number {
  return FRAME_PX / Math.min(width, height);
}

/** The square around a lesion, in pixels of the image. Null for an empty mask. */
export function squareAround(mask: Mask): SquareRegion | null {
  return regionAround(mask, CONTEXT_SCALE, Math.max(1, Math.round(LEAST_SIDE_PX / perPixel(mask))));
}

export interface FramedSquare {
  /** [3,S,S] in [-1,1], at the scale of the frame. */
  readonly pixels: Float32Array<ArrayBuffer>;
  /** [S,S] of 0 and 1. */
  readonly mask: Float32Array<ArrayBuffer>;
  readonly sidePx: number;
}

/** A square of an image at the scale of the frame: its own pixels where the image has that scale. */
export function framed(image: RgbaImage, mask: Mask, region: SquareRegion): FramedSquare {
  const sidePx = Math.max(FEWEST_PX, Math.round(region.sidePx * perPixel(image)));
  return { pixels: regionTensor(image, region, sidePx), mask: regionMask(mask, region, sidePx), sidePx };
}

/** The central square of an image: what a pack would hold of it. */
export function centralSquare({ width, height }: RgbaImage): SquareRegion {
  const sidePx = Math.min(width, height);
  return { x: Math.floor((width - sidePx) / 2), y: Math.floor((height - sidePx) / 2), sidePx };
}

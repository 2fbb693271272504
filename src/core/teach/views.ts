/** Random views of the pictures that a class is taught from: cut, turned, mirrored, a little recoloured, as the campaign does (latent/scenes.py). */
import type { Mask, RgbaImage, SquareRegion } from '../../contracts/image';
import { inCells } from '../diffusion/blockInput';
import { withRim } from '../description/describeRegion';
import { maskBounds, regionAround, regionMask, regionTensor } from '../image/region';
import { tensorToRgba } from '../image/tensorImage';
import { inverseNormalCdf, uniform } from '../random/gaussian';

/** A picture as it is kept while it is learnt from: a square, a third larger than what the model paints. */
export interface Picture {
  readonly image: RgbaImage;
  /** The lesion with a painted mask's rim, of the image's size. */
  readonly mask: Mask;
}

/** With what the encoder sees in it, [D]. */
export interface DescribedPicture extends Picture {
  readonly description: Float32Array<ArrayBuffer>;
}

export interface View {
  /** [3,S,S] in [-1,1] */
  readonly image: Float32Array<ArrayBuffer>;
  /** [S,S] of 0 and 1, drawn in cells. */
  readonly mask: Float32Array;
}

/** Side of the smallest view over the picture's: the model's `frameShare`. */
const LEAST_SHARE = 0.75;
/** Sd of what is added to each colour, of [-1,1]. */
const COLOUR_SD = 0.04;

/** @param outline of the lesion, of the image's size. Null where it is empty. */
export function pictureOf(image: RgbaImage, outline: Mask, modelPx: number): Picture | null {
  const rimmed = withRim(outline);
  const square = rimmed && regionAround(rimmed, Number.MAX_SAFE_INTEGER);
  if (!rimmed || !square) return null;
  const sidePx = Math.ceil(modelPx / LEAST_SHARE);
  const cover = regionMask(rimmed, square, sidePx);
  return {
    image: tensorToRgba(regionTensor(image, square, sidePx), sidePx),
    mask: { width: sidePx, height: sidePx, data: Uint8Array.from(cover) },
  };
}

/** The whole picture as it is. */
export function plainView({ image, mask }: Picture, modelPx: number): View {
  const square = { x: 0, y: 0, sidePx: image.width };
  return {
    image: regionTensor(image, square, modelPx),
    mask: inCells(regionMask(mask, square, modelPx), modelPx),
  };
}

/** One view of a step: the same for the same seed, step and place in the batch. */
export function drawnView(picture: Picture, modelPx: number, seed: number, step: number, place: number): View {
  const numbers = uniform(seed, 7, 64 * step + place);
  const [side = 0, across = 0, down = 0, turn = 0, ...colour] = numbers;
  const region = drawnSquare(picture.mask, side, across, down);
  const way = Math.floor(8 * turn);
  const image = turned(regionTensor(picture.image, region, modelPx), modelPx, way);
  const area = modelPx * modelPx;
  const shifts = colour.map((p) => COLOUR_SD * inverseNormalCdf(p));
  return {
    image: image.map((value, i) => Math.min(1, Math.max(-1, value + (shifts[Math.floor(i / area)] ?? 0)))),
    mask: inCells(turned(regionMask(picture.mask, region, modelPx), modelPx, way), modelPx),
  };
}

/** A square of the picture that holds the lesion, where one can. @param side, across, down in (0,1) */
function drawnSquare(mask: Mask, side: number, across: number, down: number): SquareRegion {
  const whole = mask.width;
  const bounds = maskBounds(mask) ?? { x: 0, y: 0, width: whole, height: whole };
  const least = Math.max(LEAST_SHARE * whole, Math.min(whole, 1.08 * Math.max(bounds.width, bounds.height)));
  const sidePx = Math.round(least + side * (whole - least));
  const corner = (from: number, length: number, share: number): number => {
    const low = Math.max(0, from + length - sidePx);
    const high = Math.min(whole - sidePx, from);
    return Math.round(low + share * Math.max(0, high - low));
  };
  return { x: corner(bounds.x, bounds.width, across), y: corner(bounds.y, bounds.height, down), sidePx };
}

/** Planes of a square in one of its eight symmetries. [C,S,S] @param way 0..7: quarter turns, mirrored from 4 on */
export function turned(planes: Float32Array, sidePx: number, way: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(planes.length);
  const area = sidePx * sidePx;
  const last = sidePx - 1;
  for (let i = 0; i < planes.length; i += 1) {
    const [plane, at] = [Math.floor(i / area), i % area];
    let [x, y] = [at % sidePx, Math.floor(at / sidePx)];
    if (way >= 4) x = last - x;
    for (let k = way % 4; k > 0; k -= 1) [x, y] = [last - y, x];
    out[i] = planes[plane * area + y * sidePx + x] ?? 0;
  }
  return out;
}

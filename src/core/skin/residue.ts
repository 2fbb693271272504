/** Whether a lesion that was painted away can still be seen: the skin inside the mask against the skin around it. */
import type { Mask, RgbaImage } from '../../contracts/image';
import { regionAround, regionMask, regionTensor } from '../image/region';
import { fitPlane, type Plane } from './plane';
import { quantile } from './reducedCopy';

/**
 * Above it something of the lesion is left. Chosen so that 95 % of untouched skin lies below, under outlines drawn at random: patches of
 * ISIC 2018 and regions of HAM10000. Of lesions that nobody removed under 2 % lie below, the faintest and those among thick
 * hair (`npm run skins:sheet` measures both).
 */
export const RESIDUE_LIMIT = 2.3;

/** The square that is looked at: side in pixels, its share of the mask's longer side, and side of a cell. */
const LOOK_PX = 96;
const CONTEXT = 2;
const CELL_PX = 4;
/** A cell is inside where at least this share of it is masked; outside where nothing is. */
const INSIDE = 0.9;
/** Fewer cells of skin around say nothing. */
const MIN_RING = 20;
/** Share of the ring that is taken for skin; the rest may be hair, glare or another lesion. */
const KEPT = 0.8;
const FIT_ROUNDS = 3;
/** Grey levels: no one sees less, and JPEG varies as much. */
const LEAST_LEVELS = 2;
/** Spread, over untouched skin, of the logarithm of texture inside over texture around. */
const TEXTURE_SPREAD = 0.1;
/** Grey levels added to the deviation before its logarithm is taken: steps of 8 bits are no texture. */
const LEAST_TEXTURE = 0.7;

interface Cell {
  /** Place in the square, -0.5..0.5, and mean colour in grey levels. */
  readonly x: number;
  readonly y: number;
  readonly colour: readonly number[];
  /** Logarithm of the standard deviation of grey inside the cell. */
  readonly texture: number;
  readonly masked: number;
}

export interface Residue {
  /**
   * How far the mean colour inside the mask is from what the ring around it, a plane fitted to it, leads one to expect, in typical deviations
   * of the ring's own cells. 0 or more.
   */
  readonly colour: number;
  /** How much rougher (above 0) or smoother (below) it is inside than around, in the spread of that over untouched skin. */
  readonly texture: number;
}

/**
 * What of a lesion can still be seen inside the mask, in units of the skin's own variation: colour and texture together. About 1 on untouched
 * skin, 4 to 35 on lesions. Infinity where there is no skin around the mask to compare with, 0 for an empty mask.
 */
export function residueOf(image: RgbaImage, mask: Mask): number {
  const { colour, texture } = residueParts(image, mask);
  return Math.hypot(colour, texture);
}

/** The same in its two parts, which say what is wrong: another colour, or skin that is painted too smooth. */
export function residueParts(image: RgbaImage, mask: Mask): Residue {
  const region = regionAround(mask, CONTEXT);
  if (!region) return { colour: 0, texture: 0 };
  const cells = cellsOf(regionTensor(image, region, LOOK_PX), regionMask(mask, region, LOOK_PX));
  const ring = cells.filter(({ masked }) => masked === 0);
  if (ring.length < MIN_RING) return { colour: Infinity, texture: 0 };
  const most = cells.reduce((value, { masked }) => Math.max(value, masked), 0);
  const inside = cells.filter(({ masked }) => masked >= Math.min(INSIDE, most));
  const planes = fitSkin(ring);
  const usual = Math.hypot(LEAST_LEVELS, median(ring.map((cell) => Math.hypot(...deviation(cell, planes)))));
  const off = inside.map((cell) => deviation(cell, planes));
  const shift = Math.hypot(...planes.map((_, channel) => mean(off.map((values) => values[channel] ?? 0))));
  const rougher = median(inside.map((cell) => cell.texture)) - median(ring.map((cell) => cell.texture));
  return { colour: shift / usual, texture: rougher / TEXTURE_SPREAD };
}

/** @param tensor [3,S,S] in [-1,1]; @param mask [S,S] of 0 and 1 */
function cellsOf(tensor: Float32Array, mask: Float32Array): Cell[] {
  const count = LOOK_PX / CELL_PX;
  const area = CELL_PX * CELL_PX;
  return Array.from({ length: count * count }, (_, at) => {
    const [column, row] = [at % count, Math.floor(at / count)];
    const colour = [0, 0, 0];
    let [masked, sum, squares] = [0, 0, 0];
    for (let k = 0; k < area; k += 1) {
      const i = (row * CELL_PX + Math.floor(k / CELL_PX)) * LOOK_PX + column * CELL_PX + (k % CELL_PX);
      let grey = 0;
      for (let channel = 0; channel < 3; channel += 1) {
        const level = (tensor[channel * LOOK_PX * LOOK_PX + i] ?? 0) * 127.5;
        colour[channel] = (colour[channel] ?? 0) + level / area;
        grey += level / 3;
      }
      masked += (mask[i] ?? 0) / area;
      sum += grey / area;
      squares += (grey * grey) / area;
    }
    const spread = Math.sqrt(Math.max(0, squares - sum * sum));
    const texture = Math.log(spread + LEAST_TEXTURE);
    return { x: column / count - 0.5, y: row / count - 0.5, colour, texture, masked };
  });
}

/** A plane a channel through the ring's colours; cells far off are left out and the rest is fitted again. */
function fitSkin(ring: readonly Cell[]): Plane[] {
  let used = ring;
  let planes: Plane[] = [];
  for (let round = 0; round < FIT_ROUNDS; round += 1) {
    planes = [0, 1, 2].map((channel) => fitPlane(used.map(({ x, y, colour }) => [x, y, colour[channel] ?? 0])));
    const distances = ring.map((cell) => Math.hypot(...deviation(cell, planes)));
    const limit = quantile(distances, KEPT);
    used = ring.filter((_, i) => (distances[i] ?? 0) <= limit);
  }
  return planes;
}

function deviation({ x, y, colour }: Cell, planes: readonly Plane[]): number[] {
  return planes.map(([level, alongX, alongY], channel) => (colour[channel] ?? 0) - level - alongX * x - alongY * y);
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

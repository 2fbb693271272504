/**
 * Healthy skin in real dermoscopic images, to paint lesions into: squares beside the lesion. One rule for every class, so that a
 * background tells nothing of the class of the image that it was cut from.
 */
import type { Mask, RgbaImage, SquareRegion } from '../../contracts/image';
import { boxSum, boxSums } from '../image/boxSums';
import { notSkin } from './notSkin';
import { reducedCopy } from './reducedCopy';

/** The longer side at which it is looked for. */
const LOOK_PX = 160;
/** A square has at least so many pixels a side, and at least this share of the image's shorter side. */
const MIN_SIDE_PX = 64;
const MIN_SHARE = 0.3;
const MAX_REGIONS = 4;
/** Share of a square that may lie in squares that were taken before. */
const MAX_OVERLAP = 0.1;

/**
 * Lesion-free squares of skin, wholly inside the image and without the lesion's surroundings, dark corners, glare, ink and other spots;
 * the largest first, four at most. Hairs may be in them: `describeSkin` tells. Always the same for the same image and mask.
 * @param lesion of the image's size; squares keep a distance to it
 * @returns whole pixels of the image; empty where no square is large enough
 */
export function findSkinRegions(image: RgbaImage, lesion: Mask): SquareRegion[] {
  const copy = reducedCopy(image, LOOK_PX);
  const { width, height, scale } = copy;
  const blocked = notSkin(copy, reducedMask(lesion, width, height));
  const shorter = Math.min(image.width, image.height);
  const leastPx = Math.max(MIN_SIDE_PX, Math.ceil(MIN_SHARE * shorter));
  const least = Math.ceil(leastPx / scale);
  const taken = new Uint8Array(width * height);
  const regions: SquareRegion[] = [];
  while (regions.length < MAX_REGIONS) {
    const square = largestSquare(blocked, taken, width, height, least);
    if (!square) break;
    const { x, y, side } = square;
    for (let row = y; row < y + side; row += 1) taken.fill(1, row * width + x, row * width + x + side);
    regions.push(inImage(image, x * scale, y * scale, side * scale, leastPx));
  }
  return regions;
}

/** 1 where any pixel of a cell is painted. */
function reducedMask({ width, height, data }: Mask, columns: number, rows: number): Uint8Array<ArrayBuffer> {
  const cells = new Uint8Array(columns * rows);
  for (let y = 0; y < height; y += 1) {
    const line = data.subarray(y * width, (y + 1) * width);
    const row = Math.floor((y * rows) / height) * columns;
    const last = line.lastIndexOf(1);
    for (let x = Math.max(0, line.indexOf(1)); x <= last; x += 1)
      if (line[x] === 1) cells[row + Math.floor((x * columns) / width)] = 1;
  }
  return cells;
}

/** The largest square without a blocked cell that hardly overlaps what is taken; of equal ones the first from the top left. */
function largestSquare(
  blocked: Uint8Array,
  taken: Uint8Array,
  width: number,
  height: number,
  least: number,
): { x: number; y: number; side: number } | null {
  const used = boxSums(taken, width, height);
  const sides = new Int32Array(width * height); // of the largest free square whose lower right corner this is
  let best: { x: number; y: number; side: number } | null = null;
  for (let i = 0; i < sides.length; i += 1) {
    if (blocked[i] === 1) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    const above =
      x === 0 || y === 0 ? 0 : Math.min(sides[i - 1] ?? 0, sides[i - width] ?? 0, sides[i - width - 1] ?? 0);
    sides[i] = above + 1;
    for (let side = above + 1; side >= least && side > (best?.side ?? 0); side -= 1) {
      const [left, top] = [x - side + 1, y - side + 1];
      if (boxSum(used, left, top, x + 1, y + 1) > MAX_OVERLAP * side * side) continue;
      best = { x: left, y: top, side };
    }
  }
  return best;
}

function inImage({ width, height }: RgbaImage, x: number, y: number, side: number, leastPx: number): SquareRegion {
  const sidePx = Math.min(width, height, Math.max(leastPx, Math.floor(side)));
  const place = (at: number, size: number): number => Math.max(0, Math.min(size - sidePx, Math.round(at)));
  return { x: place(x, width), y: place(y, height), sidePx };
}

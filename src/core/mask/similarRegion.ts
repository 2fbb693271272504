/** The magic wand: what touches a pixel and looks like it. */
import type { Mask, RgbaImage } from '../../contracts/image';
import { deltaE, lab, type Lab } from '../colour/lab';
import { emptyMask, maskArea } from './rle';
import type { Point } from './stroke';

/** Radius of the square whose mean colour is looked for: one pixel may be a hair or a gleam. */
const SEED_RADIUS = 1;

/**
 * Pixels connected with the one at `at` (over edges, not corners) whose colours differ from it by at most `tolerance` (CIE76).
 * Empty where `at` lies outside of the image.
 */
export function similarRegion(image: RgbaImage, at: Point, tolerance: number): Mask {
  const { width, height } = image;
  const place = placeIn(image, at);
  if (!place) return emptyMask(width, height);
  return connected(width, height, place, likeness(image, meanColour(image, ...place), tolerance));
}

/** The pixel at a point; null outside of the image. */
function placeIn(
  { width, height }: Pick<RgbaImage, 'width' | 'height'>,
  { x, y }: Point,
): [x: number, y: number] | null {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  return column < 0 || row < 0 || column >= width || row >= height ? null : [column, row];
}

/** What is alike and connected with a place. @param isAlike of the pixel at an index */
function connected(
  width: number,
  height: number,
  [startX, startY]: readonly [x: number, y: number],
  isAlike: (at: number) => boolean,
): Mask {
  const mask = emptyMask(width, height);
  const found = mask.data;
  // Runs of a line at a time: each finds where its neighbours above and below begin.
  const waiting: number[] = [startY * width + startX];
  for (let start = waiting.pop(); start !== undefined; start = waiting.pop()) {
    const row = start - (start % width);
    let [left, right] = [start, start];
    found[start] = 1;
    while (left > row && found[left - 1] === 0 && isAlike(left - 1)) found[--left] = 1;
    while (right + 1 < row + width && found[right + 1] === 0 && isAlike(right + 1)) found[++right] = 1;
    for (const step of [-width, width]) {
      if (row + step < 0 || row + step >= found.length) continue;
      let isInRun = false;
      for (let at = left + step; at <= right + step; at += 1) {
        const isNew = found[at] === 0 && isAlike(at);
        if (isNew && !isInRun) waiting.push(at);
        isInRun = isNew;
      }
    }
  }
  return mask;
}

/** Tolerances that are tried, and the longer side of the copy on which they are. */
const TRIED = [18, 15, 12, 10, 8, 6, 5, 4, 3, 2];
const TRIED_PX = 192;
/** A lesion covers about so much of an image; what is larger than the second share is no area but the image. */
const SENSIBLE_SHARE = { usual: 0.1, most: 0.35 } as const;

/** The tolerance with which the region about `at` is most like a lesion in size; the least one where every region is too large. Null outside of the image. */
export function sensibleTolerance(image: RgbaImage, at: Point): number | null {
  const scale = Math.min(1, TRIED_PX / Math.max(image.width, image.height));
  const copy = sparse(image, scale);
  const { width, height } = copy;
  const place = placeIn(image, at) && placeIn(copy, { x: at.x * scale, y: at.y * scale });
  if (!place) return null;
  const wanted = meanColour(copy, ...place);
  const apart = Float32Array.from({ length: width * height }, (_, i) =>
    deltaE(colourAt(copy, i % width, Math.floor(i / width)), wanted),
  );
  const shareAt = (tolerance: number): number =>
    maskArea(connected(width, height, place, (at) => (apart[at] ?? Infinity) <= tolerance)) / apart.length;
  const off = (share: number): number => Math.abs(Math.log(share / SENSIBLE_SHARE.usual));
  const fitting = TRIED.map((tolerance) => ({ tolerance, share: shareAt(tolerance) }))
    .filter(({ share }) => share <= SENSIBLE_SHARE.most)
    .sort((a, b) => off(a.share) - off(b.share));
  return (fitting[0] ?? { tolerance: Math.min(...TRIED) }).tolerance;
}

/** Every so many pixels of an image. */
function sparse({ width, height, data }: RgbaImage, scale: number): RgbaImage {
  const [columns, rows] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  const found = new Uint8ClampedArray(columns * rows * 4);
  for (let y = 0; y < rows; y += 1)
    for (let x = 0; x < columns; x += 1) {
      const from = 4 * (Math.floor((y * height) / rows) * width + Math.floor((x * width) / columns));
      found.set(data.subarray(from, from + 4), 4 * (y * columns + x));
    }
  return { width: columns, height: rows, data: found };
}

/** A photograph has far fewer colours than pixels: each is judged once. */
function likeness(image: RgbaImage, wanted: Lab, tolerance: number): (at: number) => boolean {
  const judged = new Uint8Array(1 << 24);
  const colours = wordsOf(image);
  const judge = (colour: number): number =>
    deltaE(lab(colour & 255, (colour >> 8) & 255, colour >> 16), wanted) <= tolerance ? ALIKE : OTHER;
  return (pixel) => {
    const colour = (colours[pixel] ?? 0) & 0xff_ffff;
    const known = judged[colour] ?? 0;
    if (known !== 0) return known === ALIKE;
    return (judged[colour] = judge(colour)) === ALIKE;
  };
}

/** A number a pixel: red in the lowest byte (typed arrays are little-endian wherever browsers run), alpha in the highest. */
function wordsOf({ data }: RgbaImage): Uint32Array {
  const { buffer, byteOffset, length } = data.byteOffset % 4 === 0 ? data : data.slice();
  return new Uint32Array(buffer, byteOffset, length / 4);
}

const [ALIKE, OTHER] = [1, 2];

function colourAt({ width, data }: RgbaImage, x: number, y: number): Lab {
  const at = 4 * (y * width + x);
  return lab(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
}

function meanColour(image: RgbaImage, x0: number, y0: number): Lab {
  const sum = { l: 0, a: 0, b: 0 };
  let count = 0;
  for (let y = Math.max(0, y0 - SEED_RADIUS); y <= Math.min(image.height - 1, y0 + SEED_RADIUS); y += 1) {
    for (let x = Math.max(0, x0 - SEED_RADIUS); x <= Math.min(image.width - 1, x0 + SEED_RADIUS); x += 1) {
      const { l, a, b } = colourAt(image, x, y);
      sum.l += l;
      sum.a += a;
      sum.b += b;
      count += 1;
    }
  }
  return { l: sum.l / count, a: sum.a / count, b: sum.b / count };
}

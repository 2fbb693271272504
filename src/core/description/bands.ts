/**
 * How much detail of three wavelengths lies inside a mask, and how much of that the skin around has: a picture in or out of focus in sharp skin, or
 * one without structure of a size, shows here whatever its class.
 */
import type { Mask } from '../../contracts/image';
import { dilateMask, erodeMask, maskWithout } from '../mask/dilate';

/** Pixels of a frame of 224 (`./frame`). Radii of the two blurs whose difference is a band; 0 blurs nothing. */
const BANDS = [
  { name: '2 to 5 px', fine: 0, wide: 1 },
  { name: '5 to 10 px', fine: 1, wide: 2 },
  { name: '10 to 20 px', fine: 2, wide: 4 },
] as const;
/** The border itself belongs to neither side. */
const BORDER_PX = 4;
const RING_PX = 20;
const FEWEST_PIXELS = 30;
/** Standard deviation of brightness in [-1,1] that everything has at least: a quarter of a grey level. */
const FLOOR = 0.002;

export const BAND_NAMES: readonly string[] = [
  ...BANDS.map(({ name }) => `waves of ${name} inside`),
  ...BANDS.map(({ name }) => `waves of ${name} inside over around`),
];

/**
 * @param image [3,S,S] in [-1,1] at the scale of the frame @param mask [S,S], 1 inside
 * @returns as many numbers as BAND_NAMES: logarithms of the standard deviation of a band inside, then of its ratio to that around
 */
export function bandNumbers(image: Float32Array, mask: Float32Array): number[] {
  const side = Math.round(Math.sqrt(mask.length));
  const inMask: Mask = { width: side, height: side, data: Uint8Array.from(mask, (v) => (v > 0.5 ? 1 : 0)) };
  const inside = firstLarge([BORDER_PX, BORDER_PX / 2].map((px) => erodeMask(inMask, px))) ?? inMask;
  const rings = [RING_PX, side].map((px) => maskWithout(dilateMask(inMask, px), dilateMask(inMask, BORDER_PX)));
  const around = firstLarge(rings);
  const grey = Float64Array.from(mask, (_, at) => {
    return ((image[at] ?? 0) + (image[mask.length + at] ?? 0) + (image[2 * mask.length + at] ?? 0)) / 3;
  });
  const levels = BANDS.map(({ fine, wide }) => {
    const [less, more] = [fine > 0 ? blurred(grey, side, fine) : grey, blurred(grey, side, wide)];
    const band = less.map((value, at) => value - (more[at] ?? 0));
    const within = deviation(band, inside);
    return { within, ratio: around ? within - deviation(band, around) : 0 };
  });
  return [...levels.map(({ within }) => within), ...levels.map(({ ratio }) => ratio)];
}

function firstLarge(masks: readonly Mask[]): Mask | null {
  return masks.find(({ data }) => data.reduce((sum, value) => sum + value, 0) >= FEWEST_PIXELS) ?? null;
}

/** ln of the root mean square of the values inside. */
function deviation(values: Float64Array, { data }: Mask): number {
  let [squares, count] = [0, 0];
  for (let at = 0; at < data.length; at += 1) {
    if (data[at] !== 1) continue;
    squares += (values[at] ?? 0) ** 2;
    count += 1;
  }
  return Math.log(Math.max(FLOOR, Math.sqrt(squares / Math.max(1, count))));
}

/** Two box blurs: close to a Gaussian, cheap; what lies beyond the edge counts nothing (training/inlay_training/data/masks.py). */
function blurred(values: Float64Array, side: number, radiusPx: number): Float64Array {
  let from = values;
  for (let round = 0; round < 2; round += 1) from = boxed(boxed(from, side, radiusPx), side, radiusPx);
  return from;
}

/** Mean over 2 r + 1 values of each row, written as columns: twice is a box. */
function boxed(values: Float64Array, side: number, radiusPx: number): Float64Array {
  const out = new Float64Array(values.length);
  for (let row = 0; row < side; row += 1) {
    let [sum, first, end] = [0, 0, 0];
    for (let i = 0; i < side; i += 1) {
      for (; end < Math.min(side, i + radiusPx + 1); end += 1) sum += values[row * side + end] ?? 0;
      for (; first < i - radiusPx; first += 1) sum -= values[row * side + first] ?? 0;
      out[i * side + row] = sum / (end - first);
    }
  }
  return out;
}

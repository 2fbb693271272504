/**
 * Where a real image shows a lesion and nobody has drawn it: what differs most from the skin at the border, by one threshold (Otsu 1979).
 * The same rule for every class, so that the outline tells nothing of it.
 */
import type { Mask, RgbaImage } from '../../contracts/image';
import { applyTaps, cellTaps, reflect } from '../image/resample';
import { fillHoles, weightiestPart } from './parts';

/** The longer side at which it is looked for. */
const LOOK_PX = 96;
const BORDER = 0.08;
/** Darker than this is no skin but the tube of the dermatoscope. Grey levels. */
const TUBE = 60;
/** A lesion lies near the middle: spread of a normal distribution, as a share of the side. */
const MIDDLE = 0.4;
/** Otsu's threshold parts the dark core from its surroundings; a person draws the outline further out (`npm run bench:dataset` measures it). */
const OUTWARD = 0.55;
/** Shares of the picture below and above which nothing was found. */
export const LIKELY = [0.01, 0.85] as const;
const BINS = 64;

/** The outline at the size of the image; null where nothing stands out from the skin. */
export function findLesion(image: RgbaImage): Mask | null {
  const scale = LOOK_PX / Math.max(image.width, image.height);
  const [width, height] = [Math.round(image.width * scale), Math.round(image.height * scale)].map((n) =>
    Math.max(8, n),
  ) as [number, number];
  const channels = [0, 1, 2].map((channel) => shrink(image, channel, width, height));
  const difference = aroundMiddle(smooth(fromSkin(channels, width, height), width, height), width, height);
  const level = OUTWARD * otsu(difference);
  const over = Uint8Array.from(difference, (value) => (value > level ? 1 : 0));
  const best = weightiestPart(over, difference, width, height);
  if (!best) return null;
  fillHoles(best, width, height);
  const share = best.reduce((sum, value) => sum + value, 0) / best.length;
  if (share < LIKELY[0] || share > LIKELY[1]) return null;
  const data = new Uint8Array(image.width * image.height);
  for (let y = 0; y < image.height; y += 1)
    for (let x = 0; x < image.width; x += 1) {
      const from = Math.floor((y * height) / image.height) * width + Math.floor((x * width) / image.width);
      data[y * image.width + x] = best[from] ?? 0;
    }
  return { width: image.width, height: image.height, data };
}

function shrink(image: RgbaImage, channel: number, width: number, height: number): Float32Array {
  const at = (x: number, y: number): number => image.data[4 * (y * image.width + x) + channel] ?? 0;
  const [columns, rows] = [cellTaps(0, image.width, width), cellTaps(0, image.height, height)];
  return applyTaps(at, image.width, image.height, columns, rows, reflect);
}

/** Distance of each pixel's colour to the median colour of the border's skin; 0 for the tube. */
function fromSkin(channels: readonly Float32Array[], width: number, height: number): Float32Array {
  const [marginX, marginY] = [Math.ceil(BORDER * width), Math.ceil(BORDER * height)];
  const brightness = (i: number): number => channels.reduce((sum, channel) => sum + (channel[i] ?? 0), 0) / 3;
  const border: number[] = [];
  for (let i = 0; i < width * height; i += 1) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const isBorder = x < marginX || x >= width - marginX || y < marginY || y >= height - marginY;
    if (isBorder && brightness(i) > TUBE) border.push(i);
  }
  const skin = channels.map((channel) => median(border.map((i) => channel[i] ?? 0)));
  return Float32Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const inCorner = Math.hypot((2 * x) / width - 1, (2 * y) / height - 1) > 1;
    if (inCorner && brightness(i) <= TUBE) return 0;
    return Math.hypot(...channels.map((channel, c) => (channel[i] ?? 0) - (skin[c] ?? 0)));
  });
}

function median(values: number[]): number {
  const sorted = values.sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

function aroundMiddle(values: Float32Array, width: number, height: number): Float32Array {
  return values.map((value, i) => {
    const [x, y] = [(i % width) / width - 0.5, Math.floor(i / width) / height - 0.5];
    return value * Math.exp(-(x * x + y * y) / (2 * MIDDLE * MIDDLE));
  });
}

/** Mean over 3 x 3, twice: hairs are thinner than lesions. */
function smooth(values: Float32Array, width: number, height: number): Float32Array {
  let from = values;
  for (let round = 0; round < 2; round += 1) {
    const source = from;
    from = Float32Array.from(source, (_, i) => {
      const [x, y] = [i % width, Math.floor(i / width)];
      let [sum, count] = [0, 0];
      for (let dy = -1; dy <= 1; dy += 1)
        for (let dx = -1; dx <= 1; dx += 1) {
          if (x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height) continue;
          sum += source[i + dy * width + dx] ?? 0;
          count += 1;
        }
      return sum / count;
    });
  }
  return from;
}

/** The threshold that parts the values into two groups, each as alike as can be. */
function otsu(values: Float32Array): number {
  const most = values.reduce((a, b) => Math.max(a, b), 1e-6);
  const bins = new Float64Array(BINS);
  for (const value of values) {
    const bin = Math.min(BINS - 1, Math.floor((BINS * value) / most));
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  const total = bins.reduce((sum, n, bin) => sum + n * bin, 0);
  let [below, sumBelow, best, bestBin] = [0, 0, -1, 0];
  for (let bin = 0; bin < BINS - 1; bin += 1) {
    below += bins[bin] ?? 0;
    sumBelow += bin * (bins[bin] ?? 0);
    const above = values.length - below;
    if (below === 0 || above === 0) continue;
    const between = below * above * (sumBelow / below - (total - sumBelow) / above) ** 2;
    if (between > best) [best, bestBin] = [between, bin];
  }
  return ((bestBin + 1) * most) / BINS;
}

/**
 * What a region looks like up close, as numbers: fineness inside and around the mask, the step across its border, colours.
 * An encoder learns to look past blur, seams, JPEG and odd colours; a selection must not. No weights, so every bundle has it.
 */
import type { Mask } from '../../contracts/image';
import { dilateMask, erodeMask, invertMask, maskWithout } from '../mask/dilate';
import { maskArea } from '../mask/rle';

/** Radii in pixels of a region of 64: the inside stays clear of the border, the ring lies around it. */
const BORDER_PX = 3;
const RING_PX = 12;
/** Fewer pixels than this are no region: the whole mask, or all outside it, stands in. */
const FEWEST_PIXELS = 20;
const LEAST = 1e-3;
const LEAST_VARIANCE = 1e-6;
const SCALES = [1, 2, 4] as const;
/** Colour one pixel fine is compression and the last grey level of noise: nothing that one sees. */
const COLOUR_SCALES = [2, 4] as const;

interface Plane {
  readonly side: number;
  readonly data: Float64Array;
}

/** What each number is, in order. */
export const TEXTURE_NAMES: readonly string[] = [
  ...SCALES.flatMap((s) =>
    ['inside', 'around'].flatMap((where) => [`fineness ${s} px ${where}`, `edges ${s} px ${where}`]),
  ),
  'step at the border',
  ...['1 px outside', '1 px inside', '2 px outside', '2 px inside'].map((where) => `step ${where}`),
  'border over 2 px outside',
  'border over 2 px inside',
  ...['red', 'green', 'blue'].flatMap((name) => [
    `${name} inside`,
    `${name} around`,
    `spread of ${name} inside`,
    `spread of ${name} around`,
  ]),
  ...['red - green', 'green - blue'].flatMap((name) => [
    ...['inside', 'around'].flatMap((where) => [
      `${name} ${where}`,
      `spread of ${name} ${where}`,
      `skewness of ${name} ${where}`,
      `kurtosis of ${name} ${where}`,
    ]),
    ...COLOUR_SCALES.flatMap((s) => ['inside', 'around'].map((where) => `fineness of ${name} ${s} px ${where}`)),
  ]),
];

/**
 * @param image [3,S,S] in [-1,1], S a multiple of 4
 * @param mask [S,S], 1 inside
 * @returns as many numbers as TEXTURE_NAMES, logarithms where a quantity has a scale
 */
export function textureFeatures(image: Float32Array, mask: Float32Array): Float64Array {
  const side = Math.round(Math.sqrt(mask.length));
  const radius = (px: number): number => Math.max(1, Math.round((px * side) / 64));
  const inMask: Mask = { width: side, height: side, data: Uint8Array.from(mask, (v) => (v > 0.5 ? 1 : 0)) };
  const channels = [0, 1, 2].map((c): Plane => {
    return { side, data: Float64Array.from(image.subarray(c * mask.length, (c + 1) * mask.length)) };
  });
  const [red, green, blue] = channels as [Plane, Plane, Plane];
  const grey = combine(
    combine(red, green, (a, b) => a + b),
    blue,
    (a, b) => (a + b) / 3,
  );
  const inside = enough(erodeMask(inMask, radius(BORDER_PX))) ?? inMask;
  const ring = maskWithout(dilateMask(inMask, radius(RING_PX)), dilateMask(inMask, radius(BORDER_PX)));
  const around = enough(ring) ?? invertMask(inMask);
  const regions = [inside, around].map(pixelsOf);
  return Float64Array.from([
    ...SCALES.flatMap((scale) => {
      const edges = enlarged(laplacian(pooled(grey, scale)), scale);
      return regions.flatMap((region) => [log(meanOf(edges, region)), log(quantileOf(edges, region, 0.9))]);
    }),
    ...borderSteps(channels, inMask),
    ...channels.flatMap((channel) => [
      ...regions.map((r) => meanOf(channel, r)),
      ...regions.map((r) => log(varianceOf(channel, r))),
    ]),
    ...[combine(red, green, minus), combine(green, blue, minus)].flatMap((plane) => [
      ...regions.flatMap((region) => shapeOf(plane, region)),
      ...COLOUR_SCALES.flatMap((scale) => {
        const edges = enlarged(laplacian(pooled(plane, scale)), scale);
        return regions.map((region) => log(meanOf(edges, region)));
      }),
    ]),
  ]);
}

/** Mean, logarithm of the variance, skewness, and logarithm of the kurtosis: compression leaves few colours, so long tails. */
function shapeOf(plane: Plane, region: Int32Array): number[] {
  const mean = meanOf(plane, region);
  const variance = momentOf(plane, region, mean, 2);
  const safe = variance + LEAST_VARIANCE;
  const [third, fourth] = [momentOf(plane, region, mean, 3), momentOf(plane, region, mean, 4)];
  return [mean, log(variance), third / safe ** 1.5, log(fourth / safe ** 2)];
}

/** Mean steps across the mask's border and across the lines beside it, as logarithms. */
function borderSteps(channels: readonly Plane[], mask: Mask): number[] {
  const step = (m: Mask): number => log(meanStep(channels, m));
  const border = step(mask);
  const [out1, in1, out2, in2] = [dilateMask(mask, 1), erodeMask(mask, 1), dilateMask(mask, 2), erodeMask(mask, 2)].map(
    step,
  );
  return [border, out1 ?? 0, in1 ?? 0, out2 ?? 0, in2 ?? 0, border - (out2 ?? 0), border - (in2 ?? 0)];
}

/** Mean absolute difference of neighbouring pixels of which one lies in the mask, over the channels; 0 where there are none. */
function meanStep(channels: readonly Plane[], { width: side, data: mask }: Mask): number {
  let total = 0;
  let pairs = 0;
  for (let at = 0; at < mask.length; at += 1) {
    for (const next of [(at + 1) % side === 0 ? -1 : at + 1, at + side < mask.length ? at + side : -1]) {
      if (next < 0 || mask[at] === mask[next]) continue;
      pairs += 1;
      for (const { data } of channels) total += Math.abs((data[at] ?? 0) - (data[next] ?? 0)) / channels.length;
    }
  }
  return pairs === 0 ? 0 : total / pairs;
}

const minus = (a: number, b: number): number => a - b;

function log(value: number): number {
  return Math.log(Math.max(value, LEAST));
}

function combine(a: Plane, b: Plane, by: (a: number, b: number) => number): Plane {
  return { side: a.side, data: a.data.map((value, i) => by(value, b.data[i] ?? 0)) };
}

function enough(region: Mask): Mask | null {
  return maskArea(region) < FEWEST_PIXELS ? null : region;
}

/** Mean of squares of `scale` pixels. */
function pooled({ side, data }: Plane, scale: number): Plane {
  const small = Math.floor(side / scale);
  const out = new Float64Array(small * small);
  for (let y = 0; y < small * scale; y += 1) {
    for (let x = 0; x < small * scale; x += 1) {
      const at = Math.floor(y / scale) * small + Math.floor(x / scale);
      out[at] = (out[at] ?? 0) + (data[y * side + x] ?? 0) / (scale * scale);
    }
  }
  return { side: small, data: out };
}

function enlarged({ side, data }: Plane, scale: number): Plane {
  if (scale === 1) return { side, data };
  const large = side * scale;
  const out = new Float64Array(large * large);
  for (let y = 0; y < large; y += 1) {
    const line = Math.floor(y / scale) * side;
    for (let x = 0; x < large; x += 1) out[y * large + x] = data[line + Math.floor(x / scale)] ?? 0;
  }
  return { side: large, data: out };
}

/** Absolute value of the four-neighbour Laplacian, the edge pixels repeated. */
function laplacian({ side, data }: Plane): Plane {
  const out = new Float64Array(data.length);
  for (let y = 0; y < side; y += 1) {
    const [above, below] = [y > 0 ? -side : 0, y < side - 1 ? side : 0];
    for (let x = 0; x < side; x += 1) {
      const at = y * side + x;
      const [left, right] = [x > 0 ? at - 1 : at, x < side - 1 ? at + 1 : at];
      const around = (data[left] ?? 0) + (data[right] ?? 0) + (data[at + above] ?? 0) + (data[at + below] ?? 0);
      out[at] = Math.abs(around - 4 * (data[at] ?? 0));
    }
  }
  return { side, data: out };
}

/** Places of the mask's pixels. */
function pixelsOf(region: Mask): Int32Array {
  const found: number[] = [];
  region.data.forEach((value, at) => value === 1 && found.push(at));
  return Int32Array.from(found);
}

/** 0 where the region is empty. */
function meanOf(plane: Plane, region: Int32Array): number {
  return momentOf(plane, region, 0, 1);
}

function varianceOf(plane: Plane, region: Int32Array): number {
  return momentOf(plane, region, meanOf(plane, region), 2);
}

/** Mean of (value - centre) ** power. */
function momentOf({ data }: Plane, region: Int32Array, centre: number, power: 1 | 2 | 3 | 4): number {
  let total = 0;
  for (const at of region) {
    const difference = (data[at] ?? 0) - centre;
    let product = difference;
    for (let k = 1; k < power; k += 1) product *= difference;
    total += product;
  }
  return total / Math.max(1, region.length);
}

/** Linear interpolation between the order statistics, as NumPy does; of all pixels where the region is empty. */
function quantileOf({ data }: Plane, region: Int32Array, share: number): number {
  const sorted = (region.length > 0 ? Float64Array.from(region, (at) => data[at] ?? 0) : data.slice()).sort();
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? 0;
  return below + (place - Math.floor(place)) * ((sorted[Math.ceil(place)] ?? below) - below);
}

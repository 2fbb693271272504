/** What a gate must find: images spoilt in known ways. Each gives a new image; sizes are shares of a region's side, so that all resolutions suffer alike. */
import type { Mask, RgbaImage } from '../../src/contracts/image';
import { gaussianNoise, uniform } from '../../src/core/random/gaussian';

export type Colour = readonly [red: number, green: number, blue: number];

/** Gaussian blur, the edge pixels repeated. */
export function blurred(image: RgbaImage, sigmaPx: number): RgbaImage {
  const radius = Math.max(1, Math.ceil(3 * sigmaPx));
  const weights = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigmaPx ** 2)),
  );
  const total = weights.reduce((sum, w) => sum + w, 0);
  const { width, height } = image;
  const pass = (
    source: ArrayLike<number>,
    stride: number,
    count: number,
    lines: (at: number) => number,
  ): Float64Array => {
    const out = new Float64Array(source.length);
    for (let at = 0; at < width * height; at += 1) {
      const place = lines(at);
      for (let c = 0; c < 3; c += 1) {
        let sum = 0;
        for (let k = -radius; k <= radius; k += 1) {
          const step = Math.min(count - 1, Math.max(0, place + k)) - place;
          sum += (weights[k + radius] ?? 0) * (source[(at + step * stride) * 4 + c] ?? 0);
        }
        out[at * 4 + c] = sum / total;
      }
      out[at * 4 + 3] = source[at * 4 + 3] ?? 255;
    }
    return out;
  };
  const wide = pass(image.data, 1, width, (at) => at % width);
  return { width, height, data: new Uint8ClampedArray(pass(wide, width, height, (at) => Math.floor(at / width))) };
}

/** Every pixel's colour through a function of [0,255] channels. */
function recoloured(image: RgbaImage, change: (colour: Colour) => Colour): RgbaImage {
  const data = image.data.slice();
  for (let at = 0; at < data.length; at += 4) {
    data.set(change([data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0]), at);
  }
  return { ...image, data };
}

/** Hues turned by an angle, in the YIQ plane: brightness stays. */
export function hueTurned(image: RgbaImage, degrees: number): RgbaImage {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return recoloured(image, ([r, g, b]) => {
    const y = 0.299 * r + 0.587 * g + 0.114 * b;
    const i = 0.596 * r - 0.274 * g - 0.322 * b;
    const q = 0.211 * r - 0.523 * g + 0.312 * b;
    const [u, v] = [cos * i - sin * q, sin * i + cos * q];
    return [y + 0.956 * u + 0.621 * v, y - 0.272 * u - 0.647 * v, y - 1.107 * u + 1.704 * v];
  });
}

/** Brighter or darker and warmer or cooler by a few grey levels: what a copy might differ in. */
export function slightlyRecoloured(image: RgbaImage, gain: number, shift: Colour): RgbaImage {
  return recoloured(image, ([r, g, b]) => [gain * r + shift[0], gain * g + shift[1], gain * b + shift[2]]);
}

export function mirrored({ width, height, data }: RgbaImage): RgbaImage {
  const out = new Uint8ClampedArray(data.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const from = (y * width + width - 1 - x) * 4;
      out.set(data.subarray(from, from + 4), (y * width + x) * 4);
    }
  }
  return { width, height, data: out };
}

/** A wavering pen stroke across the image and a ruler's ticks along its upper edge. */
export function inked(image: RgbaImage, colour: Colour, seed: number): RgbaImage {
  const { width, height } = image;
  const side = Math.min(width, height);
  const data = image.data.slice();
  const dot = (x: number, y: number, radius: number): void => {
    for (let dy = -radius; dy <= radius; dy += 1) {
      for (let dx = -radius; dx <= radius; dx += 1) {
        const [px, py] = [Math.round(x + dx), Math.round(y + dy)];
        if (px < 0 || py < 0 || px >= width || py >= height || dx * dx + dy * dy > radius * radius) continue;
        data.set(colour, (py * width + px) * 4);
      }
    }
  };
  const [start = 0, slope = 0, phase = 0] = uniform(seed, 3);
  for (let x = 0; x < width; x += 0.5) {
    const y =
      (0.2 + 0.6 * start) * height +
      (slope - 0.5) * (x - width / 2) +
      0.08 * side * Math.sin(x / (0.08 * side) + 6 * phase);
    dot(x, y, Math.max(1, Math.round(side / 60)));
  }
  for (let tick = 0; tick * side < 16 * width; tick += 1) {
    const length = (tick % 5 === 0 ? 0.09 : 0.05) * side;
    for (let y = 0; y < length; y += 1) dot((tick * side) / 16, y, Math.max(0, Math.round(side / 160)));
  }
  return { width, height, data };
}

/** The pixels of `front` inside the mask on `back`, with a hard edge; all of one size. */
export function pasted(front: RgbaImage, back: RgbaImage, mask: Mask): RgbaImage {
  const data = back.data.slice();
  for (let at = 0; at < mask.data.length; at += 1) {
    if (mask.data[at] === 1) data.set(front.data.subarray(at * 4, at * 4 + 4), at * 4);
  }
  return { ...back, data };
}

/** Independent grey levels in every channel. */
export function noise(width: number, height: number, seed: number): RgbaImage {
  const values = gaussianNoise(seed, width * height * 3);
  const data = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < width * height; at += 1) {
    for (let c = 0; c < 3; c += 1) data[at * 4 + c] = 128 + 60 * (values[at * 3 + c] ?? 0);
    data[at * 4 + 3] = 255;
  }
  return { width, height, data };
}

/** Two crossed waves in two colours, as cloth or a tiled wall. */
export function plaid(width: number, height: number, seed: number): RgbaImage {
  const [a = 0, b = 0, ...rest] = uniform(seed, 8);
  const data = new Uint8ClampedArray(width * height * 4);
  const period = 0.05 + 0.15 * a;
  for (let at = 0; at < width * height; at += 1) {
    const [x, y] = [(at % width) / width, Math.floor(at / width) / width];
    const wave = 0.5 + 0.25 * Math.sin(x / (period / 6.3) + 6 * b) + 0.25 * Math.sin(y / (period / 6.3));
    for (let c = 0; c < 3; c += 1) data[at * 4 + c] = 255 * (wave * (rest[c] ?? 0) + (1 - wave) * (rest[c + 3] ?? 0));
    data[at * 4 + 3] = 255;
  }
  return { width, height, data };
}

/** What in a dermoscopic image is no healthy skin: the lesion, dark corners, glare, ink, stickers and other spots. */
import { dilateMask } from '../mask/dilate';
import { boxMean } from '../image/boxSums';
import type { ReducedCopy } from './reducedCopy';

/** Distance kept to the lesion, as a share of the shorter side: its rim is drawn by hand and fades out. */
const AROUND_LESION = 0.03;
/** Darker than this is no skin but the tube of the dermatoscope or ink, lighter in every channel is glare. Grey levels. */
const DARK = 60;
const GLARE = 250;
/** Distance kept to the tube: its rim is blurred. */
const AROUND_DARK = 0.03;
/** Hairs up to twice this many pixels wide are filled first: they are no reason to leave skin out. */
const HAIR_RADIUS = 2;

/**
 * 1 for each pixel of the copy that is not to be in a background, else 0.
 * @param copy about 160 pixels along the longer side
 * @param lesion 1 where the lesion is, row-major, of the copy's size
 */
export function notSkin(copy: ReducedCopy, lesion: Uint8Array<ArrayBuffer>): Uint8Array {
  const { width, height } = copy;
  const shorter = Math.min(width, height);
  const grow = (data: Uint8Array<ArrayBuffer>, share: number): Uint8Array =>
    dilateMask({ width, height, data }, Math.round(share * shorter)).data;
  const near = grow(lesion, AROUND_LESION);
  const planes = [copy.red, copy.green, copy.blue].map((plane) => withoutHairs(plane, width, height));
  const [red, green, blue] = planes;
  if (!red || !green || !blue) return near;
  const dark = grow(
    lesion.map((_, i) => ((red[i] ?? 0) + (green[i] ?? 0) + (blue[i] ?? 0) < 3 * DARK ? 1 : 0)),
    AROUND_DARK,
  );
  const skin = Uint8Array.from(near, (value, i) => (value === 1 || dark[i] === 1 ? 0 : 1));
  const odd = spots(red, green, blue, skin, width, height);
  const glare = (i: number): boolean => Math.min(red[i] ?? 0, green[i] ?? 0, blue[i] ?? 0) > GLARE;
  return skin.map((value, i) => (value === 0 || odd[i] === 1 || glare(i) ? 1 : 0));
}

/** Closing by a square (Serra 1982): what is darker and thin is filled with what lies beside it. */
function withoutHairs(values: Float32Array, width: number, height: number): Float32Array {
  return extreme(extreme(values, width, height, 1), width, height, -1);
}

/** Largest (sign 1) or smallest (sign -1) value within a square about each pixel. */
function extreme(values: Float32Array, width: number, height: number, sign: 1 | -1): Float32Array {
  const wide = new Float32Array(values.length);
  const high = new Float32Array(values.length);
  along(values, wide, height, width, width, 1, sign);
  along(wide, high, width, height, 1, width, sign);
  return high;
}

/** The same along lines of `length` pixels, `stride` apart; the lines start `lineStride` apart. */
function along(
  from: Float32Array,
  to: Float32Array,
  lines: number,
  length: number,
  lineStride: number,
  stride: number,
  sign: 1 | -1,
): void {
  for (let line = 0; line < lines; line += 1)
    for (let at = 0; at < length; at += 1) {
      let best = -Infinity;
      const last = Math.min(length - 1, at + HAIR_RADIUS);
      for (let k = Math.max(0, at - HAIR_RADIUS); k <= last; k += 1)
        best = Math.max(best, sign * (from[line * lineStride + k * stride] ?? 0));
      to[line * lineStride + at * stride] = sign * best;
    }
}

/**
 * Contrast with the skin nearby from which on something lies on it: of brightness and of colour, as natural logarithms (0.14: a seventh), so
 * that dark and light skin are measured alike. Seen over squares of 2 radius + 1 pixels: a weak contrast counts where it is wide.
 */
const CONTRASTS = [
  { darker: 0.14, lighter: 0.14, tint: 0.1, radius: 2 },
  { darker: 0.24, lighter: 0.2, tint: 0.16, radius: 1 },
] as const;
/** Below it the logarithm would see the noise of black. Grey levels. */
const LEAST_LEVEL = 8;
/** The skin nearby: half the side of a square, as a share of the shorter side. Wider, and the shade towards the edge would count. */
const NEARBY = 0.22;

function spots(
  r: Float32Array,
  g: Float32Array,
  b: Float32Array,
  skin: Uint8Array,
  width: number,
  height: number,
): Uint8Array {
  const logarithm = (plane: Float32Array): Float32Array => plane.map((value) => Math.log(Math.max(value, LEAST_LEVEL)));
  const [red, green, blue] = [logarithm(r), logarithm(g), logarithm(b)];
  const measures = [
    red.map((value, i) => (value + (green[i] ?? 0) + (blue[i] ?? 0)) / 3),
    red.map((value, i) => value - (green[i] ?? 0)),
    blue.map((value, i) => value - (green[i] ?? 0)),
  ];
  const nearby = Math.round(NEARBY * Math.min(width, height));
  const usual = measures.map((values) => boxMean(values, skin, width, height, nearby));
  const found = new Uint8Array(skin.length);
  for (const { darker, lighter, tint, radius } of CONTRASTS) {
    const [light, reddish, bluish] = measures.map((values, m) =>
      boxMean(values, skin, width, height, radius).map((value, i) => value - (usual[m]?.[i] ?? 0)),
    );
    for (let i = 0; i < found.length; i += 1) {
      const step = light?.[i] ?? 0;
      if (step < -darker || step > lighter || Math.hypot(reddish?.[i] ?? 0, bluish?.[i] ?? 0) > tint) found[i] = 1;
    }
  }
  return found;
}

/** What in a dermoscopic image is no healthy skin: the lesion, dark corners, glare, ink, stickers and other spots. */
import { dilateMask } from '../mask/dilate';
import { boxMean } from './boxSums';
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
  const lowest = (i: number): number => Math.min(...planes.map((plane) => plane[i] ?? 0));
  const mean = (i: number): number => planes.reduce((sum, plane) => sum + (plane[i] ?? 0), 0) / 3;
  const dark = grow(
    lesion.map((_, i) => (mean(i) < DARK ? 1 : 0)),
    AROUND_DARK,
  );
  const skin = Uint8Array.from(near, (value, i) => (value === 1 || dark[i] === 1 ? 0 : 1));
  const odd = spots(planes, skin, width, height);
  return skin.map((value, i) => (value === 0 || odd[i] === 1 || lowest(i) > GLARE ? 1 : 0));
}

/** Closing by a square (Serra 1982): what is darker and thin is filled with what lies beside it. */
function withoutHairs(values: Float32Array, width: number, height: number): Float32Array {
  return extreme(extreme(values, width, height, 1), width, height, -1);
}

/** Largest (sign 1) or smallest (sign -1) value within a square about each pixel. */
function extreme(values: Float32Array, width: number, height: number, sign: 1 | -1): Float32Array {
  const along = (source: Float32Array, stride: number, length: number, place: (i: number) => number): Float32Array =>
    source.map((own, i) => {
      const at = place(i);
      let best = sign * own;
      for (let k = Math.max(-HAIR_RADIUS, -at); k <= Math.min(HAIR_RADIUS, length - 1 - at); k += 1)
        best = Math.max(best, sign * (source[i + k * stride] ?? 0));
      return sign * best;
    });
  const wide = along(values, 1, width, (i) => i % width);
  return along(wide, width, height, (i) => Math.floor(i / width));
}

/**
 * Contrast with the skin nearby from which on something lies on it: of brightness and of colour, as natural logarithms (0.14: a seventh), so
 * that dark and light skin are measured alike. Seen over squares of 2 radius + 1 pixels: a weak contrast counts where it is wide.
 */
const CONTRASTS = [
  { darker: 0.14, lighter: 0.14, tint: 0.1, radius: 2 },
  { darker: 0.24, lighter: 0.2, tint: 0.16, radius: 1 },
] as const;
/** The skin nearby: half the side of a square, as a share of the shorter side. Wider, and the shade towards the edge would count. */
const NEARBY = 0.22;

function spots(planes: readonly Float32Array[], skin: Uint8Array, width: number, height: number): Uint8Array {
  const [red, green, blue] = planes.map((plane) => plane.map((value) => Math.log(Math.max(value, 8))));
  if (!red || !green || !blue) return new Uint8Array(skin.length);
  const measures = [
    red.map((value, i) => (value + (green[i] ?? 0) + (blue[i] ?? 0)) / 3),
    red.map((value, i) => value - (green[i] ?? 0)),
    blue.map((value, i) => value - (green[i] ?? 0)),
  ];
  const nearby = Math.round(NEARBY * Math.min(width, height));
  const usual = measures.map((values) => boxMean(values, skin, width, height, nearby));
  const found = new Uint8Array(skin.length);
  for (const { darker, lighter, tint, radius } of CONTRASTS) {
    const here = measures.map((values) => boxMean(values, skin, width, height, radius));
    for (let i = 0; i < found.length; i += 1) {
      const [light = 0, reddish = 0, bluish = 0] = here.map((values, m) => (values[i] ?? 0) - (usual[m]?.[i] ?? 0));
      if (light < -darker || light > lighter || Math.hypot(reddish, bluish) > tint) found[i] = 1;
    }
  }
  return found;
}

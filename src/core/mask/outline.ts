/** New lesion outlines from the bundle's shape model: star-shaped, and, unless asked otherwise, the same for all classes, so that a mask tells nothing of its class. */
import type { MaskModel, OutlinePlace, OutlineSize } from '../../contracts/bundle';
import { ofClass, type ClassCode } from '../../contracts/classes';
import type { Mask } from '../../contracts/image';
import { gaussianNoise, inverseNormalCdf, uniform } from '../random/gaussian';
import { emptyMask } from './rle';

const OUTLINE_STREAM = 0x6d61736b; // apart from the noise of a sample with the same seed
const MARGIN = 0.04;
const MAX_SHARE = 0.82;
/** Weights are kept below this many standard deviations: an outline beyond is no lesion that anybody has seen. */
const CLIP_SD = 2;

/** What the person may ask of a sampled mask. */
export interface OutlineWishes {
  /** Third of the diameters that real lesions have. */
  readonly size: OutlineSize;
  readonly place: OutlinePlace;
  /** A class whose own outlines and sizes are drawn; null for those of all classes, which tell nothing of the class. */
  readonly ofClass: ClassCode | null;
}

export const ANY_OUTLINE: OutlineWishes = { size: 'any', place: 'anywhere', ofClass: null };

/** Bounds of the middle third of the normal distribution, in standard deviations. */
const THIRD = 0.43;
const SIZE_BOUNDS: Record<OutlineSize, readonly [number, number]> = {
  any: [-CLIP_SD, CLIP_SD],
  small: [-CLIP_SD, -THIRD],
  medium: [-THIRD, THIRD],
  large: [THIRD, CLIP_SD],
};

/**
 * Draws an outline that lies wholly inside the image: radius(angle) = r0 exp(sum_k a_k cos k angle + b_k sin k angle),
 * turned and mirrored at random (training/inlay_training/data/outlines.py fits the model).
 * @param seed the same seed and wishes give the same mask
 */
export function sampleOutline(
  model: MaskModel,
  width: number,
  height: number,
  seed: number,
  wishes: OutlineWishes = ANY_OUTLINE,
): Mask {
  const own = wishes.ofClass === null ? undefined : ofClass(model.byClass, wishes.ofClass);
  const draws = gaussianNoise(seed, model.components.length, OUTLINE_STREAM).map((v) => clip(v, -CLIP_SD, CLIP_SD));
  const weights = Float64Array.from(draws, (v, i) => (own?.mean[i] ?? 0) + (own?.sd[i] ?? 1) * v);
  const [u = 0.5, v = 0.5, turn = 0, mirror = 0, size = 0.5] = uniform(seed, 5, OUTLINE_STREAM + 1);
  const shape = radii(coefficients(model, weights), turn * 2 * Math.PI, mirror < 0.5);
  const { mean, sd } = (own ?? model).logDiameter;
  const shorter = Math.min(width, height);
  const [low, high] = SIZE_BOUNDS[wishes.size];
  const wanted = 0.5 * shorter * Math.exp(mean + sd * truncatedNormal(size, low, high));
  const reach = extent(shape);
  const allowed = (MAX_SHARE * shorter) / Math.max(reach.right + reach.left, reach.top + reach.bottom);
  const radius = Math.max(4, Math.min(wanted, allowed));
  const [shareX, shareY] = wishes.place === 'centre' ? [0.5, 0.5] : [u, v];
  const centreX = between(MARGIN * width + radius * reach.left, width - MARGIN * width - radius * reach.right, shareX);
  const centreY = between(
    MARGIN * height + radius * reach.top,
    height - MARGIN * height - radius * reach.bottom,
    shareY,
  );
  return fill(width, height, centreX, centreY, radius, shape);
}

function clip(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

/** A standard normal deviate between two bounds, from a uniform number. */
function truncatedNormal(share: number, low: number, high: number): number {
  const [from, to] = [normalCdf(low), normalCdf(high)];
  return clip(inverseNormalCdf(from + (to - from) * share), low, high);
}

/** Standard normal distribution function, by the logistic approximation of Bowling et al. 2009; error below 2e-4. */
function normalCdf(z: number): number {
  return 1 / (1 + Math.exp(-(0.07056 * z ** 3 + 1.5976 * z)));
}

/** mean + components' weighted sum. */
function coefficients({ mean, components }: MaskModel, weights: Float64Array): Float64Array {
  return Float64Array.from(mean, (value, i) =>
    components.reduce((sum, axis, row) => sum + (weights[row] ?? 0) * (axis[i] ?? 0), value),
  );
}

/** Radius, in units of r0, at every half degree. */
function radii(pairs: Float64Array, turn: number, mirrored: boolean): Float64Array {
  return Float64Array.from({ length: 720 }, (_, i) => {
    const angle = (mirrored ? -1 : 1) * ((i * Math.PI) / 360 - turn);
    let sum = 0;
    for (let k = 0; 2 * k < pairs.length; k += 1) {
      const phase = (k + 1) * angle;
      sum += (pairs[2 * k] ?? 0) * Math.cos(phase) + (pairs[2 * k + 1] ?? 0) * Math.sin(phase);
    }
    return Math.exp(sum);
  });
}

function between(low: number, high: number, share: number): number {
  return low >= high ? (low + high) / 2 : low + (high - low) * (0.25 + 0.5 * share);
}

function extent(shape: Float64Array): { left: number; right: number; top: number; bottom: number } {
  const found = { left: 0, right: 0, top: 0, bottom: 0 };
  shape.forEach((r, i) => {
    const x = r * Math.cos((i * Math.PI) / 360);
    const y = r * Math.sin((i * Math.PI) / 360);
    found.right = Math.max(found.right, x);
    found.left = Math.max(found.left, -x);
    found.bottom = Math.max(found.bottom, y);
    found.top = Math.max(found.top, -y);
  });
  return found;
}

/** Pixels whose middle lies within the outline; those nearer than its least radius, or farther than its largest, need no angle. */
function fill(width: number, height: number, cx: number, cy: number, radius: number, shape: Float64Array): Mask {
  const mask = emptyMask(width, height);
  const [least, most] = [radius * Math.min(...shape), radius * Math.max(...shape)];
  const [surelyIn, surelyOut] = [least * least * (1 - ROUNDING), most * most * (1 + ROUNDING)];
  for (let y = Math.max(0, Math.floor(cy - most)); y < Math.min(height, Math.ceil(cy + most)); y += 1) {
    for (let x = Math.max(0, Math.floor(cx - most)); x < Math.min(width, Math.ceil(cx + most)); x += 1) {
      const dx = x + 0.5 - cx;
      const dy = y + 0.5 - cy;
      const squared = dx * dx + dy * dy;
      if (squared > surelyOut) continue;
      if (squared < surelyIn) {
        mask.data[y * width + x] = 1;
        continue;
      }
      const distance = Math.hypot(dx, dy);
      if (distance > most) continue;
      const turn = distance <= least ? 0 : ((Math.atan2(dy, dx) / Math.PI) * 360 + 720) % 720;
      if (distance <= least || distance <= radius * (shape[Math.floor(turn)] ?? 1)) mask.data[y * width + x] = 1;
    }
  }
  return mask;
}

/** By more than this two ways of computing a distance do not differ. */
const ROUNDING = 1e-9;

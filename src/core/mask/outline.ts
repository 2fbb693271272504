/** New lesion outlines from the bundle's shape model: star-shaped, the same for all classes, so that a mask tells nothing of its class. */
import type { MaskModel } from '../../contracts/bundle';
import type { Mask } from '../../contracts/image';
import { gaussianNoise, uniform } from '../random/gaussian';
import { emptyMask } from './rle';

const OUTLINE_STREAM = 0x6d61736b; // apart from the noise of a sample with the same seed
const MARGIN = 0.04;
const MAX_SHARE = 0.82;
/** Harmonics are kept below this many standard deviations: an outline beyond is no lesion that anybody has seen. */
const CLIP_SD = 2;

/**
 * Draws an outline that lies wholly inside the image: radius(angle) = r0 exp(sum_k a_k cos k angle + b_k sin k angle).
 * @param seed the same seed gives the same mask
 */
export function sampleOutline(model: MaskModel, width: number, height: number, seed: number): Mask {
  const harmonics = model.harmonicSd.length;
  const draws = gaussianNoise(seed, 2 * harmonics + 1, OUTLINE_STREAM).map((v) =>
    Math.max(-CLIP_SD, Math.min(CLIP_SD, v)),
  );
  const [u = 0.5, v = 0.5] = uniform(seed, 2, OUTLINE_STREAM + 1);
  const logRadius = (angle: number): number =>
    model.harmonicSd.reduce((sum, sd, k) => {
      const phase = (k + 1) * angle;
      return sum + sd * ((draws[2 * k] ?? 0) * Math.cos(phase) + (draws[2 * k + 1] ?? 0) * Math.sin(phase));
    }, 0);
  const shape = Float64Array.from({ length: 720 }, (_, i) => Math.exp(logRadius((i * Math.PI) / 360)));
  const shorter = Math.min(width, height);
  const wanted = 0.5 * shorter * Math.exp(model.logDiameter.mean + model.logDiameter.sd * (draws[2 * harmonics] ?? 0));
  const reach = extent(shape);
  const allowed = (MAX_SHARE * shorter) / Math.max(reach.right + reach.left, reach.top + reach.bottom);
  const radius = Math.max(4, Math.min(wanted, allowed));
  const centreX = between(MARGIN * width + radius * reach.left, width - MARGIN * width - radius * reach.right, u);
  const centreY = between(MARGIN * height + radius * reach.top, height - MARGIN * height - radius * reach.bottom, v);
  return fill(width, height, centreX, centreY, radius, shape);
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

function fill(width: number, height: number, cx: number, cy: number, radius: number, shape: Float64Array): Mask {
  const mask = emptyMask(width, height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const dx = x + 0.5 - cx;
      const dy = y + 0.5 - cy;
      const turn = ((Math.atan2(dy, dx) / Math.PI) * 360 + 720) % 720;
      if (Math.hypot(dx, dy) <= radius * (shape[Math.floor(turn)] ?? 1)) mask.data[y * width + x] = 1;
    }
  }
  return mask;
}

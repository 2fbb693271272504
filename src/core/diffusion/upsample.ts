/** The second stage's arithmetic: what it is given, and where it starts. training/inlay_training/diffusion/second_stage.py is the reference. */
import { applyTaps, clampIndex, cubicTaps } from '../image/resample';
import { keepKnown } from './euler';

/**
 * The skin at full sharpness outside the mask, the first stage's sample inside, enlarged bicubically (torch's kernel).
 * @param low [3,L,L]
 * @param known [3,S,S] in [-1,1]
 * @param mask [1,S,S]
 * @returns [3,S,S] in [-1,1]
 */
export function condition(
  low: Float32Array,
  lowSizePx: number,
  known: Float32Array,
  mask: Float32Array,
  sizePx: number,
): Float32Array {
  return keepKnown(enlarged(low, lowSizePx, sizePx), known, mask, sizePx);
}

/** [3,L,L] -> [3,S,S], not clamped. */
function enlarged(low: Float32Array, lowSizePx: number, sizePx: number): Float32Array {
  const taps = cubicTaps(lowSizePx, sizePx);
  const area = lowSizePx * lowSizePx;
  const large = new Float32Array(3 * sizePx * sizePx);
  for (let channel = 0; channel < 3; channel += 1) {
    const plane = low.subarray(channel * area, (channel + 1) * area);
    const at = (x: number, y: number): number => plane[y * lowSizePx + x] ?? 0;
    large.set(applyTaps(at, lowSizePx, lowSizePx, taps, taps, clampIndex), channel * sizePx * sizePx);
  }
  return large;
}

/** The state at time t on the straight path from an image to noise: (1 - t) image + t noise. */
export function noised(image: Float32Array, noise: Float32Array, t: number): Float32Array {
  return image.map((value, i) => (1 - t) * value + t * (noise[i] ?? 0));
}

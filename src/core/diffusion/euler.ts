/**
 * The sampler: Euler steps along the straight paths of flow matching, for a network that estimates the clean image.
 * x_t = (1 - t) x_0 + t e, so the velocity is (x_t - x_0) / t (Lipman et al., arXiv 2210.02747).
 * training/inlay_training/diffusion/flow.py is the reference implementation.
 */

/**
 * [steps + 1] times from `from` (1 is pure noise) to 0, evenly spaced but for the shift.
 * @param shift below 1, more of them lie near 0 (Esser et al., arXiv 2403.03206, section 5.3.2)
 */
export function timeSteps(steps: number, from = 1, shift = 1): Float64Array {
  return Float64Array.from({ length: steps + 1 }, (_, index) => {
    const time = 1 - index / steps;
    return from * ((shift * time) / (shift * time + (1 - time)));
  });
}

/** The known pixels [3,S,S] with the masked region at 0, which is grey. @param mask [1,S,S], 1 where the lesion is painted */
export function hidden(known: Float32Array, mask: Float32Array): Float32Array {
  return known.map((value, i) => value * (1 - (mask[i % mask.length] ?? 0)));
}

/** The network's input for one image, [7,S,S]: noisy RGB, what is given of the image [3,S,S], mask [1,S,S]. */
export function networkInput(noisy: Float32Array, given: Float32Array, mask: Float32Array): Float32Array {
  const input = new Float32Array(7 * mask.length);
  input.set(noisy, 0);
  input.set(given, 3 * mask.length);
  input.set(mask, 6 * mask.length);
  return input;
}

/** Classifier-free guidance on the estimates (Ho & Salimans, arXiv 2207.12598): null + w (class - null). */
export function guide(plain: Float32Array, conditioned: Float32Array, guidance: number): Float32Array {
  return conditioned.map((value, i) => (plain[i] ?? 0) + guidance * (value - (plain[i] ?? 0)));
}

/** Whether guidance acts at a time: above the first and up to the second (Kynkäänniemi et al., arXiv 2404.07724). */
export function guidesAt(t: number, [low, high]: readonly [number, number]): boolean {
  return low < t && t <= high;
}

/** Clamps an estimate [3,S,S] to [-1,1] and puts the known pixels back outside the mask [1,S,S]. */
export function keepKnown(
  estimate: Float32Array,
  known: Float32Array,
  mask: Float32Array,
  sizePx: number,
): Float32Array {
  const area = sizePx * sizePx;
  return estimate.map((value, i) => {
    const inside = mask[i % area] ?? 0;
    return inside * Math.min(1, Math.max(-1, value)) + (1 - inside) * (known[i] ?? 0);
  });
}

/** One step from time t to the earlier time s along the line through the estimate: x_s = x_0 + (s / t)(x_t - x_0). */
export function eulerStep(x: Float32Array, estimate: Float32Array, t: number, s: number): Float32Array {
  const ratio = s / t;
  return estimate.map((value, i) => value + ratio * ((x[i] ?? 0) - value));
}

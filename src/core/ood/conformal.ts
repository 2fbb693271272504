/** From a score to a promise: how many held-out real images are as odd. */

/**
 * Conformal p-value: (1 + held-out scores at least as large) / (n + 1), valid in finite samples
 * (Bates et al., Annals of Statistics 2023, arXiv 2104.08279). Larger scores are odder.
 */
export function conformalP(score: number, calibration: ArrayLike<number>): number {
  let atLeast = 0;
  for (const held of Array.from(calibration)) if (held >= score) atLeast += 1;
  return (1 + atLeast) / (calibration.length + 1);
}

/** From a score to a promise: how many real images that no model has seen are as odd. */

/**
 * Conformal p-value: (1 + held-out scores at least as large) / (n + 1), valid in finite samples
 * (Bates et al., Annals of Statistics 2023, arXiv 2104.08279). Larger scores are odder. A score that is no number is the oddest.
 * @param calibration scores of held-out real images
 * @returns 1 / (n + 1) .. 1
 */
export function conformalP(score: number, calibration: ArrayLike<number>): number {
  let atLeast = 0;
  for (const held of Array.from(calibration)) if (held >= score) atLeast += 1;
  return (1 + atLeast) / (calibration.length + 1);
}

/** The smallest p-value that so many held-out images can give: a level below it can reject nothing. */
export function leastP(calibrationCount: number): number {
  return 1 / (calibrationCount + 1);
}

/** Whether so many held-out images can keep the promise of a level: reject that share of real images and no more. */
export function canPromise(alpha: number, calibrationCount: number): boolean {
  return leastP(calibrationCount) <= alpha;
}

/** Held-out images that a level needs. */
export function imagesFor(alpha: number): number {
  return Math.ceil(1 / alpha - 1e-9) - 1;
}

/**
 * The counts between which a binomial variable lies with probability `level` or more: what rejecting each of n images with
 * probability p does. Equal tails, exact.
 * @param p 0..1, neither of them
 */
export function binomialInterval(n: number, p: number, level: number): [number, number] {
  const growth = (count: number): number => ((n - count) / (count + 1)) * (p / (1 - p));
  return equalTails(n, level, n * Math.log1p(-p), growth);
}

/**
 * The counts between which the rejected ones of n real images lie with probability `level` or more, when a level alpha is counted among
 * `calibrationCount` others: those are drawn by chance as well, so the share of the future that they reject is a beta variable and
 * the count a beta-binomial one (Angelopoulos & Bates, arXiv 2107.07511, section 3.2). Exact for independent images.
 */
export function conformalInterval(n: number, alpha: number, calibrationCount: number, level: number): [number, number] {
  const a = Math.floor(alpha * (calibrationCount + 1) + 1e-9);
  const b = calibrationCount + 1 - a;
  if (a < 1) return [0, 0]; // no p-value is as small
  let logNone = 0;
  for (let i = 0; i < n; i += 1) logNone += Math.log((b + i) / (a + b + i));
  const growth = (count: number): number => ((n - count) / (count + 1)) * ((count + a) / (n - count - 1 + b));
  return equalTails(n, level, logNone, growth);
}

/** @param logNone ln of the probability of 0 @param growth probability of count + 1 over that of count */
function equalTails(n: number, level: number, logNone: number, growth: (count: number) => number): [number, number] {
  const tail = (1 - level) / 2;
  let least = -1;
  let cumulative = 0;
  let logTerm = logNone;
  for (let count = 0; count <= n; count += 1) {
    cumulative += Math.exp(logTerm);
    if (least < 0 && cumulative >= tail) least = count;
    if (cumulative >= 1 - tail) return [least, count];
    logTerm += Math.log(growth(count));
  }
  return [Math.max(0, least), n]; // the last digits were lost to rounding
}

/** "12 %" */
export function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

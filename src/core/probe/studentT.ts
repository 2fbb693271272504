/** Student's t, for intervals from few lesions. Golden values: scripts/golden/core.py (SciPy). */

/** Quantiles lie between that of the normal distribution and that of one degree of freedom. */
const RANGE = [1.959, 12.707] as const;
const HALVINGS = 60;
const MOST_TERMS = 500;

/** The 97.5 % quantile, to eight digits or more; degrees of freedom need not be whole, and count as 1 below that. */
export function studentT975(degreesOfFreedom: number): number {
  const freedom = Math.max(1, degreesOfFreedom);
  let [low, high]: readonly [number, number] = RANGE;
  for (let i = 0; i < HALVINGS; i += 1) {
    const middle = (low + high) / 2;
    if (within(middle, freedom) < 0.95) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(|T| < t): the regularized incomplete beta function I_x(1/2, v/2) at x = t^2 / (v + t^2) (DLMF 8.17, Abramowitz and Stegun 26.7.1). */
function within(t: number, freedom: number): number {
  const outside = freedom / (freedom + t * t);
  return 1 - betaShare(outside, 1 - outside, freedom / 2, 0.5);
}

/** I_x(a, b). @param y 1 - x */
function betaShare(x: number, y: number, a: number, b: number): number {
  if (x > (a + 1) / (a + b + 2)) return 1 - betaShare(y, x, b, a);
  const front = Math.exp(a * Math.log(x) + b * Math.log(y) + logGamma(a + b) - logGamma(a) - logGamma(b)) / a;
  return front * betaFraction(x, a, b);
}

/** The continued fraction 1 / (1 + d1 / (1 + d2 / ...)) of DLMF 8.17.22, by the method of Lentz. */
function betaFraction(x: number, a: number, b: number): number {
  let [below, c, d] = [1, 1, 0];
  for (let i = 1, change = 0; i < MOST_TERMS && Math.abs(change - 1) > Number.EPSILON; i += 1) {
    const m = i >> 1;
    const term =
      i % 2 === 0
        ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
        : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + term * d);
    c = 1 + term / c;
    change = c * d;
    below *= change;
  }
  return 1 / below;
}

/** Of positive numbers: Stirling's series (DLMF 5.11.1), after the argument was raised above 15. */
function logGamma(z: number): number {
  if (z < 15) return logGamma(z + 1) - Math.log(z);
  const w = 1 / (z * z);
  const series = 1 / 12 - w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680 - w / 1188)));
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series / z;
}

/** Intervals of shares. */

const Z95 = 1.959963984540054;

/** Wilson's 95 % score interval (1927) of a share; [0, 1] where there is nothing to count. */
export function wilson(successes: number, n: number): readonly [number, number] {
  if (n === 0) return [0, 1];
  const p = successes / n;
  const z2 = Z95 ** 2 / n;
  const middle = p + z2 / 2;
  const half = Z95 * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n));
  return [Math.max(0, (middle - half) / (1 + z2)), Math.min(1, (middle + half) / (1 + z2))];
}

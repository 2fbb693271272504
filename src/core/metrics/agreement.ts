/** Agreement of two readers beyond chance. */

export interface Agreement {
  /** Samples that both have read. */
  readonly n: number;
  /** Share on which they say the same, 0..1. */
  readonly observed: number;
  /** Cohen's kappa, -1..1; null where chance alone explains everything: both said one and the same thing of all samples. */
  readonly kappa: number | null;
  /** 95 % interval of kappa by its large-sample error; null without a kappa, and where the sample is not large. */
  readonly interval: readonly [number, number] | null;
}

const Z95 = 1.959963984540054;
/** Below it the error by the formula is a guess, and can be 0. */
const LARGE = 30;

/**
 * Cohen's kappa (Cohen 1960) with the large-sample standard error of Fleiss, Cohen and Everitt (1969), eq. 13.
 * @param pairs what the first and what the second reader says of each sample
 */
export function cohenKappa(pairs: readonly (readonly [string, string])[]): Agreement {
  const n = pairs.length;
  if (n === 0) return { n, observed: 0, kappa: null, interval: null };
  const categories = [...new Set(pairs.flat())];
  const share = (test: (pair: readonly [string, string]) => boolean): number => pairs.filter(test).length / n;
  const first = categories.map((category) => share(([a]) => a === category));
  const second = categories.map((category) => share(([, b]) => b === category));
  const both = categories.map((row) => categories.map((column) => share(([a, b]) => a === row && b === column)));
  const at = (values: readonly number[], i: number): number => values[i] ?? 0;
  const observed = both.reduce((sum, row, i) => sum + at(row, i), 0);
  const chance = first.reduce((sum, p, i) => sum + p * at(second, i), 0);
  if (1 - chance < 1e-12) return { n, observed, kappa: null, interval: null };
  const kappa = (observed - chance) / (1 - chance);
  const rest = 1 - kappa;
  let variance = -((kappa - chance * rest) ** 2);
  both.forEach((row, i) =>
    row.forEach((p, j) => {
      variance +=
        p * (i === j ? (1 - (at(first, i) + at(second, i)) * rest) ** 2 : (rest * (at(second, i) + at(first, j))) ** 2);
    }),
  );
  const half = Z95 * (Math.sqrt(Math.max(0, variance) / n) / (1 - chance));
  if (n < LARGE) return { n, observed, kappa, interval: null };
  return { n, observed, kappa, interval: [Math.max(-1, kappa - half), Math.min(1, kappa + half)] };
}

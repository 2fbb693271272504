/** Adam (Kingma & Ba, arXiv 1412.6980), with the arithmetic of PyTorch's. */

export interface Moments {
  readonly first: Float32Array<ArrayBuffer>;
  readonly second: Float32Array<ArrayBuffer>;
}

const BETAS = [0.9, 0.99] as const;
const EPSILON = 1e-8;

export function noMoments(length: number): Moments {
  return { first: new Float32Array(length), second: new Float32Array(length) };
}

/** Changes `values` and `moments` in place. @param step counts from 1 */
export function adamStep(
  values: Float32Array,
  gradient: Float32Array,
  { first, second }: Moments,
  step: number,
  rate: number,
): void {
  const size = rate / (1 - BETAS[0] ** step);
  const spread = Math.sqrt(1 - BETAS[1] ** step);
  gradient.forEach((slope, i) => {
    const mean = BETAS[0] * (first[i] ?? 0) + (1 - BETAS[0]) * slope;
    const square = BETAS[1] * (second[i] ?? 0) + (1 - BETAS[1]) * slope * slope;
    first[i] = mean;
    second[i] = square;
    values[i] = (values[i] ?? 0) - (size * mean) / (Math.sqrt(square) / spread + EPSILON);
  });
}

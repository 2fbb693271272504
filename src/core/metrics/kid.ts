/** Kernel inception distance: how far a set of samples lies from real images, by features. Unbiased also for few images. */
import { rowAt, rowCount, type Features } from '../features/features';
import { shuffled } from '../random/shuffle';

/** Values of the kernel (x.y / D + 1)^3 between all rows of real [N,D] and made [M,D] images, real ones first. */
export interface Kernel {
  /** N + M */
  readonly size: number;
  readonly values: Float64Array;
  /** The first row of the made images. */
  readonly madeFrom: number;
}

/** Features are scaled to unit variance, all together, so that the kernel's scale is that of every encoder. Bińkowski et al., arXiv 1801.01401. */
export function kernelOf(real: Features, made: Features): Kernel {
  const dim = real.dim;
  const data = new Float64Array(real.data.length + made.data.length);
  data.set(real.data);
  data.set(made.data, real.data.length);
  const scale = 1 / Math.max(1e-12, spread(data));
  const all = { dim, data: data.map((value) => value * scale) };
  const size = rowCount(all);
  const values = new Float64Array(size * size);
  for (let a = 0; a < size; a += 1) {
    const x = rowAt(all, a);
    for (let b = a; b < size; b += 1) {
      const y = rowAt(all, b);
      let dot = 0;
      for (let i = 0; i < dim; i += 1) dot += (x[i] ?? 0) * (y[i] ?? 0);
      const value = (dot / dim + 1) ** 3;
      values[a * size + b] = value;
      values[b * size + a] = value;
    }
  }
  return { size, values, madeFrom: rowCount(real) };
}

/** Unbiased squared MMD between two lists of rows, each of at least two. */
function mmd({ size, values }: Kernel, a: readonly number[], b: readonly number[]): number {
  return within(size, values, a) + within(size, values, b) - (2 * across(size, values, a, b)) / (a.length * b.length);
}

export function kid(real: Features, made: Features): number {
  const kernel = kernelOf(real, made);
  return mmd(kernel, range(0, kernel.madeFrom), range(kernel.madeFrom, kernel.size));
}

export interface KidDraws {
  /** Of made images from random halves of the real ones. */
  readonly made: Float64Array;
  /** Between the halves themselves: what no generator can be asked to be below. */
  readonly floor: Float64Array;
}

/**
 * Again and again, real images are halved by lesion; as many made ones as a half holds, or all there are, are drawn without putting back.
 * @param lesions [N] of the real images
 */
export function kidDraws(kernel: Kernel, lesions: ArrayLike<number>, draws: number, seed: number): KidDraws {
  const made = range(kernel.madeFrom, kernel.size);
  const found = { made: new Float64Array(draws), floor: new Float64Array(draws) };
  for (let draw = 0; draw < draws; draw += 1) {
    const [half, other] = halvesByLesion(lesions, kernel.madeFrom, seed, draw);
    const some = shuffled(made, seed, 2 * draw + 1).slice(0, Math.max(2, half.length));
    found.made[draw] = mmd(kernel, half, some);
    found.floor[draw] = mmd(kernel, half, other);
  }
  return found;
}

/** All images of a lesion lie in one half; the halves are as equal as lesions allow. */
function halvesByLesion(lesions: ArrayLike<number>, count: number, seed: number, draw: number): [number[], number[]] {
  const rowsOf = new Map<number, number[]>();
  for (let row = 0; row < count; row += 1) {
    const lesion = lesions[row] ?? row;
    rowsOf.set(lesion, [...(rowsOf.get(lesion) ?? []), row]);
  }
  const halves: [number[], number[]] = [[], []];
  for (const lesion of shuffled([...rowsOf.keys()], seed, 2 * draw))
    halves[halves[0].length <= halves[1].length ? 0 : 1].push(...(rowsOf.get(lesion) ?? []));
  return halves;
}

function within(size: number, values: Float64Array, rows: readonly number[]): number {
  let total = across(size, values, rows, rows);
  for (const row of rows) total -= values[row * size + row] ?? 0;
  return total / (rows.length * (rows.length - 1));
}

function across(size: number, values: Float64Array, a: readonly number[], b: readonly number[]): number {
  let total = 0;
  for (const row of a) {
    const from = row * size;
    for (const column of b) total += values[from + column] ?? 0;
  }
  return total;
}

function spread(data: Float64Array): number {
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  return Math.sqrt(data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, data.length - 1));
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

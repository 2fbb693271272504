/** Separable resampling by taps: which source pixels an output pixel takes, and how much of each. */

export interface Taps {
  /** First source index of each output index, before reflection. */
  readonly start: Int32Array;
  readonly weights: readonly Float64Array[];
}

/**
 * Taps that cut [origin, origin + lengthPx) into `count` cells: area average where that shrinks, linear interpolation where it
 * grows. Pixel centres lie at half-integers.
 */
export function cellTaps(origin: number, lengthPx: number, count: number): Taps {
  const scale = lengthPx / count;
  const start = new Int32Array(count);
  const weights: Float64Array[] = [];
  for (let i = 0; i < count; i += 1) {
    if (scale > 1) {
      const from = origin + i * scale;
      const to = from + scale;
      const first = Math.floor(from);
      start[i] = first;
      const spans = Array.from({ length: Math.ceil(to - 1e-9) - first }, (_, k) => {
        const low = Math.max(from, first + k);
        return Math.max(0, Math.min(to, first + k + 1) - low) / scale;
      });
      weights.push(Float64Array.from(spans));
    } else {
      const at = origin + (i + 0.5) * scale - 0.5;
      const first = Math.floor(at);
      start[i] = first;
      weights.push(Float64Array.of(1 - (at - first), at - first));
    }
  }
  return { start, weights };
}

/** Cubic convolution (Keys 1981, a = -0.75) from `sourceCount` samples over a length of `lengthPx` output pixels. */
export function cubicTaps(sourceCount: number, lengthPx: number): Taps {
  const start = new Int32Array(lengthPx);
  const weights: Float64Array[] = [];
  for (let i = 0; i < lengthPx; i += 1) {
    const at = ((i + 0.5) * sourceCount) / lengthPx - 0.5;
    const first = Math.floor(at);
    start[i] = first - 1;
    weights.push(Float64Array.from([1 + at - first, at - first, 1 - at + first, 2 - at + first], cubic));
  }
  return { start, weights };
}

function cubic(distance: number): number {
  const a = -0.75;
  const d = Math.abs(distance);
  if (d <= 1) return (a + 2) * d * d * d - (a + 3) * d * d + 1;
  return a * d * d * d - 5 * a * d * d + 8 * a * d - 4 * a;
}

/** Index inside [0, size) of a position beyond the edge, mirrored at the edge with the edge pixel repeated. */
export function reflect(index: number, size: number): number {
  if (index >= 0 && index < size) return index;
  const period = 2 * size;
  const folded = ((index % period) + period) % period;
  return folded < size ? folded : period - 1 - folded;
}

/** Index inside [0, size), the nearest one. */
export function clampIndex(index: number, size: number): number {
  return Math.min(size - 1, Math.max(0, index));
}

/** Taps side by side in flat arrays, their indices inside the source: those of output i are `ends[i] .. ends[i + 1]`. */
interface FlatTaps {
  readonly indices: Int32Array;
  readonly weights: Float64Array;
  readonly ends: Int32Array;
}

function flat({ start, weights }: Taps, size: number, edge: (index: number, size: number) => number): FlatTaps {
  const ends = new Int32Array(weights.length + 1);
  weights.forEach((own, i) => (ends[i + 1] = (ends[i] ?? 0) + own.length));
  const total = ends[weights.length] ?? 0;
  const [indices, values] = [new Int32Array(total), new Float64Array(total)];
  weights.forEach((own, i) => {
    const first = start[i] ?? 0;
    for (let k = 0; k < own.length; k += 1) indices[(ends[i] ?? 0) + k] = edge(first + k, size);
    values.set(own, ends[i]);
  });
  return { indices, weights: values, ends };
}

/**
 * Applies column and row taps to one plane.
 * @param at value of the source at (x, y), both inside the source
 * @param edge how an index beyond the source is brought inside
 * @returns row-major plane of rows.length x columns.length
 */
export function applyTaps(
  at: (x: number, y: number) => number,
  width: number,
  height: number,
  columns: Taps,
  rows: Taps,
  edge: (index: number, size: number) => number,
): Float32Array<ArrayBuffer> {
  const across = flat(columns, width, edge);
  const down = flat(rows, height, edge);
  const outWidth = columns.start.length;
  const wanted = Int32Array.from(new Set(across.indices));
  const source = new Float64Array(width);
  const lines = new Map<number, Float64Array>();
  const line = (y: number): Float64Array => {
    const known = lines.get(y);
    if (known) return known;
    for (const x of wanted) source[x] = at(x, y);
    const values = new Float64Array(outWidth);
    for (let i = 0; i < outWidth; i += 1) values[i] = weighted(across, i, source);
    lines.set(y, values);
    return values;
  };
  const out = new Float32Array(outWidth * rows.start.length);
  const column = new Float64Array(outWidth);
  for (let j = 0; j < rows.start.length; j += 1) {
    column.fill(0);
    for (let p = down.ends[j] ?? 0; p < (down.ends[j + 1] ?? 0); p += 1) {
      const values = line(down.indices[p] ?? 0);
      const weight = down.weights[p] ?? 0;
      for (let i = 0; i < outWidth; i += 1) column[i] = (column[i] ?? 0) + weight * (values[i] ?? 0);
    }
    out.set(column, j * outWidth);
  }
  return out;
}

function weighted({ indices, weights, ends }: FlatTaps, output: number, source: Float64Array): number {
  let sum = 0;
  for (let p = ends[output] ?? 0; p < (ends[output + 1] ?? 0); p += 1) {
    sum += (weights[p] ?? 0) * (source[indices[p] ?? 0] ?? 0);
  }
  return sum;
}

/** Planes of a square [C,S,S] at another side: area average where it shrinks, bilinear where it grows. [C,T,T] */
export function resized(planes: Float32Array, sidePx: number, toPx: number): Float32Array<ArrayBuffer> {
  const taps = cellTaps(0, sidePx, toPx);
  const count = planes.length / (sidePx * sidePx);
  const out = new Float32Array(count * toPx * toPx);
  for (let plane = 0; plane < count; plane += 1) {
    const at = (x: number, y: number): number => planes[(plane * sidePx + y) * sidePx + x] ?? 0;
    out.set(applyTaps(at, sidePx, sidePx, taps, taps, reflect), plane * toPx * toPx);
  }
  return out;
}

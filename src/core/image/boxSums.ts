/** Sums over any rectangle in four reads (summed-area table, Crow 1984). */

export interface BoxSums {
  readonly width: number;
  readonly height: number;
  /** [(height + 1) x (width + 1)] */
  readonly table: Float64Array;
}

export function boxSums(values: ArrayLike<number>, width: number, height: number): BoxSums {
  const stride = width + 1;
  const table = new Float64Array(stride * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      row += values[y * width + x] ?? 0;
      table[(y + 1) * stride + x + 1] = (table[y * stride + x + 1] ?? 0) + row;
    }
  }
  return { width, height, table };
}

/** Sum over [left, right) x [top, bottom); what lies beyond the edge counts nothing. */
export function boxSum(
  { width, height, table }: BoxSums,
  left: number,
  top: number,
  right: number,
  bottom: number,
): number {
  const [x1, x2] = [Math.max(0, left), Math.min(width, right)];
  const above = Math.max(0, top) * (width + 1);
  const below = Math.min(height, bottom) * (width + 1);
  return (table[below + x2] ?? 0) - (table[below + x1] ?? 0) - (table[above + x2] ?? 0) + (table[above + x1] ?? 0);
}

/** Mean over the square of the given radius about each pixel, of those pixels that count; NaN where none does. */
export function boxMean(
  values: Float32Array,
  counts: Uint8Array,
  width: number,
  height: number,
  radius: number,
): Float32Array {
  const counted = values.map((value, i) => (counts[i] === 1 ? value : 0));
  const sums = boxSums(counted, width, height);
  const numbers = boxSums(counts, width, height);
  const means = new Float32Array(values.length);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const sum = boxSum(sums, x - radius, y - radius, x + radius + 1, y + radius + 1);
      means[y * width + x] = sum / boxSum(numbers, x - radius, y - radius, x + radius + 1, y + radius + 1);
    }
  return means;
}

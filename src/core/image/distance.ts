/** Exact Euclidean distance to the nearest unpainted pixel (Felzenszwalb & Huttenlocher, Theory of Computing 8, 2012). */

const FAR = 1e12;

/**
 * Distance in pixels from each painted pixel's centre to the nearest unpainted one's; 0 where unpainted, Infinity where there is none.
 * @param inside row-major, non-zero where painted
 */
export function distanceInside(inside: Uint8Array, width: number, height: number): Float64Array {
  const squared = Float64Array.from(inside, (value) => (value ? FAR : 0));
  const column = new Float64Array(height);
  for (let x = 0; x < width; x += 1) {
    for (let y = 0; y < height; y += 1) column[y] = squared[y * width + x] ?? 0;
    const result = lowerEnvelope(column);
    for (let y = 0; y < height; y += 1) squared[y * width + x] = result[y] ?? 0;
  }
  for (let y = 0; y < height; y += 1) {
    const row = squared.subarray(y * width, (y + 1) * width);
    row.set(lowerEnvelope(row));
  }
  return squared.map((value) => (value >= FAR ? Infinity : Math.sqrt(value)));
}

/** min over q of (p - q)^2 + f(q), for every p. */
function lowerEnvelope(f: Float64Array): Float64Array {
  const n = f.length;
  const apex = new Int32Array(n);
  const edge = new Float64Array(n + 1);
  let k = 0;
  edge[0] = -Infinity;
  edge[1] = Infinity;
  const crossing = (q: number, v: number): number => ((f[q] ?? 0) + q * q - (f[v] ?? 0) - v * v) / (2 * (q - v));
  for (let q = 1; q < n; q += 1) {
    let s = crossing(q, apex[k] ?? 0);
    while (s <= (edge[k] ?? 0)) {
      k -= 1;
      s = crossing(q, apex[k] ?? 0);
    }
    k += 1;
    apex[k] = q;
    edge[k] = s;
    edge[k + 1] = Infinity;
  }
  const out = new Float64Array(n);
  k = 0;
  for (let p = 0; p < n; p += 1) {
    while ((edge[k + 1] ?? Infinity) < p) k += 1;
    const v = apex[k] ?? 0;
    out[p] = Math.min(FAR, (p - v) ** 2 + (f[v] ?? 0));
  }
  return out;
}

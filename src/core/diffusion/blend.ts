/** The one operation that samplers are made of: a weighted sum of two images. */

/** a x + b y, in double precision, rounded once. */
export function weightedSum(a: number, x: Float32Array, b: number, y: Float32Array): Float32Array {
  return x.map((value, i) => a * value + b * (y[i] ?? 0));
}

/**
 * Normal deviates that are the same bits on every machine: only + - * / and square root, which IEEE 754 fixes.
 * Math.log and Math.cos are not fixed by ECMAScript, so the usual Box-Muller would differ between engines.
 */
import { philoxWords } from './philox';

const LN2 = 0.6931471805599453;
const scratch = new DataView(new ArrayBuffer(8));

/** Natural logarithm of a positive normal number, by the series of artanh on the mantissa; relative error below 1e-15. */
function exactLn(value: number): number {
  scratch.setFloat64(0, value);
  const high = scratch.getUint32(0);
  let exponent = (high >>> 20) - 1022;
  scratch.setUint32(0, (high & 0x000fffff) | 0x3fe00000);
  let mantissa = scratch.getFloat64(0);
  if (mantissa < Math.SQRT1_2) {
    mantissa *= 2;
    exponent -= 1;
  }
  const z = (mantissa - 1) / (mantissa + 1);
  const square = z * z;
  let sum = 0;
  for (let power = 25; power >= 1; power -= 2) sum = sum * square + 1 / power;
  return 2 * z * sum + exponent * LN2;
}

const CENTRAL_A = [
  3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457,
  67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
] as const;
const CENTRAL_B = [
  1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867, 39307.89580009271061,
  28729.085735721942674, 5226.495278852545925,
] as const;
const MIDDLE_A = [
  1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504, 1.27045825245236838258,
  0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
] as const;
const MIDDLE_B = [
  1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459,
  0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9,
] as const;
const TAIL_A = [
  6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123, 0.026532189526576123093,
  0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
] as const;
const TAIL_B = [
  1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4,
  1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
] as const;

function rational(numerator: readonly number[], denominator: readonly number[], x: number): number {
  return numerator.reduceRight((sum, c) => sum * x + c, 0) / denominator.reduceRight((sum, c) => sum * x + c, 0);
}

/**
 * Inverse of the standard normal distribution function for p in (0,1); about 1e-15 relative
 * (Wichura, algorithm AS 241 PPND16, Applied Statistics 37, 1988).
 */
export function inverseNormalCdf(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * rational(CENTRAL_A, CENTRAL_B, 0.180625 - q * q);
  const r = Math.sqrt(-exactLn(q < 0 ? p : 1 - p));
  const tail = r <= 5 ? rational(MIDDLE_A, MIDDLE_B, r - 1.6) : rational(TAIL_A, TAIL_B, r - 5);
  return q < 0 ? -tail : tail;
}

/** `length` uniform numbers in the open interval (0,1), from the stream of a seed. */
export function uniform(seed: number, length: number, stream = 0): Float64Array {
  return Float64Array.from(philoxWords(seed, length, stream), (word) => (word + 0.5) / 0x1_0000_0000);
}

/**
 * `length` standard normal deviates in single precision, from the stream of a seed.
 * The start of every sample: the same seed gives the same noise on every machine.
 */
export function gaussianNoise(seed: number, length: number, stream = 0): Float32Array {
  return Float32Array.from(uniform(seed, length, stream), inverseNormalCdf);
}

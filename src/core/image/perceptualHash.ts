/** A hash that a re-encoded or slightly recoloured copy shares: the signs of the lowest frequencies (the pHash of M. Zauner, 2010). */

/** Side of the brightness image that is hashed. */
export const HASH_SOURCE_PX = 32;
const LOW = 8;
const ROUNDING = 1e-6;
/** Two 32-bit words a hash. */
export const HASH_WORDS = 2;

/** Symmetries of the square: a copy that was turned or mirrored is a copy. */
const SYMMETRIES = [0, 1, 2, 3, 4, 5, 6, 7] as const;

const cosines = Float64Array.from({ length: LOW * HASH_SOURCE_PX }, (_, at) => {
  const frequency = Math.floor(at / HASH_SOURCE_PX);
  return 2 * Math.cos((Math.PI * frequency * (2 * (at % HASH_SOURCE_PX) + 1)) / (2 * HASH_SOURCE_PX));
});

/** Brightness of an RGB tensor [3,S,S] by the weights of ITU-R BT.601. [S,S] */
export function brightness(rgb: ArrayLike<number>): Float64Array {
  const plane = rgb.length / 3;
  const grey = new Float64Array(plane);
  for (let i = 0; i < plane; i += 1) {
    grey[i] = 0.299 * (rgb[i] ?? 0) + 0.587 * (rgb[plane + i] ?? 0) + 0.114 * (rgb[2 * plane + i] ?? 0);
  }
  return grey;
}

/** The lowest 8 x 8 coefficients of the DCT-II of a 32 x 32 image, unnormalised. */
function lowFrequencies(grey: Float64Array): Float64Array {
  const low = along(along(grey, HASH_SOURCE_PX), LOW);
  return low.map((value) => (Math.abs(value) < ROUNDING ? 0 : value)); // or a flat direction would hash its rounding errors
}

/** The lowest coefficients of each of `lines` rows of 32 values, turned so that the next call goes across. [8 x lines] */
function along(rows: Float64Array, lines: number): Float64Array {
  const out = new Float64Array(LOW * lines);
  for (let u = 0; u < LOW; u += 1) {
    for (let line = 0; line < lines; line += 1) {
      let sum = 0;
      for (let x = 0; x < HASH_SOURCE_PX; x += 1) {
        sum += (cosines[u * HASH_SOURCE_PX + x] ?? 0) * (rows[line * HASH_SOURCE_PX + x] ?? 0);
      }
      out[u * lines + line] = sum;
    }
  }
  return out;
}

/** One symmetry of the image, done to its coefficients: a mirror changes the sign of the odd ones, a transposition swaps them. */
function turned(low: Float64Array, symmetry: number): Float64Array {
  return low.map((_, at) => {
    const [v, u] = [Math.floor(at / LOW), at % LOW];
    const value = low[symmetry & 4 ? u * LOW + v : at] ?? 0;
    const flips = (symmetry & 1 ? u : 0) + (symmetry & 2 ? v : 0);
    return flips % 2 === 1 ? -value : value;
  });
}

/** A bit a coefficient, above the median or not; the first coefficient is the highest bit of the first word. */
function signs(low: Float64Array): [number, number] {
  const sorted = low.toSorted();
  const median = ((sorted[31] ?? 0) + (sorted[32] ?? 0)) / 2;
  const words: [number, number] = [0, 0];
  low.forEach((value, at) => {
    if (value > median) words[at < 32 ? 0 : 1] |= 1 << (31 - (at % 32));
  });
  return [words[0] >>> 0, words[1] >>> 0];
}

/** @param grey [32,32], any scale. @returns the two words of its hash */
export function perceptualHash(grey: Float64Array): Uint32Array {
  return Uint32Array.from(signs(lowFrequencies(grey)));
}

/** The hashes of an image and of its seven turned and mirrored forms, upright first. [8 x 2] */
export function symmetricHashes(grey: Float64Array): Uint32Array {
  const low = lowFrequencies(grey);
  return Uint32Array.from(SYMMETRIES.flatMap((symmetry) => signs(turned(low, symmetry))));
}

function ones(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Bits that differ between hash `i` of `a` and hash `j` of `b`, 0..64. */
export function hashDistance(a: Uint32Array, i: number, b: Uint32Array, j: number): number {
  return ones((a[2 * i] ?? 0) ^ (b[2 * j] ?? 0)) + ones((a[2 * i + 1] ?? 0) ^ (b[2 * j + 1] ?? 0));
}

/**
 * The hash of a bank [M x 2] that comes nearest to any of `hashes`.
 * @returns null for an empty bank
 */
export function nearestHash(hashes: Uint32Array, bank: Uint32Array): { row: number; distance: number } | null {
  let nearest: { row: number; distance: number } | null = null;
  for (let row = 0; row < bank.length / HASH_WORDS; row += 1) {
    for (let i = 0; i < hashes.length / HASH_WORDS; i += 1) {
      const distance = hashDistance(hashes, i, bank, row);
      if (!nearest || distance < nearest.distance) nearest = { row, distance };
    }
  }
  return nearest;
}

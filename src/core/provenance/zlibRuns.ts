/** Packs bytes that come in long runs, such as masks: a zlib stream (RFC 1950) of one block of fixed codes (RFC 1951, section 3.2.6). */

/** Low level of compression, no dictionary. */
const HEADER = [0x78, 0x01] as const;
const ADLER_BASE = 65521;
/** So many sums of bytes stay below 2 ** 31. */
const ADLER_PART = 3800;
const SHORTEST = 3;
const LONGEST = 258;
const END_OF_BLOCK = 256;
const FIRST_LENGTH_CODE = 257;
/** How many bits follow the code of a length, for each of the 28 codes but the last; every code stands for 2 ** bits lengths. */
const EXTRA_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5] as const;
/** The code of the distance 1 is zero. */
const DISTANCE_BITS = 5;

interface Bits {
  readonly value: number;
  readonly count: number;
}

/** In the order in which they are written, the lowest first: Huffman codes begin with their highest bit. */
function fixedCode(symbol: number): Bits {
  const [from, code, count] =
    symbol < 144
      ? ([0, 0b00110000, 8] as const)
      : symbol < END_OF_BLOCK
        ? ([144, 0b110010000, 9] as const)
        : symbol < 280
          ? ([END_OF_BLOCK, 0, 7] as const)
          : ([280, 0b11000000, 8] as const);
  let value = 0;
  for (let bit = 0; bit < count; bit += 1) value |= (((code + symbol - from) >> bit) & 1) << (count - 1 - bit);
  return { value, count };
}

const LITERALS = Array.from({ length: 256 }, (_, byte) => fixedCode(byte));
const END = fixedCode(END_OF_BLOCK);
/** A repetition of each length, of the byte before it. */
const REPEATS = repeats();

function repeats(): readonly Bits[] {
  const found: Bits[] = [];
  EXTRA_BITS.forEach((extra, index) => {
    const code = fixedCode(FIRST_LENGTH_CODE + index);
    for (let nth = 0; nth < 2 ** extra; nth += 1)
      found.push({ value: code.value | (nth << code.count), count: code.count + extra + DISTANCE_BITS });
  });
  const longest = fixedCode(FIRST_LENGTH_CODE + EXTRA_BITS.length);
  found[LONGEST - SHORTEST] = { value: longest.value, count: longest.count + DISTANCE_BITS };
  return found;
}

/** @returns a zlib stream; the same bytes give the same stream. Bytes without runs grow by an eighth at most */
export function packRuns(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const packed = new Uint8Array(Math.ceil((bytes.length * 9) / 8) + 16);
  packed.set(HEADER);
  let [at, held, filled]: [number, number, number] = [HEADER.length, 0, 0];
  const put = ({ value, count }: Bits): void => {
    held |= value << filled;
    for (filled += count; filled >= 8; filled -= 8, held >>>= 8) packed[at++] = held & 255;
  };
  put({ value: 0b011, count: 3 }); // the last block, of fixed codes
  for (let from = 0; from < bytes.length;) {
    const byte = bytes[from] ?? 0;
    let end = from + 1;
    while (end < bytes.length && bytes[end] === byte) end += 1;
    const literal = LITERALS[byte] ?? END;
    put(literal);
    let left = end - from - 1;
    from = end;
    for (; left >= SHORTEST; left -= Math.min(left, LONGEST)) put(REPEATS[Math.min(left, LONGEST) - SHORTEST] ?? END);
    for (; left > 0; left -= 1) put(literal);
  }
  put(END);
  if (filled > 0) packed[at++] = held & 255;
  new DataView(packed.buffer).setUint32(at, adler32(bytes));
  return packed.slice(0, at + 4);
}

function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (let from = 0; from < bytes.length; from += ADLER_PART) {
    const end = Math.min(bytes.length, from + ADLER_PART);
    for (let i = from; i < end; i += 1) {
      a += bytes[i] ?? 0;
      b += a;
    }
    a %= ADLER_BASE;
    b %= ADLER_BASE;
  }
  return ((b << 16) | a) >>> 0;
}

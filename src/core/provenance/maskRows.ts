/**
 * The rows of a mask, packed as PNG has them (zlib, RFC 1950 and 1951). Of two values in long runs, and mostly like the row above: only these two
 * repetitions are looked for, which takes a small part of the time of a packer of anything. An export writes thousands of masks.
 */

const LONGEST = 258;
const SHORTEST = 3;
/** Repetitions from further back cannot be written. */
const FURTHEST = 32_768;
/** Shortest length of each length code from 257 on; the codes' extra bits follow from the steps between them. */
const LENGTHS = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
] as const;
/** Adler-32's modulus, and how many bytes may be summed before it is taken. */
const MODULUS = 65_521;
const SUMMED = 5_552;

/** @param rows each begins with its filter @param stride bytes of a row, with the filter */
export function packRows(rows: Uint8Array, stride: number): Uint8Array<ArrayBuffer> {
  const bits = new BitWriter(rows.length);
  bits.put(0x78, 8); // deflate, a window of 32 KiB
  bits.put(0x01, 8); // packed in haste
  bits.put(1, 1); // the last block
  bits.put(1, 2); // fixed codes
  for (let at = 0; at < rows.length;) {
    const above = stride <= Math.min(at, FURTHEST) ? repeated(rows, at, stride) : 0;
    const before = at > 0 && above < LONGEST ? repeated(rows, at, 1) : 0;
    const length = Math.max(above, before);
    if (length < SHORTEST) {
      bits.putSymbol(rows[at] ?? 0);
      at += 1;
    } else {
      putLength(bits, length);
      putDistance(bits, above >= before ? stride : 1);
      at += length;
    }
  }
  bits.putSymbol(256); // the end
  bits.align();
  const sum = adler32(rows);
  for (const shift of [24, 16, 8, 0]) bits.put((sum >>> shift) & 0xff, 8);
  return bits.bytes();
}

/** How many bytes are the same as those so far back. */
function repeated(rows: Uint8Array, at: number, back: number): number {
  const end = Math.min(rows.length, at + LONGEST);
  let to = at;
  while (to < end && rows[to] === rows[to - back]) to += 1;
  return to - at;
}

function putLength(bits: BitWriter, length: number): void {
  let code = LENGTHS.length - 1;
  while ((LENGTHS[code] ?? 0) > length) code -= 1;
  bits.putSymbol(257 + code);
  const extra = code < 8 || code === LENGTHS.length - 1 ? 0 : (code - 4) >> 2;
  bits.put(length - (LENGTHS[code] ?? 0), extra);
}

function putDistance(bits: BitWriter, distance: number): void {
  const from = distance - 1;
  const power = from < 2 ? 0 : 31 - Math.clz32(from);
  const extra = Math.max(0, power - 1);
  const code = from < 2 ? from : 2 * power + ((from >> extra) & 1);
  bits.putCode(code, 5);
  bits.put(from & ((1 << extra) - 1), extra);
}

/** Bits from the lowest of each byte on. */
class BitWriter {
  private out: Uint8Array<ArrayBuffer>;
  private length = 0;
  private held = 0;
  private count = 0;

  constructor(roughly: number) {
    this.out = new Uint8Array(Math.max(64, roughly >> 3));
  }

  put(value: number, width: number): void {
    this.held |= value << this.count;
    this.count += width;
    for (; this.count >= 8; this.count -= 8, this.held >>>= 8) this.push(this.held & 0xff);
  }

  /** A Huffman code: its highest bit first. */
  putCode(code: number, width: number): void {
    let reversed = 0;
    for (let i = 0; i < width; i += 1) reversed |= ((code >> i) & 1) << (width - 1 - i);
    this.put(reversed, width);
  }

  /** A byte, the end, or a length, by the fixed codes. */
  putSymbol(symbol: number): void {
    if (symbol < 144) this.putCode(0x30 + symbol, 8);
    else if (symbol < 256) this.putCode(0x190 + symbol - 144, 9);
    else if (symbol < 280) this.putCode(symbol - 256, 7);
    else this.putCode(0xc0 + symbol - 280, 8);
  }

  align(): void {
    if (this.count > 0) this.put(0, 8 - this.count);
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return this.out.slice(0, this.length);
  }

  private push(byte: number): void {
    if (this.length === this.out.length) {
      const longer = new Uint8Array(2 * this.length);
      longer.set(this.out);
      this.out = longer;
    }
    this.out[this.length] = byte;
    this.length += 1;
  }
}

function adler32(bytes: Uint8Array): number {
  let [low, high] = [1, 0];
  for (let at = 0; at < bytes.length;) {
    for (const end = Math.min(bytes.length, at + SUMMED); at < end; at += 1) {
      low += bytes[at] ?? 0;
      high += low;
    }
    low %= MODULUS;
    high %= MODULUS;
  }
  return ((high << 16) | low) >>> 0;
}

/** What a PNG says and packs, looked at before anything of it is decoded: a file of a few bytes may unpack to gigabytes. */
import { Unzlib } from 'fflate';
import { InlayError } from '../../contracts/failure';
import { LIMITS } from '../../contracts/limits';
import { chunksOf, encodeChunk, isWhole, joined, PNG_SIGNATURE, type Chunk } from './pngChunks';

/** Packed bytes that are unpacked at a time: at most a thousand times as many come out. */
const STEP_BYTES = 2 ** 13;
/** Deflate does no better. */
const BEST_RATIO = 1_032;
/** What certainly unpacks to less is not counted: to count it takes half as long as to decode it. */
const UNCOUNTED_BYTES = 2 ** 26;
const MIB = 2 ** 20;
/** Channels of a pixel, by the colour type of the header. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const PALETTE = 3;
/** Chunks that pixels are made of. */
const CRITICAL = new Set(['PLTE', 'tRNS', 'IDAT', 'IEND']);

interface Header {
  readonly width: number;
  readonly height: number;
  /** Of a pixel that the decoder gives as it is: 8 bits a channel, no palette, not interlaced; else null. */
  readonly channels: number | null;
  /** Of all rows, with the byte of its filter before each; an interlaced image has less than a row's more. */
  readonly rawBytes: number;
}

/** @param pixels at most so many. Throws InlayError of limit-pixels or limit-side. */
export function checkSize(name: string, width: number, height: number, pixels: number = LIMITS.image.pixels): void {
  if (Math.max(width, height) > LIMITS.image.side)
    throw new InlayError('limit-side', { name, width, height, most: LIMITS.image.side });
  if (width * height > pixels) throw new InlayError('limit-pixels', { name, width, height, most: pixels / 1e6 });
}

/**
 * Throws InlayError of limit-pixels, limit-side, limit-chunk or limit-pixel-data, and RangeError for a file that is no PNG.
 * @param name of the file or the sample, for the person @param pixels at most so many
 */
export function checkPng(png: Uint8Array, name: string, pixels: number = LIMITS.image.pixels): void {
  const chunks = chunksOf(png);
  const { rawBytes } = checkedHeader(chunks, name, pixels);
  const data = dataOf(chunks);
  const packed = data.reduce((sum, part) => sum + part.length, 0);
  if (packed * BEST_RATIO > UNCOUNTED_BYTES && unpackedBytes(data, rawBytes) > rawBytes)
    throw new InlayError('limit-pixel-data', { name });
}

/** Rows of an image of 8 bits, not interlaced, each with the byte of its filter before it. */
export interface Rows {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

/**
 * Unpacked by the platform's own code, which is faster. Throws as checkPng.
 * @returns null for any other image, for many rows, and for what is damaged: the decoder says what is wrong
 */
export async function unpackRows(png: Uint8Array, name: string): Promise<Rows | null> {
  const chunks = chunksOf(png);
  const { width, height, channels, rawBytes } = checkedHeader(chunks, name, LIMITS.image.pixels);
  if (channels === null || rawBytes > UNCOUNTED_BYTES || !chunks.every(isWhole)) return null;
  const { readable, writable } = new DecompressionStream('deflate');
  const packed = writable.getWriter();
  const written = Promise.all([packed.write(joined(dataOf(chunks))), packed.close()]);
  written.catch(() => undefined); // the reader is told, too
  const data = new Uint8Array((channels * width + 1) * height);
  let at = 0;
  const parts = readable.getReader();
  try {
    // To its end: nothing may be hidden behind the rows.
    for (let part = await parts.read(); !part.done; part = await parts.read()) {
      if (part.value.length > data.length - at) {
        await parts.cancel();
        return null;
      }
      data.set(part.value, at);
      at += part.value.length;
    }
  } catch {
    return null;
  }
  return at === data.length ? { width, height, channels, data } : null;
}

function checkedHeader(chunks: readonly Chunk[], name: string, pixels: number): Header {
  const header = headerOf(chunks);
  const { width, height } = header;
  checkSize(name, width, height, pixels);
  let left: number = LIMITS.image.chunkBytes;
  for (const { type, body } of chunks) {
    const packed = packedIn(type, body);
    if (!packed) continue;
    left -= unpackedBytes([packed], left);
    if (left < 0) throw new InlayError('limit-chunk', { name, chunk: type, most: LIMITS.image.chunkBytes / MIB });
  }
  return header;
}

function dataOf(chunks: readonly Chunk[]): Uint8Array[] {
  return chunks.filter(({ type }) => type === 'IDAT').map(({ body }) => body);
}

/** The same pixels with nothing beside them, their data in pieces that are unpacked one after the other. */
export function pixelsOnly(png: Uint8Array): Uint8Array<ArrayBuffer> {
  const [header, ...rest] = chunksOf(png);
  const parts = rest
    .filter(({ type }) => CRITICAL.has(type))
    .flatMap(({ type, body, whole }) => (type === 'IDAT' && body.length > STEP_BYTES ? pieces(body) : [whole]));
  return joined([Uint8Array.from(PNG_SIGNATURE), header?.whole ?? new Uint8Array(), ...parts]);
}

function pieces(body: Uint8Array): Uint8Array[] {
  const count = Math.ceil(body.length / STEP_BYTES);
  return Array.from({ length: count }, (_, i) =>
    encodeChunk('IDAT', body.subarray(i * STEP_BYTES, (i + 1) * STEP_BYTES)),
  );
}

function headerOf([first]: readonly Chunk[]): Header {
  if (first?.type !== 'IHDR' || first.body.length < 13) throw new RangeError('The PNG has no header.');
  const view = new DataView(first.body.buffer, first.body.byteOffset, first.body.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  if (width === 0 || height === 0) throw new RangeError('The PNG has no pixels.');
  const [depth, colour, interlace] = [view.getUint8(8), view.getUint8(9), view.getUint8(12)];
  const bits = (CHANNELS[colour] ?? 4) * depth;
  const rowBytes = Math.ceil((width * bits) / 8);
  const isPlain = depth === 8 && colour !== PALETTE && interlace === 0;
  const channels = isPlain ? (CHANNELS[colour] ?? null) : null;
  return { width, height, channels, rawBytes: (rowBytes + 2) * height + 16 * (width + 1) };
}

/** The packed part of a chunk that is no pixels; null where it has none. */
function packedIn(type: string, body: Uint8Array): Uint8Array | null {
  const zero = body.indexOf(0);
  if (zero < 0) return null;
  if (type === 'iCCP' || type === 'zTXt') return body.subarray(zero + 2);
  if (type !== 'iTXt' || body[zero + 1] !== 1) return null;
  const language = body.indexOf(0, zero + 3);
  const translated = language < 0 ? -1 : body.indexOf(0, language + 1);
  return translated < 0 ? null : body.subarray(translated + 1);
}

/** How much comes out of a zlib stream in several parts; a little more than `most` as soon as that is passed. What is damaged ends it. */
function unpackedBytes(parts: readonly Uint8Array[], most: number): number {
  let count = 0;
  const stream = new Unzlib((chunk) => (count += chunk.length));
  try {
    for (const part of parts)
      for (let at = 0; at < part.length && count <= most; at += STEP_BYTES)
        stream.push(part.subarray(at, at + STEP_BYTES));
  } catch {
    // the decoder says what is wrong
  }
  return count;
}

/**
 * Files of a zip by their places in it. zip.js keeps several kilobytes of each entry, too much where there are tens of thousands; so its
 * list is gone through once, and of each file only this is kept.
 */
import type { Entry } from '@zip.js/zip.js/lib/zip-core-custom.js';
import { crc32 } from '../core/provenance/crc32';

/** Where a zip's bytes come from. */
export interface ZipBytes {
  readUint8Array(index: number, length: number): Promise<Uint8Array>;
}

export interface PlaceInZip {
  /** Of the local header. */
  readonly offset: number;
  readonly packed: number;
  readonly size: number;
  readonly crc: number;
  /** 0: stored, 8: deflate; no other is read. */
  readonly method: number;
}

type EntryFacts = Pick<Entry, 'offset' | 'compressedSize' | 'uncompressedSize' | 'crc32' | 'compressionMethod'>;

export function placeOf({ offset, compressedSize, uncompressedSize, crc32: crc = 0, compressionMethod }: EntryFacts) {
  const place: PlaceInZip = { offset, packed: compressedSize, size: uncompressedSize, crc, method: compressionMethod };
  return place;
}

const STORED = 0;
const DEFLATE = 8;

const HEADER_BYTES = 30;
const HEADER_MARK = 0x04034b50;
const CHUNK_BYTES = 2 ** 20;

/** Reads a file piece by piece. Throws where it is not as long as the zip says, or where its checksum is another. */
export async function* readFile(zip: ZipBytes, place: PlaceInZip): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  if (place.method !== STORED && place.method !== DEFLATE)
    throw new RangeError('It is packed in a way that is not read.');
  const raw = rawChunks(zip, place);
  let [size, crc] = [0, 0];
  for await (const chunk of place.method === DEFLATE ? inflated(raw) : raw) {
    size += chunk.length;
    if (size > place.size) throw new RangeError('It is longer than it says.');
    crc = crc32(chunk, crc);
    yield chunk;
  }
  if (size !== place.size || crc !== place.crc) throw new RangeError('Its checksum is wrong.');
}

async function* rawChunks(zip: ZipBytes, { offset, packed }: PlaceInZip): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const header = new Uint8Array(await zip.readUint8Array(offset, HEADER_BYTES));
  const view = new DataView(header.buffer);
  if (view.getUint32(0, true) !== HEADER_MARK) throw new RangeError('There is no file at its place.');
  const start = offset + HEADER_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
  for (let at = 0; at < packed; at += CHUNK_BYTES)
    yield new Uint8Array(await zip.readUint8Array(start + at, Math.min(CHUNK_BYTES, packed - at)));
}

async function* inflated(raw: AsyncGenerator<Uint8Array<ArrayBuffer>>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const next = await raw.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
  });
  const parts = source.pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  try {
    for (let part = await parts.read(); !part.done; part = await parts.read()) yield new Uint8Array(part.value);
  } finally {
    await parts.cancel();
  }
}

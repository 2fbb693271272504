/** Reads an exported zip with none of the studio's own code for it: node's hashes, fast-png, plain CSV. */
import { BlobReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { decode } from 'fast-png';
import { createHash } from 'node:crypto';
import type { SampleRecord } from '../../src/contracts/sample';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: ArrayLike<number>;
}

export interface Bag {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly records: readonly SampleRecord[];
  text(path: string): string;
  pixels(path: string): Pixels;
}

export async function openBag(zip: Uint8Array<ArrayBuffer>): Promise<Bag> {
  const archive = new ZipReader(new BlobReader(new Blob([zip])));
  const files = new Map<string, Uint8Array>();
  for (const entry of await archive.getEntries()) {
    if (!entry.directory) files.set(entry.filename, await entry.getData(new Uint8ArrayWriter()));
  }
  await archive.close();
  const bytes = (path: string): Uint8Array => {
    const found = files.get(path);
    if (!found) throw new Error(`${path} is not in the zip.`);
    return found;
  };
  const text = (path: string): string => new TextDecoder().decode(bytes(path));
  const records = lines(text('data/provenance.jsonl')).map((line) => JSON.parse(line) as SampleRecord);
  return { files, records, text, pixels: (path) => decode(bytes(path)) };
}

export function lines(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line !== '');
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** SHA-256 of width and height (little-endian uint32) and the RGB bytes: what a record calls `pixelSha256`. */
export function pixelSha256({ width, height, channels, data }: Pixels): string {
  const bytes = Buffer.alloc(8 + width * height * 3);
  bytes.writeUInt32LE(width, 0);
  bytes.writeUInt32LE(height, 4);
  for (let i = 0; i < width * height; i += 1)
    for (let c = 0; c < 3; c += 1) bytes[8 + 3 * i + c] = data[channels * i + c] ?? 0;
  return sha256(bytes);
}

/** The text chunks of a PNG by keyword: tEXt (Latin-1) and uncompressed iTXt (UTF-8). */
export function textChunks(png: Uint8Array): Map<string, string> {
  const found = new Map<string, string>();
  const view = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  for (let at = 8; at < view.length;) {
    const length = view.readUInt32BE(at);
    const type = view.toString('latin1', at + 4, at + 8);
    const body = view.subarray(at + 8, at + 8 + length);
    const end = body.indexOf(0);
    if (type === 'tEXt') found.set(body.toString('latin1', 0, end), body.toString('latin1', end + 1));
    if (type === 'iTXt') {
      const afterLanguage = body.indexOf(0, end + 3);
      const afterTranslation = body.indexOf(0, afterLanguage + 1);
      found.set(body.toString('latin1', 0, end), body.toString('utf8', afterTranslation + 1));
    }
    at += 12 + length;
  }
  return found;
}

/** Largest difference of a sample to its background where the mask is 0, in grey levels. */
export function outsideMaxDiff(sample: Pixels, background: Pixels, mask: Pixels): number {
  let worst = 0;
  for (let i = 0; i < mask.width * mask.height; i += 1) {
    if ((mask.data[mask.channels * i] ?? 0) > 0) continue;
    for (let c = 0; c < 3; c += 1) {
      const a = sample.data[sample.channels * i + c] ?? 0;
      const b = background.data[background.channels * i + c] ?? 0;
      worst = Math.max(worst, Math.abs(a - b));
    }
  }
  return worst;
}

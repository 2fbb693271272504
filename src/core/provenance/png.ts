/** PNG files: deterministic pixels by fast-png, and the text chunks that carry a sample's record. */
import { decode, encode } from 'fast-png';
import { zlibSync } from 'fflate';
import type { RgbaImage } from '../../contracts/image';
import { crc32 } from './crc32';

export interface TextChunk {
  readonly keyword: string;
  readonly text: string;
  /** `tEXt` holds Latin-1 only; `iTXt` holds UTF-8. */
  readonly kind: 'tEXt' | 'iTXt';
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const IHDR_END = 8 + 12 + 13;
/** A text chunk longer than this is refused on reading. */
const MAX_TEXT_BYTES = 4 * 1024 * 1024;

/** 8-bit RGB, without alpha; the same pixels give the same bytes. */
export function encodePng(image: RgbaImage): Uint8Array<ArrayBuffer> {
  const { width, height, data } = image;
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    rgb[to] = data[from] ?? 0;
    rgb[to + 1] = data[from + 1] ?? 0;
    rgb[to + 2] = data[from + 2] ?? 0;
  }
  return owned(encode({ width, height, data: rgb, channels: 3, depth: 8 }));
}

/** For runs of two values, of which a search for longer matches makes hardly less: a fifth of the time. */
const QUICK = { level: 3, mem: 4 } as const;
const GREY_8 = [8, 0, 0, 0, 0] as const;

/**
 * 8-bit greyscale, 255 where the mask is painted (ISIC's convention for segmentation masks). An export writes thousands, which is why
 * it is put together here.
 */
export function encodeMaskPng(width: number, height: number, mask: Uint8Array): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set(GREY_8, 8);
  const rows = new Uint8Array((width + 1) * height); // each begins with its filter: none
  for (let from = 0, to = 1; from < mask.length; to += 1)
    for (const end = from + width; from < end; from += 1, to += 1) rows[to] = mask[from] ? 255 : 0;
  return joined([
    Uint8Array.from(SIGNATURE),
    encodeChunk('IHDR', header),
    encodeChunk('IDAT', zlibSync(rows, QUICK)),
    encodeChunk('IEND', new Uint8Array()),
  ]);
}

/** Decodes our own files (8-bit grey, RGB or RGBA) to opaque RGBA. Throws on anything else. */
export function decodePng(bytes: Uint8Array): RgbaImage {
  const { width, height, data, channels, depth } = decode(bytes);
  if (depth !== 8) throw new RangeError(`The file has ${depth} bits a channel, not 8.`);
  const out = new Uint8ClampedArray(width * height * 4).fill(255);
  const [green, blue] = channels >= 3 ? [1, 2] : [0, 0];
  for (let from = 0, to = 0; to < out.length; from += channels, to += 4) {
    out[to] = data[from] ?? 0;
    out[to + 1] = data[from + green] ?? 0;
    out[to + 2] = data[from + blue] ?? 0;
  }
  return { width, height, data: out };
}

/** Puts text chunks right behind the header of a PNG file, in place of those of the same keywords. */
export function withTextChunks(png: Uint8Array, chunks: readonly TextChunk[]): Uint8Array<ArrayBuffer> {
  const keywords = new Set(chunks.map(({ keyword }) => keyword));
  const kept = chunksOf(png).filter(({ type, body }) => !isText(type) || !keywords.has(keywordOf(body)));
  const parts = [png.subarray(0, IHDR_END), ...chunks.map(encodeTextChunk), ...kept.slice(1).map(({ whole }) => whole)];
  return joined(parts);
}

/** All text chunks by keyword. Throws RangeError on a file that is no PNG or breaks off. */
export function readTextChunks(png: Uint8Array): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { type, body } of chunksOf(png)) {
    if (!isText(type) || body.length > MAX_TEXT_BYTES) continue;
    const zero = body.indexOf(0);
    found[keywordOf(body)] = type === 'tEXt' ? latin1(body.subarray(zero + 1)) : internationalText(body, zero);
  }
  return found;
}

export interface Chunk {
  readonly type: string;
  readonly body: Uint8Array;
  /** With length, type and CRC. */
  readonly whole: Uint8Array;
}

/** In their order, the header first. Throws RangeError on a file that is no PNG or breaks off. */
export function chunksOf(png: Uint8Array): Chunk[] {
  if (SIGNATURE.some((byte, i) => png[i] !== byte)) throw new RangeError('The file is not a PNG.');
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const found: Chunk[] = [];
  for (let at = SIGNATURE.length; at + 12 <= png.length;) {
    const end = at + 12 + view.getUint32(at);
    if (end > png.length) throw new RangeError('The PNG breaks off.');
    found.push({
      type: latin1(png.subarray(at + 4, at + 8)),
      body: png.subarray(at + 8, end - 4),
      whole: png.subarray(at, end),
    });
    at = end;
  }
  return found;
}

function isText(type: string): boolean {
  return type === 'tEXt' || type === 'iTXt';
}

function keywordOf(body: Uint8Array): string {
  return latin1(body.subarray(0, body.indexOf(0)));
}

function internationalText(body: Uint8Array, zero: number): string {
  const language = body.indexOf(0, zero + 3);
  const translated = body.indexOf(0, language + 1);
  return new TextDecoder().decode(body.subarray(translated + 1));
}

function encodeTextChunk({ kind, keyword, text }: TextChunk): Uint8Array {
  const separator = kind === 'iTXt' ? 5 : 1; // iTXt: end of keyword, two flags, empty language, empty translation
  const bytes = kind === 'iTXt' ? new TextEncoder().encode(text) : latin1Bytes(text);
  return encodeChunk(kind, joined([latin1Bytes(keyword), new Uint8Array(separator), bytes]));
}

function encodeChunk(type: string, body: Uint8Array): Uint8Array {
  const out = new Uint8Array(12 + body.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, body.length);
  out.set(latin1Bytes(type), 4);
  out.set(body, 8);
  view.setUint32(8 + body.length, crc32(out.subarray(4, 8 + body.length)));
  return out;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function latin1Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return bytes;
}

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
}

function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

/** PNG files: deterministic pixels by fast-png, and the text chunks that carry a sample's record. */
import { encode } from 'fast-png';
import type { RgbaImage } from '../../contracts/image';
import { chunksOf, encodeChunk, joined, latin1, latin1Bytes, PNG_SIGNATURE } from './pngChunks';
import { packRuns } from './zlibRuns';

export interface TextChunk {
  readonly keyword: string;
  readonly text: string;
  /** `tEXt` holds Latin-1 only; `iTXt` holds UTF-8. */
  readonly kind: 'tEXt' | 'iTXt';
}

const IHDR_END = 8 + 12 + 13;
/** A text chunk longer than this is refused on reading. */
const MAX_TEXT_BYTES = 4 * 1024 * 1024;

/**
 * 8-bit RGB, without alpha; the same pixels give the same bytes.
 * @param isSpent the image is not needed any more: its memory is used, and its pixels are lost
 */
export function encodePng(image: RgbaImage, isSpent = false): Uint8Array<ArrayBuffer> {
  const { width, height, data } = image;
  const length = width * height * 3;
  const rgb = isSpent ? new Uint8Array(data.buffer, data.byteOffset, length) : new Uint8Array(length);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    rgb[to] = data[from] ?? 0;
    rgb[to + 1] = data[from + 1] ?? 0;
    rgb[to + 2] = data[from + 2] ?? 0;
  }
  return owned(encode({ width, height, data: rgb, channels: 3, depth: 8 }));
}

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
    Uint8Array.from(PNG_SIGNATURE),
    encodeChunk('IHDR', header),
    encodeChunk('IDAT', packRuns(rows)),
    encodeChunk('IEND', new Uint8Array()),
  ]);
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

function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

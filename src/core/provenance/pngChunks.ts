/** The parts of a PNG file, as they lie in it. */
import { crc32 } from './crc32';

export const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;

export interface Chunk {
  readonly type: string;
  readonly body: Uint8Array;
  /** With length, type and CRC. */
  readonly whole: Uint8Array;
}

/** In their order, the header first. Throws RangeError on a file that is no PNG or breaks off. */
export function chunksOf(png: Uint8Array): Chunk[] {
  if (PNG_SIGNATURE.some((byte, i) => png[i] !== byte)) throw new RangeError('The file is not a PNG.');
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const found: Chunk[] = [];
  for (let at: number = PNG_SIGNATURE.length; at + 12 <= png.length;) {
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

/** Whether a chunk's bytes are those that its CRC was made of. */
export function isWhole({ whole }: Chunk): boolean {
  const end = whole.length - 4;
  return new DataView(whole.buffer, whole.byteOffset).getUint32(end) === crc32(whole.subarray(4, end));
}

export function encodeChunk(type: string, body: Uint8Array): Uint8Array {
  const out = new Uint8Array(12 + body.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, body.length);
  out.set(latin1Bytes(type), 4);
  out.set(body, 8);
  view.setUint32(8 + body.length, crc32(out.subarray(4, 8 + body.length)));
  return out;
}

export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

export function latin1Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return bytes;
}

export function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

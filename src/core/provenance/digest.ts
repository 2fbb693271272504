/** Names and fingerprints: the same recipe gives the same sample id everywhere. */
import type { RgbaImage } from '../../contracts/image';
import type { Recipe } from '../../contracts/recipe';
import { sampleIdSchema, type SampleId } from '../../contracts/sample';

/** JSON with sorted keys and no spaces (RFC 8785 for the values that occur here). Throws TypeError on what JSON cannot hold. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('Only finite numbers can be written.');
    return JSON.stringify(value);
  }
  if (Array.isArray(value))
    return value.every(Number.isFinite) ? JSON.stringify(value) : `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`);
    return `{${entries.join(',')}}`;
  }
  throw new TypeError(`A ${typeof value} cannot be written.`);
}

/** SHA-256 in lower-case hexadecimal. */
export async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Two lower-case digits a byte. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte] ?? '';
  return text;
}

/** SHA-256 of width and height (32-bit little-endian) and the RGB bytes: of what is seen, not of how it is packed. */
export async function pixelDigest(image: RgbaImage): Promise<string> {
  const { width, height, data } = image;
  const bytes = new Uint8Array(8 + width * height * 3);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, width, true);
  view.setUint32(4, height, true);
  for (let from = 0, to = 8; from < data.length; from += 4, to += 3) {
    bytes[to] = data[from] ?? 0;
    bytes[to + 1] = data[from + 1] ?? 0;
    bytes[to + 2] = data[from + 2] ?? 0;
  }
  return sha256Hex(bytes);
}

export async function recipeDigest(recipe: Recipe): Promise<string> {
  return sha256Hex(new TextEncoder().encode(canonicalJson(recipe)));
}

/** `SYN_` and the first 12 digits of the hash of recipe and index. */
export async function sampleId(recipeSha256: string, index: number): Promise<SampleId> {
  const digest = await sha256Hex(new TextEncoder().encode(`${recipeSha256}:${index}`));
  return sampleIdSchema.parse(`SYN_${digest.slice(0, 12)}`);
}

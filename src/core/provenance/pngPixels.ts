/** The pixels of PNG files, ours and others'. */
import { decode } from 'fast-png';
import type { RgbaImage } from '../../contracts/image';
import { LIMITS } from '../../contracts/limits';
import { checkPng, pixelsOnly, unpackRows } from './pngLimits';
import { unfiltered } from './pngRows';

/** Bits a channel, in the header. */
const DEPTH_AT = 24;

/** As `decodePng`, of a file that somebody hands in. Throws InlayError of limit-*, too. @param name of the file or the sample, for the person */
export function decodeForeignPng(bytes: Uint8Array, name: string): RgbaImage {
  checkPng(bytes, name);
  return decoded(bytes);
}

/** The same and faster, for files by the thousand. */
export async function decodeForeignPngSoon(bytes: Uint8Array, name: string): Promise<RgbaImage> {
  const rows = await unpackRows(bytes, name);
  return (rows && unfiltered(rows)) ?? decodeForeignPng(bytes, name);
}

/** Decodes our own files (8-bit grey, RGB or RGBA) to opaque RGBA. Throws RangeError on anything else, InlayError of limit-* on what is too large. */
export function decodePng(bytes: Uint8Array): RgbaImage {
  checkPng(bytes, 'The image', LIMITS.mask.pixels); // earlier versions kept larger ones than are opened today
  return decoded(bytes);
}

function decoded(bytes: Uint8Array): RgbaImage {
  const depth = bytes[DEPTH_AT];
  if (depth !== 8) throw new RangeError(`The file has ${depth ?? 0} bits a channel, not 8.`);
  const { width, height, data, channels } = pixelsIn(bytes);
  const out = new Uint8ClampedArray(width * height * 4).fill(255);
  const [green, blue] = channels >= 3 ? [1, 2] : [0, 0];
  for (let from = 0, to = 0; to < out.length; from += channels, to += 4) {
    out[to] = data[from] ?? 0;
    out[to + 1] = data[from + green] ?? 0;
    out[to + 2] = data[from + blue] ?? 0;
  }
  return { width, height, data: out };
}

function pixelsIn(bytes: Uint8Array): ReturnType<typeof decode> {
  try {
    return decode(pixelsOnly(bytes));
  } catch (error) {
    throw new RangeError(`The PNG is damaged: ${String(error)}`, { cause: error });
  }
}

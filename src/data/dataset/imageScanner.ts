/** Scans one image file: a small upright JPEG without any metadata, the skin tone, the hash. */
import { InlayError } from '../../contracts/failure';
import { LIMITS } from '../../contracts/limits';
import { estimateIta } from '../../core/colour/skinTone';
import { checkPng } from '../../core/provenance/pngLimits';
import type { Room } from '../room';
import { jpegComponents, readHeader, type HeaderFacts } from '../imageHeader';

/** Longer side of a thumbnail. */
const THUMBNAIL_PX = 160;
const QUALITY = 0.8;
/** EXIF orientations from here on lie on their side. */
const FIRST_LYING = 5;

export interface ScannedImage {
  readonly jpeg: Uint8Array<ArrayBuffer>;
  readonly itaDeg: number | null;
  /** Of the file. */
  readonly sha256: Uint8Array<ArrayBuffer>;
}

/** Or why there is none: no image, or a damaged one; more than LIMITS.image allows. */
export type Scanned = ScannedImage | 'unreadable' | 'over-limit';

/** What a file is that could not be read or decoded. */
export function stateAfter(error: unknown): 'unreadable' | 'over-limit' {
  return error instanceof InlayError && error.failure.code.startsWith('limit-') ? 'over-limit' : 'unreadable';
}

/** @param room for the bytes of pixels that are decoded @returns a function that scans one file after the other */
export function createImageScanner(room: Room): (bytes: Uint8Array<ArrayBuffer>) => Promise<Scanned> {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2d context');

  return async (bytes) => {
    const header = bytes.subarray(0, LIMITS.image.headerBytes);
    const facts = readHeader(header);
    if (!facts) return 'unreadable';
    if (facts.width * facts.height > LIMITS.image.pixels) return 'over-limit';
    const lies = (facts.orientation ?? 1) >= FIRST_LYING;
    const [width, height] = lies ? [facts.height, facts.width] : [facts.width, facts.height];
    const scale = Math.min(1, THUMBNAIL_PX / Math.max(width, height));
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    try {
      if (facts.type === 'png') checkPng(bytes, '');
      const decoded = await room(4 * facts.width * facts.height, () => decode(bytes, facts, canvas));
      context.fillStyle = 'white';
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.imageSmoothingQuality = 'medium';
      context.drawImage(decoded, 0, 0, canvas.width, canvas.height);
      decoded.close();
    } catch (error) {
      return stateAfter(error);
    }
    const itaDeg = estimateIta(context.getImageData(0, 0, canvas.width, canvas.height));
    const [jpeg, sha256] = await Promise.all([
      canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY }).then((blob) => blob.arrayBuffer()),
      crypto.subtle.digest('SHA-256', bytes),
    ]);
    return { jpeg: new Uint8Array(jpeg), itaDeg, sha256: new Uint8Array(sha256) };
  };
}

/**
 * Decodes no larger than needed: a JPEG can be decoded at n/8 of its size, at a fraction of the time. Throws on damaged files.
 * @param target the size that is needed, in pixels
 */
async function decode(
  bytes: Uint8Array<ArrayBuffer>,
  facts: HeaderFacts,
  target: { readonly width: number; readonly height: number },
): Promise<VideoFrame | ImageBitmap> {
  const upright = (facts.orientation ?? 1) === 1;
  const scalable = facts.type === 'jpg' && upright && jpegComponents(bytes.subarray(0, LIMITS.image.headerBytes)) === 3;
  if (scalable && typeof ImageDecoder !== 'undefined') {
    const eighths = Math.min(8, Math.ceil((8 * target.width) / facts.width));
    const decoder = new ImageDecoder({
      type: 'image/jpeg',
      data: bytes,
      desiredWidth: Math.ceil((facts.width * eighths) / 8),
      desiredHeight: Math.ceil((facts.height * eighths) / 8),
    });
    try {
      return (await decoder.decode()).image;
    } finally {
      decoder.close();
    }
  }
  return createImageBitmap(new Blob([bytes]), {
    imageOrientation: 'from-image',
    resizeWidth: target.width,
    resizeHeight: target.height,
    resizeQuality: 'medium',
  });
}

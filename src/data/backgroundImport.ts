/** Lets an image file of the person's own in: checked by its header first, decoded upright, kept without its metadata. */
import { fail, succeed, type Failed, type Outcome } from '../contracts/failure';
import type { RgbaImage } from '../contracts/image';
import { LIMITS } from '../contracts/limits';
import { jpegComponents, readHeader, type HeaderFacts } from './imageHeader';

const MIN_SIDE_PX = 64;

export interface DecodedImage {
  readonly image: RgbaImage;
  /** As it was written, before it was turned upright: EXIF's, 1 to 8. */
  readonly orientation: number;
  /** What was changed on the way in, a sentence each. */
  readonly notices: readonly string[];
}

/** A mask may be small, and what is transparent in it is outside; an image stands on white. */
export type DecodedAs = 'image' | 'mask';

/** Rows of pixels that are read from the canvas at a time. */
const BAND_PX = 256;

/** Fails with image-not-an-image, image-damaged, image-too-small, image-too-large, limit-*. What else a PNG packs is not looked at: see foreignImage. */
export async function decodeBackground(file: Blob, as: DecodedAs = 'image'): Promise<Outcome<DecodedImage>> {
  const name = file instanceof File ? file.name : 'The image';
  const { headerBytes, bytes: mostBytes, side } = LIMITS.image;
  if (file.size > mostBytes) return fail('limit-bytes', { name, most: mostBytes / 2 ** 20 });
  const header = new Uint8Array(await file.slice(0, headerBytes).arrayBuffer());
  const facts = readHeader(header);
  if (!facts) return fail('image-not-an-image');
  const { width, height } = facts;
  const isLarge = tooLarge(width, height);
  if (isLarge) return isLarge;
  if (Math.max(width, height) > side) return fail('limit-side', { name, width, height, most: side });
  if (as === 'image' && Math.min(width, height) < MIN_SIDE_PX)
    return fail('image-too-small', { width, height, least: MIN_SIDE_PX });
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const isLarger = tooLarge(bitmap.width, bitmap.height); // a header may lie
    if (isLarger) {
      bitmap.close();
      return isLarger;
    }
    const { image, transparent } = pixelsOf(bitmap, as);
    const notices = noticesOf(facts, header, transparent);
    return succeed({ image, notices, orientation: facts.orientation ?? 1 });
  } catch (error) {
    return fail('image-damaged', {}, String(error));
  }
}

function tooLarge(width: number, height: number): Failed | null {
  const most = LIMITS.image.pixels;
  if (width * height <= most) return null;
  const megapixels = Math.round((width * height) / 1e6);
  return fail('image-too-large', { width, height, megapixels, most: most / 1e6 });
}

/** The pixels, band by band: a canvas of the whole takes as much memory again. Closes the bitmap. */
function pixelsOf(bitmap: ImageBitmap, as: DecodedAs): { image: RgbaImage; transparent: boolean } {
  const { width, height } = bitmap;
  const data = new Uint8ClampedArray(width * height * 4);
  const band = Math.min(BAND_PX, height);
  const context = new OffscreenCanvas(width, band).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2d context');
  let transparent = false;
  for (let top = 0; top < height; top += band) {
    const rows = Math.min(band, height - top);
    const draw = (): Uint8ClampedArray => {
      context.drawImage(bitmap, 0, -top);
      return context.getImageData(0, 0, width, rows).data;
    };
    context.clearRect(0, 0, width, band);
    let pixels = draw();
    if (as === 'image' && !isOpaque(pixels)) {
      transparent = true;
      context.fillStyle = 'white';
      context.fillRect(0, 0, width, band);
      pixels = draw();
    }
    data.set(pixels, 4 * width * top);
  }
  bitmap.close();
  return { image: { width, height, data }, transparent };
}

function isOpaque(pixels: Uint8ClampedArray): boolean {
  for (let i = 3; i < pixels.length; i += 4) if (pixels[i] !== 255) return false;
  return true;
}

function noticesOf(facts: HeaderFacts, header: Uint8Array, transparent: boolean): string[] {
  const notices: string[] = [];
  if (facts.orientation !== undefined && facts.orientation !== 1) notices.push('Turned upright, as its EXIF data say.');
  if (facts.type === 'jpg' && jpegComponents(header) === 4)
    notices.push('Converted from CMYK to RGB; colours may differ a little.');
  if (facts.type === 'png' && header[24] === 16) notices.push('Reduced from 16 to 8 bits a channel.');
  if (transparent) notices.push('Transparent parts were filled with white.');
  if (facts.type === 'gif') notices.push('Only the first frame is used.');
  return notices;
}

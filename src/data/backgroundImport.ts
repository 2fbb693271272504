/** Lets an image file of the person's own in: checked by its header first, decoded upright, kept without its metadata. */
import { fail, succeed, type Outcome } from '../contracts/failure';
import type { RgbaImage } from '../contracts/image';
import { HEADER_BYTES, jpegComponents, MAX_PIXELS, readHeader, type HeaderFacts } from './imageHeader';

const MIN_SIDE_PX = 64;

export interface DecodedImage {
  readonly image: RgbaImage;
  /** What was changed on the way in, a sentence each. */
  readonly notices: readonly string[];
}

/** Fails with image-not-an-image, image-damaged, image-too-small, image-too-large. */
export async function decodeBackground(file: Blob): Promise<Outcome<DecodedImage>> {
  const header = new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer());
  const facts = readHeader(header);
  if (!facts) return fail('image-not-an-image');
  const { width, height } = facts;
  if (width * height > MAX_PIXELS) {
    const megapixels = Math.round((width * height) / 1e6);
    return fail('image-too-large', { width, height, megapixels, most: MAX_PIXELS / 1e6 });
  }
  if (Math.min(width, height) < MIN_SIDE_PX) return fail('image-too-small', { width, height, least: MIN_SIDE_PX });
  try {
    const { image, transparent } = await decode(file);
    return succeed({ image, notices: noticesOf(facts, header, transparent) });
  } catch (error) {
    return fail('image-damaged', {}, String(error));
  }
}

async function decode(file: Blob): Promise<{ image: RgbaImage; transparent: boolean }> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2d context');
  context.drawImage(bitmap, 0, 0);
  let pixels = context.getImageData(0, 0, width, height);
  let transparent = false;
  for (let i = 3; i < pixels.data.length && !transparent; i += 4) transparent = pixels.data[i] !== 255;
  if (transparent) {
    context.fillStyle = 'white';
    context.fillRect(0, 0, width, height);
    context.drawImage(bitmap, 0, 0);
    pixels = context.getImageData(0, 0, width, height);
  }
  bitmap.close();
  return { image: { width, height, data: new Uint8ClampedArray(pixels.data) }, transparent };
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

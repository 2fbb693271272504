/** What the first bytes of an image file tell, before a decoder touches it. */
import { imageSize } from 'image-size';

const KINDS = new Set(['png', 'jpg', 'webp', 'bmp', 'gif', 'avif']);

export type HeaderFacts = ReturnType<typeof imageSize>;

/** Null when it is no image that the studio reads. */
export function readHeader(header: Uint8Array): HeaderFacts | null {
  try {
    const facts = imageSize(header);
    return facts.type !== undefined && KINDS.has(facts.type) && facts.width > 0 && facts.height > 0 ? facts : null;
  } catch {
    return null;
  }
}

/** Number of colour components in the frame header (SOF) of a JPEG; 0 when it is not found. */
export function jpegComponents(header: Uint8Array): number {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  for (let at = 2; at + 10 < header.length;) {
    if (view.getUint8(at) !== 0xff) return 0;
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return view.getUint8(at + 9);
    at += 2 + view.getUint16(at + 2);
  }
  return 0;
}

/** An image that nobody has looked at yet: what a PNG packs beside its pixels is counted before a decoder unpacks it. */
import { InlayError, type Outcome } from '../contracts/failure';
import { LIMITS } from '../contracts/limits';
import { checkPng } from '../core/provenance/pngLimits';
import { decodeBackground, type DecodedAs, type DecodedImage } from './backgroundImport';
import { readHeader } from './imageHeader';
import { nameOf } from './paced';

/** As `decodeBackground`. Fails with limit-chunk and limit-pixel-data, too. */
export async function decodeForeign(file: Blob, as: DecodedAs = 'image'): Promise<Outcome<DecodedImage>> {
  if (file.size <= LIMITS.image.bytes) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const facts = readHeader(bytes.subarray(0, LIMITS.image.headerBytes));
    try {
      if (facts?.type === 'png' && facts.width * facts.height <= LIMITS.image.pixels) checkPng(bytes, nameOf(file));
    } catch (error) {
      if (error instanceof InlayError) return { ok: false, failure: error.failure };
      // the decoder says what is damaged
    }
  }
  return decodeBackground(file, as);
}

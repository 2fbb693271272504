/** Decoded images that are asked for again and again, up to some memory. */
import type { RgbaImage } from '../contracts/image';
import type { BackgroundOf } from './sampleCheck';

/** Pixels that are kept decoded, in bytes. */
const KEPT_BYTES = 64 * 2 ** 20;

/** Keeps the last ones: the samples of a set stand on a few. */
export function kept(read: BackgroundOf): BackgroundOf {
  const images = new Map<string, RgbaImage | null>();
  let bytes = 0;
  return async (sha256) => {
    const known = images.get(sha256);
    if (known !== undefined) return known;
    const image = await read(sha256);
    images.set(sha256, image);
    bytes += image?.data.byteLength ?? 0;
    for (const [first, oldest] of images) {
      if (bytes <= KEPT_BYTES || first === sha256) break;
      images.delete(first);
      bytes -= oldest?.data.byteLength ?? 0;
    }
    return image;
  };
}

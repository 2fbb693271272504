/** Backgrounds on the disk, by the hash of their pixels: decoded when they are asked for. */
import type { RgbaImage } from '../src/contracts/image';
import { kept } from '../src/data/keptImages';
import type { BackgroundOf } from '../src/data/sampleCheck';
import { readImage, readSkins, SHIPPED_SKIN } from './files';

/** Those that ship with Inlay, and those of further folders. */
export function backgroundsIn(folders: readonly string[]): BackgroundOf {
  let paths: Promise<Map<string, string>> | null = null;
  return kept(async (sha256): Promise<RgbaImage | null> => {
    const path = (await (paths ??= readSkins([SHIPPED_SKIN, ...folders]))).get(sha256);
    return path === undefined ? null : readImage(path);
  });
}

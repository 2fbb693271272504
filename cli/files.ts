/** What the commands read from the disk: bundles, zips, backgrounds. */
import { existsSync, openAsBlob, readdirSync, statSync } from 'node:fs';
import { open, readFile, readdir } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import sharp from 'sharp';
import type { CheckedBundle } from '../src/contracts/bundle';
import { failureOf, InlayError } from '../src/contracts/failure';
import type { RgbaImage } from '../src/contracts/image';
import type { ListedFile } from '../src/core/bundle/exportLayout';
import { LIMITS } from '../src/contracts/limits';
import { pixelDigest } from '../src/core/provenance/digest';
import { checkSize } from '../src/core/provenance/pngLimits';
import { BlockSource } from '../src/data/blockSource';
import { readJsonFile } from '../src/data/boundedJson';
import { checkBundle } from '../src/data/bundleCheck';
import type { BundleSource } from '../src/data/bundleSource';
import { zipSource } from '../src/data/bundleSource';
import { exitBecause, exitWith, thrownWords } from './exit';

/** Of the checkout or of the package. */
const ROOT = resolve(import.meta.dirname, '..');
/** The built page. */
export const PAGE = join(ROOT, 'dist');
/** The package has what ships in the page only. */
const SHIPPED = existsSync(join(ROOT, 'public')) ? join(ROOT, 'public') : PAGE;
export const SHIPPED_BUNDLE = join(SHIPPED, 'models/inlay-ham10000');
export const SHIPPED_SKIN = join(SHIPPED, 'skin');

/** Throws ExitError where there is no such file, or it is larger. */
export async function readBytes(path: string, most: number = LIMITS.bundle.bytes): Promise<Uint8Array<ArrayBuffer>> {
  sizeOf(path, most);
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    throw exitBecause('unreadable', 'not-readable', { path, fault: thrownWords(error) });
  }
}

export async function readJson(path: string): Promise<unknown> {
  sizeOf(path, LIMITS.json.bytes);
  try {
    return await readJsonFile(await openAsBlob(path), path);
  } catch (error) {
    if (error instanceof InlayError) throw exitWith(error.failure);
    if (error instanceof SyntaxError) throw exitBecause('unreadable', 'not-json', { path });
    throw exitBecause('unreadable', 'not-readable', { path, fault: thrownWords(error) });
  }
}

/** Throws ExitError for what is neither: a device or a pipe has no end. */
export function isFolder(path: string): boolean {
  if (!existsSync(path)) throw exitBecause('unreadable', 'not-there', { path });
  const found = statSync(path);
  if (!found.isDirectory() && !found.isFile()) throw exitBecause('unreadable', 'not-a-file', { path });
  return found.isDirectory();
}

/** Of a file. Throws ExitError where it is none, or a larger one. */
function sizeOf(path: string, most: number): number {
  if (isFolder(path)) throw exitBecause('unreadable', 'is-a-folder', { path });
  const { size } = statSync(path);
  if (size > most) throw exitWith(failureOf('limit-bytes', { name: path, most: Math.round(most / 2 ** 20) }));
  return size;
}

/** A bundle as a folder or a zip, every hash checked. */
export async function readBundle(path: string): Promise<CheckedBundle> {
  const source = isFolder(path) ? folder(path) : await zipSource(await openAsBlob(path));
  if ('ok' in source && !source.ok) throw exitWith(source.failure);
  const checked = await checkBundle('ok' in source ? source.value : source);
  if (!checked.ok) throw exitWith(checked.failure);
  return checked.value;
}

function folder(path: string): BundleSource {
  return {
    stays: false,
    listed: listed(path),
    async read(name) {
      const file = join(path, name);
      return existsSync(file) ? readBytes(file) : null;
    },
    close: () => Promise.resolve(),
  };
}

function listed(root: string): ListedFile[] {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => {
    const file = join(entry.parentPath, entry.name);
    return { path: relative(root, file).split(sep).join('/'), bytes: statSync(file).size };
  });
}

/** A zip that is read piece by piece, however large it is. */
export async function openZipFile(path: string): Promise<BlockSource> {
  const size = sizeOf(path, Infinity);
  const file = await open(path).catch((error: unknown) => {
    throw exitBecause('unreadable', 'not-readable', { path, fault: thrownWords(error) });
  });
  return new BlockSource({
    size,
    async read(start, end) {
      const bytes = new Uint8Array(end - start);
      await file.read(bytes, 0, bytes.length, start);
      return bytes;
    },
    close: () => file.close(),
  });
}

/** An image file as a browser shows it: upright, without transparency. Throws ExitError where it is none, or over a limit. */
export async function readImage(path: string): Promise<RgbaImage> {
  const bytes = await readBytes(path, LIMITS.image.bytes);
  try {
    const image = sharp(bytes, { limitInputPixels: LIMITS.image.pixels + 1 });
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    checkSize(path, width, height);
    const { data, info } = await image
      .rotate()
      .flatten({ background: 'white' })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const pixels = new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength);
    return { width: info.width, height: info.height, data: pixels };
  } catch (error) {
    if (error instanceof InlayError) throw exitWith(error.failure);
    throw exitBecause('unreadable', 'no-image', { path, fault: thrownWords(error) });
  }
}

const IMAGES = /\.(png|jpe?g|webp|bmp|tiff?)$/i;

/** Paths of the images in a folder, in order; not of those in folders in it. */
export async function imagesIn(path: string): Promise<string[]> {
  const found = await readdir(path).catch((error: unknown) => {
    throw exitBecause('unreadable', 'not-readable', { path, fault: thrownWords(error) });
  });
  const names = found.filter((name) => IMAGES.test(name));
  return names.sort().map((name) => join(path, name));
}

/** Backgrounds of some folders by the hash of their pixels. */
export async function readSkins(folders: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const folder of folders) {
    if (!isFolder(folder)) throw exitBecause('usage', 'not-a-skin-folder', { path: folder });
    for (const path of await imagesIn(folder)) found.set(await pixelDigest(await readImage(path)), path);
  }
  return found;
}

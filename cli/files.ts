/** What the commands read from the disk: bundles, zips, backgrounds. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { open, readFile, readdir } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import sharp from 'sharp';
import type { CheckedBundle } from '../src/contracts/bundle';
import type { RgbaImage } from '../src/contracts/image';
import type { ListedFile } from '../src/core/bundle/exportLayout';
import { pixelDigest } from '../src/core/provenance/digest';
import { BlockSource } from '../src/data/blockSource';
import { checkBundle } from '../src/data/bundleCheck';
import type { BundleSource } from '../src/data/bundleSource';
import { zipSource } from '../src/data/bundleSource';
import { exitBecause, exitWith, ExitError, thrownWords } from './exit';

/** Of the checkout or of the package. */
const ROOT = resolve(import.meta.dirname, '..');
/** The built page. */
export const PAGE = join(ROOT, 'dist');
/** The package has what ships in the page only. */
const SHIPPED = existsSync(join(ROOT, 'public')) ? join(ROOT, 'public') : PAGE;
export const SHIPPED_BUNDLE = join(SHIPPED, 'models/inlay-ham10000');
export const SHIPPED_SKIN = join(SHIPPED, 'skin');

export async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    throw exitBecause('unreadable', 'not-readable', { path, fault: thrownWords(error) });
  }
}

export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(new TextDecoder().decode(await readBytes(path)));
  } catch (error) {
    if (error instanceof ExitError) throw error;
    throw exitBecause('unreadable', 'not-json', { path });
  }
}

export function isFolder(path: string): boolean {
  if (!existsSync(path)) throw exitBecause('unreadable', 'not-there', { path });
  return statSync(path).isDirectory();
}

/** A bundle as a folder or a zip, every hash checked. */
export async function readBundle(path: string): Promise<CheckedBundle> {
  const source = isFolder(path) ? folder(path) : await zipSource(new Blob([await readBytes(path)]));
  if ('ok' in source && !source.ok) throw exitWith(source.failure);
  const checked = await checkBundle('ok' in source ? source.value : source);
  if (!checked.ok) throw exitWith(checked.failure);
  return checked.value;
}

function folder(path: string): BundleSource {
  return {
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
  const file = await open(path);
  return new BlockSource({
    size: (await file.stat()).size,
    async read(start, end) {
      const bytes = new Uint8Array(end - start);
      await file.read(bytes, 0, bytes.length, start);
      return bytes;
    },
    close: () => file.close(),
  });
}

/** An image file as a browser shows it: upright, without transparency. */
export async function readImage(path: string): Promise<RgbaImage> {
  const { data, info } = await sharp(await readBytes(path))
    .rotate()
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8ClampedArray(data) };
}

const IMAGES = /\.(png|jpe?g|webp|bmp|tiff?)$/i;

/** Paths of the images in a folder, in order; not of those in folders in it. */
export async function imagesIn(path: string): Promise<string[]> {
  const names = (await readdir(path)).filter((name) => IMAGES.test(name));
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

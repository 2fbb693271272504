/** Real images of a HAM10000 folder, described as the gates see them, for the commands in this folder. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { BUNDLE_PATHS, type BundleFiles, type BundleManifest } from '../src/contracts/bundle';
import { LESION_CODES } from '../src/contracts/classes';
import type { Mask, RgbaImage, SquareRegion } from '../src/contracts/image';
import { HAM_GROUND_TRUTH, HAM_METADATA, readHam10000, type DatasetRecord } from '../src/core/dataset/ham10000';
import { splitLesions, type Split } from '../src/core/dataset/split';
import { maskBounds } from '../src/core/image/region';
import { realRegion } from '../src/core/description/describeRegion';
import { encoderSize } from '../src/engine/bundleGraphs';
import { openNodeRuntime } from '../src/engine/nodeRuntime';
import { openListedGraph, type Graph } from '../src/engine/runtime';

/** Where `npm run fit` and `npm run panel` look for real images. */
export const DATA_OPTIONS = {
  data: { type: 'string', default: '../shared/data/ham10000' },
  finer: { type: 'string', default: '../shared/data/ham10000-224' },
} as const;

/** The bundle's encoder on all cores, and the side of the square that it sees. Throws where there is none. */
export async function openEncoder(
  manifest: BundleManifest,
  files: BundleFiles,
): Promise<{ encoder: Graph; sizePx: number }> {
  const opened = await openListedGraph(openNodeRuntime(cpus().length), manifest, files, BUNDLE_PATHS.encoder);
  if (!opened.ok) throw new Error(opened.failure.message);
  return { encoder: opened.value, sizePx: encoderSize(manifest) };
}

export interface PlacedImage {
  readonly record: DatasetRecord;
  readonly split: Split;
  readonly image: RgbaImage;
  readonly mask: Mask;
  readonly region: SquareRegion;
}

/**
 * The images of some splits that have an outline, one after the other.
 * @param finer a folder with finer central squares of some of the images, taken where they show the whole lesion
 */
export async function* placedImages(
  folder: string,
  finer: string,
  splits: readonly Split[],
  contextScale: number,
): AsyncGenerator<PlacedImage> {
  const records = await recordsIn(folder);
  const squares = new Map(existsSync(finer) ? (await imagesIn(finer)).map((image) => [image.id, image]) : []);
  const splitOf = await splitLesions(
    new Map(records.map(({ lesion, class: code }) => [lesion, LESION_CODES.indexOf(code)])),
  );
  const place = async (record: DatasetRecord): Promise<PlacedImage | null> => {
    const split = splitOf.get(record.lesion) ?? 'test';
    if (!splits.includes(split) || !record.maskPath) return null;
    const square = squares.get(record.id);
    const closer = square && (await readMask(square.maskPath));
    const source =
      closer && !touchesEdge(closer)
        ? { outline: closer, path: square.imagePath }
        : { outline: await readMask(join(folder, record.maskPath)), path: join(folder, record.imagePath) };
    const placed = realRegion(source.outline, contextScale);
    return placed && { record, split, image: await readImage(source.path), ...placed };
  };
  const coming: Promise<PlacedImage | null>[] = []; // decoded while those before them are described
  for (const record of [...records, ...Array<null>(AHEAD).fill(null)]) {
    if (record) coming.push(place(record));
    const next = coming.length > AHEAD || !record ? await coming.shift() : null;
    if (next) yield next;
  }
}

const AHEAD = 4;

async function recordsIn(folder: string): Promise<DatasetRecord[]> {
  const paths = (await readdir(folder, { recursive: true })).map((path) => path.replaceAll('\\', '/'));
  const text = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
  const truth = paths.includes(HAM_GROUND_TRUTH) ? await text(HAM_GROUND_TRUTH) : null;
  return readHam10000(paths, await text(HAM_METADATA), truth);
}

/** Images of a folder without tables: `images/<id>.jpg` and `masks/<id>_segmentation.png`. */
async function imagesIn(folder: string): Promise<{ id: string; imagePath: string; maskPath: string }[]> {
  const names = await readdir(join(folder, 'images'));
  return names.map((name) => {
    const id = name.replace(/\.[^.]+$/, '');
    return { id, imagePath: join(folder, 'images', name), maskPath: join(folder, 'masks', `${id}_segmentation.png`) };
  });
}

export async function readImage(path: string): Promise<RgbaImage> {
  const { data, info } = await sharp(path)
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8ClampedArray(data) };
}

/** White where the lesion is. */
export async function readMask(path: string): Promise<Mask> {
  const { data, info } = await sharp(path).extractChannel(0).raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: Uint8Array.from(data, (value) => (value > 127 ? 1 : 0)) };
}

function touchesEdge(mask: Mask): boolean {
  const bounds = maskBounds(mask);
  if (!bounds) return true;
  const { x, y, width, height } = bounds;
  return x === 0 || y === 0 || x + width === mask.width || y + height === mask.height;
}

/** Real images of a data set's folder, read as the studio reads them and described as the gates see them, for the commands in this folder. */
import { existsSync, openAsBlob } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { InlayError } from '../src/contracts/failure';
import { BUNDLE_PATHS, type BundleFiles, type BundleManifest } from '../src/contracts/bundle';
import { ISIC_2019, type ClassCode } from '../src/contracts/classes';
import type { DatasetImage } from '../src/contracts/dataset';
import type { Mask, RgbaImage, SquareRegion } from '../src/contracts/image';
import { realRegion } from '../src/core/description/describeRegion';
import { fromCsv } from '../src/core/dataset/csv';
import { sortFiles } from '../src/core/dataset/paths';
import { lesionOf } from '../src/core/dataset/splits';
import { SPLITS, type Split } from '../src/core/dataset/split';
import { maskBounds } from '../src/core/image/region';
import { readDataset } from '../src/data/dataset/readTables';
import { encoderSize } from '../src/engine/bundleGraphs';
import type { Eyes } from '../src/engine/describe';
import { openNodeRuntime } from '../src/engine/nodeRuntime';
import { openListedGraph, type Graph } from '../src/engine/runtime';
import { DATA } from './dataFolder';

/** Where `npm run fit` and `npm run panel` look for real images. */
export const DATA_OPTIONS = {
  data: { type: 'string', default: join(DATA, 'ham10000') },
  finer: { type: 'string', default: join(DATA, 'ham10000-224') },
  frames: { type: 'string' },
} as const;

export interface RealSource {
  /** A data set's folder. */
  readonly data: string;
  /** Finer central squares of some of its images, taken where they show the whole lesion. */
  readonly finer: string;
  /** In place of both: what `python -m inlay_training.latent frames` wrote. */
  readonly frames?: string | undefined;
}

/** Where the table of a folder of frames says split and source of each image. */
const FRAMES_TABLE = 'frames.csv';

/** The bundle's encoder and outliner on all cores, and the side of the square that the encoder sees. Throws where there is no encoder. */
export async function openEncoder(manifest: BundleManifest, files: BundleFiles): Promise<Eyes & { sizePx: number }> {
  const open = async (path: string): Promise<Graph> => {
    const opened = await openListedGraph(openNodeRuntime(cpus().length), manifest, files, path);
    if (!opened.ok) throw InlayError.of(opened.failure);
    return opened.value;
  };
  const outliner = files[BUNDLE_PATHS.outliner] ? await open(BUNDLE_PATHS.outliner) : null;
  return { encoder: await open(BUNDLE_PATHS.encoder), outliner, sizePx: encoderSize(manifest) };
}

/** An image of a known class; of no known lesion, it is a lesion of its own. */
export interface RealImage extends DatasetImage {
  readonly class: ClassCode;
  readonly lesion: string;
  /** Of several that lie in one folder; null where nothing says. */
  readonly source: string | null;
}

/**
 * The images of a folder that have a class, by id. In a folder of frames split and source are those of its table.
 * Throws Error where no layout fits, or the table of frames leaves a split out.
 */
export async function realImages(folder: string): Promise<RealImage[]> {
  const paths = (await readdir(folder, { recursive: true })).map((path) => path.replaceAll('\\', '/'));
  const source = {
    name: basename(folder),
    paths,
    oddities: [],
    read: (path: string) => openAsBlob(join(folder, path)),
    close: () => Promise.resolve(),
  };
  const files = sortFiles(paths);
  const { images } = await readDataset(source, files, null, ISIC_2019.classes);
  const told = await framesTable(folder);
  const known = images.flatMap((image) =>
    image.class === null
      ? []
      : [{ ...image, class: image.class, lesion: lesionOf(image), source: null, ...told(image.id) }],
  );
  return known.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What the table of a folder of frames says of an image; nothing in another folder. */
async function framesTable(folder: string): Promise<(id: string) => Partial<Pick<RealImage, 'split' | 'source'>>> {
  const path = join(folder, FRAMES_TABLE);
  if (!existsSync(path)) return () => ({});
  const rows = new Map(fromCsv(await readFile(path, 'utf8')).map((row) => [row['image_id'], row]));
  return (id) => {
    const { split: said, source = null } = rows.get(id) ?? {};
    const split = SPLITS.find((name) => name === said);
    if (!split) throw new Error(`${path} says no split of ${id}.`);
    return { split, source };
  };
}

export interface PlacedImage {
  readonly record: RealImage;
  readonly split: Split;
  readonly image: RgbaImage;
  readonly mask: Mask;
  readonly region: SquareRegion;
}

/** The images of some splits that have an outline, one after the other. */
export async function* placedImages(
  { data, finer, frames }: RealSource,
  splits: readonly Split[],
  contextScale: number,
): AsyncGenerator<PlacedImage> {
  const folder = frames ?? data;
  const records = await realImages(folder);
  const squares = new Map(
    frames === undefined && existsSync(finer) ? (await imagesIn(finer)).map((image) => [image.id, image]) : [],
  );
  const place = async (record: RealImage): Promise<PlacedImage | null> => {
    const { split, mask } = record;
    if (!splits.includes(split) || mask === null) return null;
    const square = squares.get(record.id);
    const closer = square && (await readMask(square.maskPath));
    const source =
      closer && !touchesEdge(closer)
        ? { outline: closer, path: square.imagePath }
        : { outline: await readMask(join(folder, mask)), path: join(folder, record.path) };
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

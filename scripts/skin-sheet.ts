/**
 * npm run skins:sheet: the skin that ships, with site, classes and tone; and healthy skin as the studio finds it in real images of the training split. Prints what the limits of
 * src/core/skin were chosen by, and writes a contact sheet of the found regions by grade. Real images: the sheet stays out of the repository.
 *
 *   npm run skins:sheet -- [--data DATA/ham10000] [--patches DATA/skin-patches] [--images 300] [--enlarge 1] [--seed 1] [--out FILE]
 *     [--shipped public/skin] [--shipped-out FILE]
 *
 * `--enlarge 3` makes the images of 200 x 150 pixels as large as those that users have, so that smaller squares are allowed.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp, { type OverlayOptions } from 'sharp';
import { BUNDLE_PATHS, maskModelSchema } from '../src/contracts/bundle';
import type { Mask, RgbaImage, SquareRegion } from '../src/contracts/image';
import { sampleOutline } from '../src/core/mask/outline';
import { uniform } from '../src/core/random/gaussian';
import { describeSkin, gradeSkin, SKIN_LIMITS, type SkinAppearance, type SkinGrade } from '../src/core/skin/appearance';
import { quantile } from '../src/core/skin/reducedCopy';
import { RESIDUE_LIMIT, residueOf } from '../src/core/skin/residue';
import { findSkinRegions } from '../src/core/skin/skinRegions';
import { DATA } from './dataFolder';
import { realImages, type RealImage } from './realImages';
import { caption, writeShippedSheet } from './shippedSheet';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: join(DATA, 'ham10000') },
    patches: { type: 'string', default: join(DATA, 'skin-patches') },
    bundle: { type: 'string', default: 'public/models/inlay-ham10000' },
    images: { type: 'string', default: '300' },
    enlarge: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string', default: join(tmpdir(), 'inlay-skin-sheet.png') },
    shipped: { type: 'string', default: 'public/skin' },
    'shipped-out': { type: 'string', default: join(tmpdir(), 'inlay-shipped-skin.png') },
  },
});
const wanted = Number(options.images);
const enlarge = Number(options.enlarge);
const seed = Number(options.seed);
const shipped = await writeShippedSheet(options.shipped, options['shipped-out']);
console.log(`${shipped} shipped skins, written to ${options['shipped-out']}.`);
if (!existsSync(options.data)) {
  console.log(`${options.data} is missing: nothing is measured.`);
  process.exit(0);
}

interface Skin extends SkinAppearance, SkinGrade {
  readonly from: string;
  readonly image: RgbaImage;
  readonly residue: number;
}

const outlines = maskModelSchema.parse(JSON.parse(await readFile(join(options.bundle, BUNDLE_PATHS.masks), 'utf8')));
const records = drawn(await trainingImages(options.data), wanted);
const regions: Skin[] = [];
const foundIn: number[] = [];
const lesions: number[] = [];
let searchMs = 0;
for (const { path, mask, id } of records) {
  if (mask === null) continue;
  const image = await readImage(join(options.data, path), enlarge);
  const lesion = maskOf(await readImage(join(options.data, mask), enlarge));
  const start = performance.now();
  const found = findSkinRegions(image, lesion);
  searchMs += performance.now() - start;
  foundIn.push(found.length);
  lesions.push(residueOf(image, lesion));
  for (const region of found) regions.push(look(id, cut(image, region), regions.length));
}
const patches: Skin[] = [];
if (existsSync(options.patches)) {
  const names = drawn((await readdir(options.patches)).filter((name) => name.endsWith('.jpg')).sort(), wanted);
  for (const name of names) patches.push(look(name, await readImage(join(options.patches, name), 1), patches.length));
}

console.log(`${records.length} images, ${(searchMs / records.length).toFixed(0)} ms to search one.`);
for (let n = 0; n <= Math.max(...foundIn); n += 1)
  console.log(
    `  ${n} regions: ${percent(foundIn.filter((count) => count === n).length / foundIn.length)} of the images`,
  );
report(`regions of ${options.data}`, regions);
report(`patches of ${options.patches}`, patches);
const untouched = [...regions, ...patches].filter(({ grade }) => grade !== 'poor').map(({ residue }) => residue);
residues('untouched skin that is not poor, under outlines drawn at random', untouched);
residues('lesions that are still there', lesions);
await writeSheet(regions, options.out);
console.log(`Written to ${options.out}.`);

function report(title: string, all: readonly Skin[]): void {
  if (all.length === 0) return;
  const share = (test: (skin: Skin) => boolean): string => percent(all.filter(test).length / all.length);
  const grades = (['good', 'fair', 'poor'] as const).map(
    (grade) => `${grade} ${share((skin) => skin.grade === grade)}`,
  );
  console.log(`${all.length} ${title}: ${grades.join(', ')}`);
  for (const key of ['hairShare', 'foreignShare', 'unevenness', 'sharpness'] as const) {
    const values = all.map((skin) => skin[key]);
    const shown = [0.05, 0.25, 0.5, 0.75, 0.95].map((at) => quantile(values, at).toFixed(3));
    const { fair, poor } = SKIN_LIMITS[key];
    const beyond = (limit: number) => (skin: Skin) => (key === 'sharpness' ? skin[key] < limit : skin[key] > limit);
    const counts = `beyond ${fair}: ${share(beyond(fair))}, beyond ${poor}: ${share(beyond(poor))}`;
    console.log(`  ${key.padEnd(13)} 5, 25, 50, 75, 95 %: ${shown.join(' ')}; ${counts}`);
  }
}

function residues(title: string, values: readonly number[]): void {
  const shown = [0.05, 0.5, 0.95].map((at) => quantile(values, at).toFixed(2)).join(' ');
  const below = percent(values.filter((value) => value <= RESIDUE_LIMIT).length / values.length);
  console.log(`Residue of ${values.length} ${title}: 5, 50, 95 %: ${shown}; ${below} not above ${RESIDUE_LIMIT}`);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function look(from: string, image: RgbaImage, number: number): Skin {
  const appearance = describeSkin(image);
  const mask = sampleOutline(outlines, image.width, image.height, seed + number);
  return { from, image, ...appearance, ...gradeSkin(appearance), residue: residueOf(image, mask) };
}

async function trainingImages(folder: string): Promise<RealImage[]> {
  return (await realImages(folder)).filter(({ split, mask }) => split === 'train' && mask !== null);
}

/** So many of them, drawn at random. */
function drawn<T>(all: readonly T[], count: number): T[] {
  const order = uniform(seed, all.length);
  const ranked = all.map((skin, i) => ({ skin, place: order[i] ?? 0 })).sort((a, b) => a.place - b.place);
  return ranked.slice(0, count).map(({ skin }) => skin);
}

async function readImage(path: string, scale: number): Promise<RgbaImage> {
  const { width } = await sharp(path).metadata();
  const source = scale === 1 ? sharp(path) : sharp(path).resize(Math.round(width * scale));
  const { data, info } = await source.toColourspace('srgb').ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8ClampedArray(data) };
}

function maskOf({ width, height, data }: RgbaImage): Mask {
  return {
    width,
    height,
    data: Uint8Array.from({ length: width * height }, (_, i) => ((data[4 * i] ?? 0) > 127 ? 1 : 0)),
  };
}

function cut({ width, data }: RgbaImage, { x, y, sidePx }: SquareRegion): RgbaImage {
  const rows = new Uint8ClampedArray(4 * sidePx * sidePx);
  for (let row = 0; row < sidePx; row += 1) {
    const from = 4 * ((y + row) * width + x);
    rows.set(data.subarray(from, from + 4 * sidePx), 4 * row * sidePx);
  }
  return { width: sidePx, height: sidePx, data: rows };
}

/** The regions by grade, in each the hairiest last; the limits of how many are shown keep the sheet to one screen. */
async function writeSheet(all: readonly Skin[], path: string): Promise<void> {
  const [cellPx, columns, rows] = [100, 18, { good: 8, fair: 6, poor: 4 }] as const;
  const tiles: OverlayOptions[] = [];
  let top = 0;
  for (const grade of ['good', 'fair', 'poor'] as const) {
    const graded = all.filter((skin) => skin.grade === grade);
    const shown = drawn(graded, columns * rows[grade]).sort((a, b) => a.hairShare - b.hairShare);
    tiles.push({
      input: caption(`${grade}: ${shown.length} of ${graded.length}`, columns * cellPx, 22, 16),
      left: 0,
      top,
    });
    top += 24;
    for (const [i, { image, hairShare, foreignShare, unevenness, sharpness }] of shown.entries()) {
      const numbers = [hairShare, foreignShare, unevenness, sharpness].map((value) => Math.round(100 * value));
      const label = caption(`h${numbers[0]} f${numbers[1]} u${numbers[2]} s${numbers[3]}`, cellPx - 2, 12, 10);
      const { width, height, data } = image;
      const small = await sharp(data, { raw: { width, height, channels: 4 } })
        .resize(cellPx - 2, cellPx - 2)
        .png()
        .toBuffer();
      const input = await sharp(small)
        .composite([{ input: label, left: 0, top: 0 }])
        .png()
        .toBuffer();
      tiles.push({ input, left: (i % columns) * cellPx, top: top + Math.floor(i / columns) * cellPx });
    }
    top += Math.ceil(shown.length / columns) * cellPx + 8;
  }
  const canvas = { width: columns * cellPx, height: top, channels: 3, background: '#fff' } as const;
  await sharp({ create: canvas }).composite(tiles).png().toFile(path);
}

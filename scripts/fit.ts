/**
 * npm run fit: describes the real images of a HAM10000 folder with a bundle's encoder and fits the gates on them. Writes
 * reference/images.safetensors and reference/gates.json into the bundle, and lists them in its manifest. Lesions of the test split
 * are left out: on them the gates are measured.
 *
 *   npm run fit -- [--bundle public/models/inlay-ham10000] [--data ../shared/data/ham10000] [--finer ../shared/data/ham10000-224]
 */
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { BUNDLE_PATHS } from '../src/contracts/bundle';
import { LESION_CODES } from '../src/contracts/classes';
import type { Mask, RgbaImage } from '../src/contracts/image';
import { HAM_GROUND_TRUTH, HAM_METADATA, readHam10000, type DatasetRecord } from '../src/core/dataset/ham10000';
import { splitLesions, type Split } from '../src/core/dataset/split';
import { maskBounds } from '../src/core/image/region';
import { realRegion } from '../src/core/ood/describeRegion';
import { fitGates } from '../src/core/ood/gates';
import { gateFitFile } from '../src/core/ood/gateFitFile';
import { writeReferenceImages, type ReferenceImages } from '../src/core/ood/referenceImages';
import { sha256Hex } from '../src/core/provenance/digest';
import { describeImage, type DescribedImage } from '../src/engine/describe';
import { openNodeRuntime } from '../src/engine/nodeRuntime';
import { openListedGraph } from '../src/engine/runtime';
import { readBundleFolder } from './bundleFolder';

/** What bundles before 0.3.0 had instead. */
const FORMER = 'reference/typicality.safetensors';

const { values: options } = parseArgs({
  options: {
    bundle: { type: 'string', default: 'public/models/inlay-ham10000' },
    data: { type: 'string', default: '../shared/data/ham10000' },
    finer: { type: 'string', default: '../shared/data/ham10000-224' },
  },
});

const { manifest, files } = await readBundleFolder(options.bundle);
const encoderEntry = manifest.files.find(({ path }) => path === BUNDLE_PATHS.encoder);
if (!encoderEntry) throw new Error(`${options.bundle} has no encoder to describe images with.`);
const opened = await openListedGraph(openNodeRuntime(cpus().length), manifest, files, BUNDLE_PATHS.encoder);
if (!opened.ok) throw new Error(opened.failure.message);
const encoder = opened.value;
const side = manifest.graphs.find(({ path }) => path === BUNDLE_PATHS.encoder)?.inputs[0]?.shape.at(-1);
const sizePx = typeof side === 'number' ? side : manifest.nativeSizePx;

const records = await recordsIn(options.data);
const finer = new Map(existsSync(options.finer) ? (await imagesIn(options.finer)).map((one) => [one.id, one]) : []);
const splitOf = await splitLesions(
  new Map(records.map(({ lesion, class: code }) => [lesion, LESION_CODES.indexOf(code)])),
);
const lesionNumbers = new Map<string, number>();
const rows: { record: DatasetRecord; split: Split; image: DescribedImage }[] = [];
const started = performance.now();
for (const record of records) {
  const split = splitOf.get(record.lesion) ?? 'test';
  if (split === 'test' || !record.maskPath) continue;
  const sources = [
    finer.get(record.id),
    { imagePath: join(options.data, record.imagePath), maskPath: join(options.data, record.maskPath) },
  ];
  for (const source of sources) {
    if (!source) continue;
    const outline = await readMask(source.maskPath);
    if (source !== sources[1] && touchesEdge(outline)) continue; // the wider frame shows more of it
    const placed = realRegion(outline, manifest.contextScale);
    if (!placed) break;
    const image = await describeImage(encoder, sizePx, await readImage(source.imagePath), placed.mask, placed.region);
    rows.push({ record, split, image });
    if (!lesionNumbers.has(record.lesion)) lesionNumbers.set(record.lesion, lesionNumbers.size);
    break;
  }
  if (rows.length % 500 === 0)
    console.log(`${rows.length} images, ${Math.round((performance.now() - started) / rows.length)} ms each`);
}

const table = (of: (image: DescribedImage) => ArrayLike<number>) => {
  const dim = rows[0] ? of(rows[0].image).length : 0;
  const data = new Float32Array(rows.length * dim);
  rows.forEach(({ image }, row) => data.set(Array.from(of(image)), row * dim));
  return { dim, data };
};
const reference: ReferenceImages = {
  ids: rows.map(({ record }) => record.id),
  labels: rows.map(({ record }) => LESION_CODES.indexOf(record.class)),
  lesions: rows.map(({ record }) => lesionNumbers.get(record.lesion) ?? -1),
  splits: rows.map(({ split }) => split),
  hashes: Uint32Array.from(rows.flatMap(({ image }) => [...image.hashes.subarray(0, 2)])),
  depths: {
    texture: table((i) => i.depths.texture),
    mid: table((i) => i.depths.mid),
    deep: table((i) => i.depths.deep),
  },
  logits: table((i) => i.logits),
  encoderSha256: encoderEntry.sha256,
};
const imagesFile = writeReferenceImages(reference);
const imagesSha256 = await sha256Hex(imagesFile);
console.log(`Fitting on ${rows.length} images of ${lesionNumbers.size} lesions ...`);
const fit = fitGates(
  reference,
  rows.map(({ image }) => image.hashes),
  'held-out',
);
const gatesFile = new TextEncoder().encode(`${JSON.stringify(gateFitFile(fit, 'held-out', imagesSha256))}\n`);
await writeInto(BUNDLE_PATHS.referenceImages, imagesFile);
await writeInto(BUNDLE_PATHS.gates, gatesFile);
await writeManifest();
await rm(join(options.bundle, FORMER), { force: true });
console.log(
  `Wrote ${imagesFile.length + gatesFile.length} bytes into ${options.bundle}, ${Math.round((performance.now() - started) / 1000)} s.`,
);

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

async function readImage(path: string): Promise<RgbaImage> {
  const { data, info } = await sharp(path)
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8ClampedArray(data) };
}

async function readMask(path: string): Promise<Mask> {
  const { data, info } = await sharp(path).extractChannel(0).raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: Uint8Array.from(data, (value) => (value > 127 ? 1 : 0)) };
}

function touchesEdge(mask: Mask): boolean {
  const bounds = maskBounds(mask);
  if (!bounds) return true;
  const { x, y, width, height } = bounds;
  return x === 0 || y === 0 || x + width === mask.width || y + height === mask.height;
}

async function writeInto(path: string, bytes: Uint8Array): Promise<void> {
  await writeFile(join(options.bundle, path), bytes);
}

async function writeManifest(): Promise<void> {
  const entries = await Promise.all(
    (
      [
        [BUNDLE_PATHS.referenceImages, imagesFile],
        [BUNDLE_PATHS.gates, gatesFile],
      ] as const
    ).map(async ([path, bytes]) => {
      return { path, bytes: bytes.length, sha256: await sha256Hex(bytes) };
    }),
  );
  const added = new Set<string>(entries.map(({ path }) => path));
  const kept = manifest.files.filter(({ path }) => !added.has(path) && path !== FORMER);
  const merged = [...kept, ...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
  await writeInto(
    BUNDLE_PATHS.manifest,
    new TextEncoder().encode(`${JSON.stringify({ ...manifest, files: merged }, null, 1)}\n`),
  );
}

/**
 * npm run fit: describes the real images of a folder with a bundle's encoder and fits the gates on them. Writes
 * reference/images.safetensors and reference/gates.json into the bundle, and lists them in its manifest. Lesions of the test split
 * are left out: on them the gates are measured.
 *
 *   npm run fit -- [--bundle public/models/inlay-ham10000] [--data DATA/ham10000] [--finer DATA/ham10000-224] [--frames DIR] [--description N] [--refit]
 *
 * `--frames` names a folder that `python -m inlay_training.latent frames` wrote, in place of the other two: its splits are the pack's.
 * `--description` says how images are described (src/core/description/versions.ts); the bundle's own images tell it otherwise, and frames are
 * described by version 2, or 3 where the bundle has an outliner. `--refit` fits again on the images that are already there.
 */
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { BUNDLE_PATHS, encoderClassesOf } from '../src/contracts/bundle';
import type { Split } from '../src/core/dataset/split';
import { DESCRIPTION_VERSIONS, type DescriptionVersion } from '../src/core/description/versions';
import { fitGates } from '../src/core/gates/gates';
import type { GateFit } from '../src/core/gates/gateFit';
import { writeGateFit } from '../src/core/gates/gateFitFile';
import { GATES } from '../src/core/gates/list';
import { novel } from '../src/core/gates/novel';
import { readReferenceImages, writeReferenceImages, type ReferenceImages } from '../src/core/gates/referenceImages';
import { sha256Hex } from '../src/core/provenance/digest';
import { readGates } from '../src/engine/bundleGraphs';
import { describeImage, type DescribedImage } from '../src/engine/describe';
import { listInManifest, readBundleFolder } from './bundleFolder';
import { DATA_OPTIONS, openEncoder, placedImages, type RealImage } from './realImages';

/** What bundles before 0.2.1 had instead. */
const FORMER = 'reference/typicality.safetensors';

const { values: options } = parseArgs({
  options: {
    bundle: { type: 'string', default: 'public/models/inlay-ham10000' },
    ...DATA_OPTIONS,
    description: { type: 'string' },
    refit: { type: 'boolean', default: false },
  },
});

const { manifest, files } = await readBundleFolder(options.bundle);
const encoderClasses = encoderClassesOf(manifest);
const encoderEntry = manifest.files.find(({ path }) => path === BUNDLE_PATHS.encoder);
if (!encoderEntry) throw new Error(`${options.bundle} has no encoder to describe images with.`);
const encoderSha256 = encoderEntry.sha256;
const version = descriptionVersion();
const started = performance.now();
const { imagesFile, fitted } = options.refit ? known() : await describeAll();
const reference = readReferenceImages(imagesFile, encoderSha256, encoderClasses); // as samples will meet it, in half precision
console.log(`Fitting on ${reference.ids.length} images of ${new Set(Array.from(reference.lesions)).size} lesions ...`);
const fit = fitted(reference);
const gatesFile = new TextEncoder().encode(`${writeGateFit(fit, reference, await sha256Hex(imagesFile))}\n`);
const written = { [BUNDLE_PATHS.referenceImages]: imagesFile, [BUNDLE_PATHS.gates]: gatesFile };
const keepsPanel = BUNDLE_PATHS.panel in files && options.refit && keepsFits(files[BUNDLE_PATHS.gates], gatesFile);
await listInManifest(options.bundle, manifest, written, [FORMER, ...(keepsPanel ? [] : [BUNDLE_PATHS.panel])]);
if (BUNDLE_PATHS.panel in files && !keepsPanel)
  console.log(
    'The panel was of other fits and is taken out: `npm run panel` makes it again, from images of the test split.',
  );
console.log(
  `Wrote ${imagesFile.length + gatesFile.length} bytes into ${options.bundle}, ${Math.round((performance.now() - started) / 1000)} s.`,
);

/** Whether all that was fitted before is fitted alike, so that what was measured of it still holds. */
function keepsFits(before: Uint8Array | undefined, after: Uint8Array): boolean {
  const [old, now] = [before ?? new Uint8Array(), after].map(
    (bytes) => JSON.parse(new TextDecoder().decode(bytes) || '{}') as Record<string, unknown>,
  );
  return Object.entries(old ?? {}).every(([field, value]) => isDeepStrictEqual(value, now?.[field]));
}

/** As told; else frames are described by 3 with an outliner and by 2 without, and others as the images that the bundle has. */
function descriptionVersion(): DescriptionVersion {
  const wanted =
    options.description ??
    (options.frames === undefined ? String(presentVersion()) : BUNDLE_PATHS.outliner in files ? '3' : '2');
  const known = DESCRIPTION_VERSIONS.find((version) => String(version) === wanted);
  if (!known) throw new RangeError(`There is no description ${wanted}; there are ${DESCRIPTION_VERSIONS.join(', ')}.`);
  return known;
}

/** 1 where the bundle has no images yet, or those of another encoder. */
function presentVersion(): DescriptionVersion {
  try {
    const found = readGates(manifest, files);
    return found && found !== 'other-version' ? found.reference.description : 1;
  } catch {
    return 1;
  }
}

interface DescribedSet {
  readonly imagesFile: Uint8Array<ArrayBuffer>;
  readonly fitted: (reference: ReferenceImages) => GateFit;
}

/** What an earlier fit has left in the bundle. */
function known(): DescribedSet {
  const found = readGates(manifest, files);
  const imagesFile = files[BUNDLE_PATHS.referenceImages];
  if (!found || found === 'other-version' || !imagesFile) {
    throw new Error(`${options.bundle} was not fitted by this version yet: leave --refit out.`);
  }
  const others = GATES.filter((gate) => gate !== novel); // its hashes of all eight forms are not in the file
  return {
    imagesFile,
    fitted(reference) {
      const { calibration, fits } = fitGates(reference, [], 'held-out', others);
      return { calibration, fits: { ...found.fit.fits, ...fits } };
    },
  };
}

async function describeAll(): Promise<DescribedSet> {
  const { sizePx, ...eyes } = await openEncoder(manifest, files);
  const lesionNumbers = new Map<string, number>();
  const rows: { record: RealImage; split: Split; image: DescribedImage }[] = [];
  for await (const placed of placedImages(options, ['train', 'calibration'], manifest.contextScale)) {
    const { record, split, image, mask, region } = placed;
    rows.push({ record, split, image: await describeImage(eyes, { version, sizePx }, image, mask, region) });
    if (!lesionNumbers.has(record.lesion)) lesionNumbers.set(record.lesion, lesionNumbers.size);
    if (rows.length % 500 === 0)
      console.log(`${rows.length} images, ${Math.round((performance.now() - started) / rows.length)} ms each`);
  }
  const table = (valuesOf: (image: DescribedImage) => ArrayLike<number>) => {
    const dim = rows[0] ? valuesOf(rows[0].image).length : 0;
    const values = new Float32Array(rows.length * dim);
    rows.forEach(({ image }, row) => values.set(Array.from(valuesOf(image)), row * dim));
    return { dim, data: values };
  };
  const imagesFile = writeReferenceImages({
    description: version,
    ids: rows.map(({ record }) => record.id),
    labels: rows.map(({ record }) => encoderClasses.indexOf(record.class)),
    lesions: rows.map(({ record }) => lesionNumbers.get(record.lesion) ?? -1),
    splits: rows.map(({ split }) => split),
    hashes: Uint32Array.from(rows.flatMap(({ image }) => [...image.hashes.subarray(0, 2)])),
    frames:
      version === 1 ? null : Uint32Array.from(rows.flatMap(({ image }) => [...(image.frame ?? [0, 0]).slice(0, 2)])),
    depths: {
      texture: table((i) => i.depths.texture),
      mid: table((i) => i.depths.mid),
      deep: table((i) => i.depths.deep),
    },
    logits: table((i) => i.logits),
    classes: encoderClasses,
    encoderClasses,
    encoderSha256,
  });
  const hashes = rows.map(({ image }) => Uint32Array.of(...image.hashes, ...(image.frame ?? [])));
  return { imagesFile, fitted: (reference) => fitGates(reference, hashes, 'held-out') };
}

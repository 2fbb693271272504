/** The storage worker's service. A file is written before the entry that names it, so a killed tab leaves no half sample. */
import * as z from 'zod/mini';
import { get, getMany, set, setMany } from 'idb-keyval';
import { imageSize } from 'image-size';
import type { CheckedBundle } from '../contracts/bundle';
import { fail, failureOf, succeed, type Failure } from '../contracts/failure';
import type { RgbaImage } from '../contracts/image';
import { OWN_LICENCE, type Background } from '../contracts/library';
import { withDecision } from '../contracts/sample';
import {
  savedSampleSchema,
  savedStepsSchema,
  type SavedSample,
  type SavedSteps,
  type StorageApi,
  THUMBNAIL_PX,
} from '../contracts/storage';
import { shrunkTo } from '../core/image/shrink';
import { pixelDigest } from '../core/provenance/digest';
import { decodePng, encodePng } from '../core/provenance/png';
import { decodeBackground } from './backgroundImport';
import { checkBundle } from './bundleCheck';
import { fetchSource, folderSource, zipSource, type BundleSource } from './bundleSource';
import { guarded } from './guard';
import {
  ACTIVE_BUNDLE_KEY,
  backgroundKey,
  backgroundPng,
  bundleFolder,
  bundleKey,
  CLASSES_KEY,
  COMPOSE_KEY,
  DRAFT_KEY,
  database,
  forget,
  keptBundleSchema,
  sampleKey,
  stepsKey,
  samplePng,
  QUEUE_KEY,
  SELECTION_KEY,
  STUDY_KEY,
  shapeKey,
  type KeptBundle,
} from './keys';
import { loadWork, readQueue, readSummaries } from './load';
import { createLookAlikes } from './lookAlikes';
import { openFile, readFile, remove, writeFile } from './opfs';
import { factsOf } from './dataset/scene';
import { readMaskFile, readShapeFile } from './shapeFile';
import { fetchSkin, readSkin, readSkinIndex, type ShippedSkin } from './shippedSkin';

/** Samples that cross to the page at a time: short tasks, so that the page stays alive. */
const BATCH = 250;

export function createStorage(): StorageApi {
  let shipped: ShippedSkin[] = [];
  const lookAlikes = createLookAlikes();

  async function keptBundle(id: string): Promise<KeptBundle | null> {
    return z.nullable(keptBundleSchema).parse((await get<unknown>(bundleKey(id), database())) ?? null);
  }

  async function keepBundle({ manifest, manifestSha256, files }: CheckedBundle): Promise<null> {
    const before = await keptBundle(manifest.id);
    const folder = bundleFolder(manifest.id, manifestSha256);
    try {
      for (const [path, bytes] of Object.entries(files)) await writeFile(`${folder}/${path}`, bytes);
    } catch (error) {
      if (before?.manifestSha256 !== manifestSha256) await remove(folder);
      throw error;
    }
    const kept: KeptBundle = { manifest, manifestSha256 };
    await set(bundleKey(manifest.id), kept, database());
    if (before && before.manifestSha256 !== manifestSha256) {
      await remove(bundleFolder(manifest.id, before.manifestSha256));
    }
    return null;
  }

  async function readPixels(id: string): Promise<RgbaImage> {
    const skin = shipped.find(({ background }) => background.id === id);
    return skin ? readSkin(skin) : decodePng(await readFile(backgroundPng(id)));
  }

  return {
    load: (baseUrl) =>
      guarded('work', async () => {
        const warnings: Failure[] = [];
        try {
          shipped = await readSkinIndex(baseUrl);
        } catch {
          warnings.push(failureOf('shipped-skin-missing'));
        }
        return loadWork(
          shipped.map(({ background }) => background),
          warnings,
        );
      }),
    loadSamples: (onBatch) =>
      guarded('samples', async () => {
        const warnings: Failure[] = [];
        const samples = await readSummaries(warnings);
        for (let from = 0; from < samples.length; from += BATCH) await onBatch(samples.slice(from, from + BATCH));
        return warnings;
      }),
    loadQueue: () => guarded('queue', readQueue),
    saveQueue: (queue) => guarded('queue', () => set(QUEUE_KEY, queue, database()).then(() => null)),
    saveDraft: (draft) => guarded('plan', () => set(DRAFT_KEY, draft, database()).then(() => null)),
    saveClasses: (list) => guarded('classes', () => set(CLASSES_KEY, list, database()).then(() => null)),
    saveCompose: (state, steps) =>
      guarded('compose', async () => {
        const { backgroundId } = state;
        const strokes: [string, SavedSteps][] = backgroundId === null ? [] : [[stepsKey(backgroundId), steps]];
        await setMany([[COMPOSE_KEY, state], ...strokes], database());
        return null;
      }),
    readSteps: (id) =>
      guarded('strokes', async () => {
        const kept = savedStepsSchema.safeParse(await get<unknown>(stepsKey(id), database()));
        return kept.success ? kept.data : null;
      }),
    saveStudy: (study) => guarded('study', () => set(STUDY_KEY, study, database()).then(() => null)),
    saveSample: (sample, png) =>
      guarded('sample', async () => {
        await writeFile(samplePng(sample.record.id), png);
        await set(sampleKey(sample.record.id), sample, database());
        return null;
      }),
    saveSelection: (selection) =>
      guarded('selection', () => set(SELECTION_KEY, selection, database()).then(() => null)),
    saveDecisions: (decisions) =>
      guarded(decisions.length === 1 ? 'decision' : 'decisions', async () => {
        const saved = await getMany<unknown>(
          decisions.map(({ id }) => sampleKey(id)),
          database(),
        );
        const changed = decisions.map(({ id, reader, decision }, i): [string, SavedSample] => {
          const { record, recipe } = savedSampleSchema.parse(saved[i]);
          return [sampleKey(id), { recipe, record: withDecision(record, reader, decision) }];
        });
        await setMany(changed, database());
        return null;
      }),
    lookAlikes: (ids, onProgress) => guarded('samples', () => lookAlikes.groups(ids, onProgress)),
    removeSample: (id) =>
      guarded('sample', async () => {
        await forget([sampleKey(id)]);
        await remove(samplePng(id));
        return null;
      }),
    readRecord: (id) =>
      guarded('sample', async () => {
        return savedSampleSchema.parse(await get<unknown>(sampleKey(id), database())).record;
      }),
    readSamplePng: (id) => guarded('sample', () => readFile(samplePng(id))),
    async importBackground(file, name) {
      const decoded = await decodeBackground(file);
      if (!decoded.ok) return decoded;
      const { image, notices } = decoded.value;
      return guarded('background', async () => {
        const sha256 = await pixelDigest(image);
        const { width, height } = image;
        const id = `own-${sha256.slice(0, 12)}`;
        const background: Background = {
          id,
          sha256,
          licence: OWN_LICENCE,
          name,
          origin: 'file',
          width,
          height,
          notices: [...notices],
          facts: factsOf(image),
        };
        await writeFile(backgroundPng(id), encodePng(image));
        await set(backgroundKey(id), background, database());
        return background;
      });
    },
    keepBackground: (background, png) =>
      guarded('background', async () => {
        if (png) await writeFile(backgroundPng(background.id), png);
        await set(backgroundKey(background.id), background, database());
        return null;
      }),
    describeBackground: (id) => guarded('background', async () => factsOf(await readPixels(id))),
    keepShapes: (shapes) =>
      guarded('outlines', async () => {
        await setMany(
          shapes.map((shape) => [shapeKey(shape.id), shape]),
          database(),
        );
        return null;
      }),
    readShapes: (file) => readShapeFile(file),
    readMask: (file) => readMaskFile(file),
    removeShapes: (ids) => guarded('outlines', () => forget(ids.map(shapeKey)).then(() => null)),
    readBackground: (id) => guarded('background', () => readPixels(id)),
    readThumbnail: (id) =>
      guarded('background', async () => {
        const skin = shipped.find(({ background }) => background.id === id);
        const png = skin ? await fetchSkin(skin) : await readFile(backgroundPng(id));
        const { width, height } = imageSize(png);
        if (Math.max(width, height) <= THUMBNAIL_PX) return png; // most are small, and decoding them takes time
        return encodePng(shrunkTo(decodePng(png), THUMBNAIL_PX));
      }),
    removeBackground: (id) =>
      guarded('background', async () => {
        await forget([backgroundKey(id), stepsKey(id)]);
        await remove(backgroundPng(id));
        return null;
      }),
    async checkBundleZip(zip) {
      const source = await zipSource(zip);
      return source.ok ? checkBundle(source.value) : source;
    },
    checkBundleFolder: (files) => checkBundle(folderSource(files)),
    keepBundle: (bundle) => guarded('bundle', () => keepBundle(bundle)),
    async readBundle(id) {
      const kept = await guarded('bundle', () => keptBundle(id));
      if (!kept.ok) return kept;
      if (!kept.value) return fail('bundle-not-kept', { id });
      return checkBundle(opfsSource(bundleFolder(id, kept.value.manifestSha256)));
    },
    async readShippedBundle(baseUrl, onProgress) {
      return checkBundle(fetchSource(baseUrl), onProgress);
    },
    setActiveBundle: (id) => guarded('bundle-choice', () => set(ACTIVE_BUNDLE_KEY, id, database()).then(() => null)),
    removeBundle: (id) =>
      guarded('bundle', async () => {
        const kept = await keptBundle(id);
        await forget([bundleKey(id)]);
        if (kept) await remove(bundleFolder(id, kept.manifestSha256));
        return null;
      }),
    report: async () => {
      try {
        const { usage = 0, quota = 0 } = await navigator.storage.estimate();
        return succeed({ usedBytes: usage, quotaBytes: quota, persistent: await navigator.storage.persisted() });
      } catch (error) {
        return fail('storage-unmeasured', {}, String(error));
      }
    },
  };
}

function opfsSource(folder: string): BundleSource {
  return {
    async read(path) {
      try {
        return new Uint8Array(await (await openFile(`${folder}/${path}`)).arrayBuffer());
      } catch {
        return null;
      }
    },
    close: () => Promise.resolve(),
  };
}

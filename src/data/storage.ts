/** The storage worker's service. A file is written before the entry that names it, so a killed tab leaves no half sample. */
import { get, set } from 'idb-keyval';
import type { BundleManifest } from '../contracts/bundle';
import { fail, succeed, type Outcome } from '../contracts/failure';
import { savedSampleSchema, type Background, type SavedSample, type StorageApi } from '../contracts/storage';
import { pixelDigest } from '../core/provenance/digest';
import { decodePng, encodePng } from '../core/provenance/png';
import { decodeBackground } from './backgroundImport';
import { checkBundle, type CheckedBundle } from './bundleCheck';
import { fetchSource, folderSource, zipSource, type BundleSource } from './bundleSource';
import { guarded } from './guard';
import {
  ACTIVE_BUNDLE_KEY,
  backgroundKey,
  backgroundPng,
  bundleFolder,
  bundleKey,
  COMPOSE_KEY,
  database,
  forget,
  sampleKey,
  samplePng,
} from './keys';
import { loadWork } from './load';
import { openFile, readFile, remove, writeFile } from './opfs';
import { readSkin, readSkinIndex, type ShippedSkin } from './shippedSkin';

export function createStorage(): StorageApi {
  let shipped: ShippedSkin[] = [];

  async function keepBundle(checked: Outcome<CheckedBundle>): Promise<Outcome<BundleManifest>> {
    if (!checked.ok) return checked;
    const { manifest, files } = checked.value;
    const folder = bundleFolder(manifest.id);
    return guarded(`the bundle ${manifest.name}`, async () => {
      await forget([bundleKey(manifest.id)]);
      await remove(folder);
      try {
        for (const [path, bytes] of Object.entries(files)) await writeFile(`${folder}/${path}`, bytes);
      } catch (error) {
        await remove(folder);
        throw error;
      }
      await set(bundleKey(manifest.id), manifest, database());
      return manifest;
    });
  }

  return {
    load: (baseUrl) =>
      guarded('your work', async () => {
        const warnings: string[] = [];
        try {
          shipped = await readSkinIndex(baseUrl);
        } catch {
          warnings.push(
            'The skin that ships with the studio could not be loaded; open an image of your own, or reload when connected.',
          );
        }
        return loadWork(
          shipped.map(({ background }) => background),
          warnings,
        );
      }),
    saveCompose: (state) => guarded('the Compose screen', () => set(COMPOSE_KEY, state, database()).then(() => null)),
    saveSample: (sample, png) =>
      guarded('the sample', async () => {
        await writeFile(samplePng(sample.record.id), png);
        await set(sampleKey(sample.record.id), sample, database());
        return null;
      }),
    saveDecision: (id, decision) =>
      guarded('the decision', async () => {
        const saved = savedSampleSchema.parse(await get<unknown>(sampleKey(id), database()));
        const changed: SavedSample = { ...saved, record: { ...saved.record, decision } };
        await set(sampleKey(id), changed, database());
        return null;
      }),
    removeSample: (id) =>
      guarded('the sample', async () => {
        await forget([sampleKey(id)]);
        await remove(samplePng(id));
        return null;
      }),
    readSamplePng: (id) => guarded('the sample', () => readFile(samplePng(id))),
    async importBackground(file, name) {
      const decoded = await decodeBackground(file);
      if (!decoded.ok) return decoded;
      const { image, notices } = decoded.value;
      return guarded('the background', async () => {
        const sha256 = await pixelDigest(image);
        const { width, height } = image;
        const licence = 'Provided by the user';
        const id = `own-${sha256.slice(0, 12)}`;
        const background: Background = {
          id,
          sha256,
          licence,
          name,
          origin: 'file',
          width,
          height,
          notices: [...notices],
        };
        await writeFile(backgroundPng(id), encodePng(image));
        await set(backgroundKey(id), background, database());
        return background;
      });
    },
    async readBackground(id) {
      const skin = shipped.find(({ background }) => background.id === id);
      return guarded('the background', async () =>
        skin ? readSkin(skin) : decodePng(await readFile(backgroundPng(id))),
      );
    },
    removeBackground: (id) =>
      guarded('the background', async () => {
        await forget([backgroundKey(id)]);
        await remove(backgroundPng(id));
        return null;
      }),
    async importBundleZip(zip) {
      const source = await zipSource(zip);
      return source.ok ? keepBundle(await checkBundle(source.value)) : source;
    },
    importBundleFolder: async (files) => keepBundle(await checkBundle(folderSource(files))),
    readBundle: (id) => checkBundle(opfsSource(bundleFolder(id))),
    async readShippedBundle(baseUrl, onProgress) {
      return checkBundle(fetchSource(baseUrl), onProgress);
    },
    setActiveBundle: (id) =>
      guarded('the choice of bundle', () => set(ACTIVE_BUNDLE_KEY, id, database()).then(() => null)),
    removeBundle: (id) =>
      guarded('the bundle', async () => {
        await forget([bundleKey(id)]);
        await remove(bundleFolder(id));
        return null;
      }),
    report: async () => {
      try {
        const { usage = 0, quota = 0 } = await navigator.storage.estimate();
        return succeed({ usedBytes: usage, quotaBytes: quota, persistent: await navigator.storage.persisted() });
      } catch (error) {
        return fail('storage-failed', 'The browser does not say how much room is left.', '', String(error));
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

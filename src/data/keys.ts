/** What lies where. Small state in IndexedDB, one key a thing; pixels and weights as files in OPFS. */
import { createStore, delMany, promisifyRequest, type UseStore } from 'idb-keyval';
import * as z from 'zod/mini';
import { bundleManifestSchema } from '../contracts/bundle';
import { sha256Schema } from '../contracts/recipe';

export const COMPOSE_KEY = 'compose';
export const SELECTION_KEY = 'selection';
export const QUEUE_KEY = 'queue';
export const DRAFT_KEY = 'plan-draft';
export const CLASSES_KEY = 'classes';
export const STUDY_KEY = 'reader-study';
export const FITTED_KEY = 'fitted';
export const EVALUATION_KEY = 'evaluation';
export const ACTIVE_BUNDLE_KEY = 'active-bundle';
export const sampleKey = (id: string): string => `sample:${id}`;
export const SAMPLE_FEATURES = 'features:';
export const sampleFeaturesKey = (encoderSha256: string, id: string): string =>
  `${SAMPLE_FEATURES}${encoderSha256.slice(0, 12)}:${id}`;
export const stepsKey = (backgroundId: string): string => `steps:${backgroundId}`;
export const backgroundKey = (id: string): string => `background:${id}`;
export const shapeKey = (id: string): string => `shape:${id}`;
export const bundleKey = (id: string): string => `bundle:${id}`;

export const SAMPLES_FOLDER = 'samples';
export const samplePng = (id: string): string => `${SAMPLES_FOLDER}/${id}.png`;
export const backgroundPng = (id: string): string => `backgrounds/${id}.png`;
/** Two versions of a bundle lie side by side while one replaces the other. */
export const bundleFolder = (id: string, manifestSha256: string): string =>
  `bundles/${id}-${manifestSha256.slice(0, 12)}`;

/** What IndexedDB holds of a kept bundle. */
export const keptBundleSchema = z.object({ manifest: bundleManifestSchema, manifestSha256: sha256Schema });
export type KeptBundle = z.infer<typeof keptBundleSchema>;

let store: UseStore | null = null;

export function database(): UseStore {
  store ??= createStore('inlay', 'keyval');
  return store;
}

/** Entries that are read in one go: all of them at once may be more than memory holds. */
const PAGE = 500;

/** Every entry whose key starts with a prefix, in the order of the keys, page by page. */
export async function* entriesOf(prefix: string): AsyncGenerator<[string, unknown]> {
  let range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
  for (;;) {
    const [keys, values] = await database()('readonly', (store) =>
      Promise.all([promisifyRequest(store.getAllKeys(range, PAGE)), promisifyRequest(store.getAll(range, PAGE))]),
    );
    for (const [i, key] of keys.entries()) yield [key as string, values[i]]; // idb-keyval's keys here are all texts
    const last = keys.at(-1);
    if (last === undefined || keys.length < PAGE) return;
    range = IDBKeyRange.bound(last, `${prefix}\uffff`, true);
  }
}

export async function forget(keys: string[]): Promise<void> {
  await delMany(keys, database());
}

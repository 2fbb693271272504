/** Bundles that the person has imported, for all projects. */
import { get, set } from 'idb-keyval';
import * as z from 'zod/mini';
import type { BundleManifest, CheckedBundle } from '../contracts/bundle';
import { fail, failureOf, type Failure } from '../contracts/failure';
import type { KeptBundles, ProjectsApi } from '../contracts/projects';
import { checkBundle, readListed } from './bundleCheck';
import { fetchSource, type BundleSource } from './bundleSource';
import { guarded } from './guard';
import { ACTIVE_BUNDLE_KEY, bundleFolder, bundleKey, BUNDLES, keptBundleSchema, type KeptBundle } from './keys';
import { openFile, remove, writeFile } from './opfs';
import { entriesOf, forget, shared } from './place';

type BundlesApi = Pick<
  ProjectsApi,
  'bundles' | 'keepBundle' | 'readBundle' | 'readShippedBundle' | 'readLater' | 'setActiveBundle' | 'removeBundle'
>;

export function createBundles(): BundlesApi {
  return {
    bundles: () => guarded('bundle', load),
    keepBundle: (bundle) => guarded('bundle', () => keep(bundle)),
    async readBundle(id) {
      const kept = await guarded('bundle', () => keptBundle(id));
      if (!kept.ok) return kept;
      if (!kept.value) return fail('bundle-not-kept', { id });
      return checkBundle(opfsSource(bundleFolder(id, kept.value.manifestSha256)));
    },
    readShippedBundle: (baseUrl, onProgress) => checkBundle(fetchSource(baseUrl), onProgress),
    readLater: (manifest, manifestSha256, baseUrl) =>
      guarded('bundle', () => {
        const source = baseUrl === null ? opfsSource(bundleFolder(manifest.id, manifestSha256)) : fetchSource(baseUrl);
        return readListed(
          source,
          manifest.files.filter(({ later }) => later),
        );
      }),
    setActiveBundle: (id) => guarded('bundle-choice', () => set(ACTIVE_BUNDLE_KEY, id, shared).then(() => null)),
    removeBundle: (id) =>
      guarded('bundle', async () => {
        const kept = await keptBundle(id);
        await forget(shared, [bundleKey(id)]);
        if (kept) await remove(bundleFolder(id, kept.manifestSha256));
        return null;
      }),
  };
}

async function load(): Promise<KeptBundles> {
  const [bundles, warnings]: [BundleManifest[], Failure[]] = [[], []];
  for await (const [key, value] of entriesOf(shared, BUNDLES)) {
    const parsed = keptBundleSchema.safeParse(value);
    if (parsed.success) bundles.push(parsed.data.manifest);
    else warnings.push(failureOf('kept-bundle-unreadable', { id: key.slice(BUNDLES.length) }));
  }
  const active = await get<unknown>(ACTIVE_BUNDLE_KEY, shared);
  return { bundles, activeBundleId: z.catch(z.nullable(z.string()), null).parse(active ?? null), warnings };
}

async function keptBundle(id: string): Promise<KeptBundle | null> {
  return z.nullable(keptBundleSchema).parse((await get<unknown>(bundleKey(id), shared)) ?? null);
}

async function keep({ manifest, manifestSha256, files }: CheckedBundle): Promise<null> {
  const before = await keptBundle(manifest.id);
  const folder = bundleFolder(manifest.id, manifestSha256);
  try {
    for (const [path, bytes] of Object.entries(files)) await writeFile(`${folder}/${path}`, bytes);
  } catch (error) {
    if (before?.manifestSha256 !== manifestSha256) await remove(folder);
    throw error;
  }
  const kept: KeptBundle = { manifest, manifestSha256 };
  await set(bundleKey(manifest.id), kept, shared);
  if (before && before.manifestSha256 !== manifestSha256)
    await remove(bundleFolder(manifest.id, before.manifestSha256));
  return null;
}

function opfsSource(folder: string): BundleSource {
  return {
    listed: [],
    stays: true,
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

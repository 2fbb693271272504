import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../contracts/failure';
import { readExport, without, type ExportFiles } from '../../scripts/golden/exports';
import { BUNDLE_PATHS, bundleManifestSchema, type BundleManifest } from '../contracts/bundle';
import { sha256Hex } from '../core/provenance/digest';
import { checkBundle, readListed } from './bundleCheck';
import { folderSource, type BundleSource } from './bundleSource';

const ROOT = new URL('../../e2e/fixtures/inlay-smoke/', import.meta.url);
const read = (path: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(new URL(path, ROOT)));
const WEIGHTS = 'unet/shared.onnx_data';
const weights = new TextEncoder().encode('weights');

const manifest = bundleManifestSchema.parse(JSON.parse(new TextDecoder().decode(read('manifest.json'))));
/** Every graph names the weights, as those do that share them. */
const graphs = manifest.graphs.map((graph) => ({
  ...graph,
  externalData: [...(graph.externalData ?? []), WEIGHTS],
}));

async function check(changes: Partial<BundleManifest>, more: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = {}) {
  const written = new TextEncoder().encode(JSON.stringify({ ...manifest, ...changes }));
  const all = { ...Object.fromEntries(manifest.files.map(({ path }) => [path, read(path)])), ...more };
  const picked = Object.entries({ ...all, 'manifest.json': written });
  const checked = await checkBundle(
    folderSource(picked.map(([path, bytes]) => ({ path: `bundle/${path}`, file: new Blob([bytes]) }))),
  );
  return checked.ok ? Object.keys(checked.value.files) : checked.failure;
}

describe('weights beside a graph', () => {
  const entry = async () => ({ path: WEIGHTS, bytes: weights.byteLength, sha256: await sha256Hex(weights) });

  it('are read once and checked like every file', async () => {
    const files = [...manifest.files, await entry()];
    expect(await check({ graphs, files }, { [WEIGHTS]: weights })).toContain(WEIGHTS);
    const damaged = new TextEncoder().encode('Weights');
    expect(await check({ graphs, files }, { [WEIGHTS]: damaged })).toEqual(
      failureOf('bundle-hash-mismatch', { path: WEIGHTS }),
    );
  });

  it('are missed where no hash stands for them', async () => {
    expect(await check({ graphs }, { [WEIGHTS]: weights })).toEqual(
      failureOf('bundle-file-missing', { path: WEIGHTS }),
    );
  });
});

describe('a file for later', () => {
  const later = 'unet/teaching.safetensors';
  const source = (stays: boolean, files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>): BundleSource => ({
    listed: [],
    stays,
    read: (path) => Promise.resolve(files[path] ?? null),
    close: () => Promise.resolve(),
  });
  const whole = async () => {
    const entry = { path: later, bytes: weights.byteLength, sha256: await sha256Hex(weights), later: true };
    const written = { ...manifest, files: [...manifest.files, entry] };
    const files = Object.fromEntries(manifest.files.map(({ path }) => [path, read(path)]));
    return { ...files, [BUNDLE_PATHS.manifest]: new TextEncoder().encode(JSON.stringify(written)) };
  };

  it('is left where it can be read another time, and read at once where not', async () => {
    const files: Record<string, Uint8Array<ArrayBuffer>> = { ...(await whole()), [later]: weights };
    const left = await checkBundle(source(true, files));
    expect(left.ok && later in left.value.files).toBe(false);
    const taken = await checkBundle(source(false, files));
    expect(taken.ok && later in taken.value.files).toBe(true);
  });

  it('is checked when it is read', async () => {
    const entry = { path: later, bytes: weights.byteLength, sha256: await sha256Hex(weights) };
    expect(await readListed(source(true, { [later]: weights }), [entry])).toEqual({ [later]: weights });
    const other = new TextEncoder().encode('Weights');
    await expect(readListed(source(true, { [later]: other }), [entry])).rejects.toMatchObject({
      failure: failureOf('bundle-hash-mismatch', { path: later }),
    });
    await expect(readListed(source(true, {}), [entry])).rejects.toMatchObject({
      failure: failureOf('bundle-file-missing', { path: later }),
    });
    expect(await checkBundle(source(false, await whole()))).toMatchObject({
      failure: failureOf('bundle-file-missing', { path: later }),
    });
  });
});

describe('a latent model over blocks', () => {
  const listed = (files: ExportFiles) =>
    Promise.all(
      Object.entries(files).map(async ([path, bytes]) => ({
        ...{ path, bytes: bytes.byteLength },
        sha256: await sha256Hex(bytes),
      })),
    );
  const { student: _, upsampler: __, ...plain } = manifest;
  const own: Partial<BundleManifest> = { ...plain, pipeline: 'InlayLatentInpaintPipeline', derived: true, graphs: [] };

  it('is taken with its own sampler, autoencoder and table of classes', async () => {
    const files = readExport('blocks');
    expect(await check({ ...own, files: await listed(files) }, files)).toContain(BUNDLE_PATHS.vaeConfig);
  });

  it('without its table of classes is refused', async () => {
    const files = without(readExport('blocks'), 'unet/classes.safetensors');
    expect(await check({ ...own, files: await listed(files) }, files)).toMatchObject({
      code: 'bundle-file-missing',
      params: { path: 'unet/classes.safetensors' },
    });
  });
});

/** The small bundles of the stories as zips, whole or with one thing wrong. */
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSafetensors, writeSafetensors, type Writable } from '../../src/core/tensor/safetensors';

const SMOKE = fileURLToPath(new URL('../fixtures/inlay-smoke', import.meta.url));

/** Path in the bundle -> bytes. */
export type BundleFolder = Map<string, Uint8Array>;

interface ManifestText {
  classes: { code: string; name: string; index: number }[];
  name: string;
  files: { path: string; bytes: number; sha256: string }[];
  graphs: { path: string; inputs: { name: string; shape: (number | string)[] }[] }[];
}

export async function readSmoke(): Promise<BundleFolder> {
  const entries = await readdir(SMOKE, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = files.map(async (file) => {
    return [relative(SMOKE, file).replaceAll('\\', '/'), new Uint8Array(await readFile(file))] as const;
  });
  return new Map(await Promise.all(read));
}

export async function zipOf(folder: BundleFolder): Promise<Buffer> {
  const writer = new ZipWriter(new Uint8ArrayWriter());
  for (const [path, bytes] of folder)
    await writer.add(`inlay-smoke/${path}`, new Uint8ArrayReader(bytes), { level: 0 });
  return Buffer.from(await writer.close());
}

/** Replaces a file and makes the manifest agree, so that only the content is wrong. */
export function replaceFile(folder: BundleFolder, path: string, bytes: Uint8Array): void {
  folder.set(path, bytes);
  editManifest(folder, (manifest) => {
    const entry = manifest.files.find((file) => file.path === path);
    if (!entry) throw new Error(`${path} is not in the manifest.`);
    entry.bytes = bytes.byteLength;
    entry.sha256 = createHash('sha256').update(bytes).digest('hex');
  });
}

export function editManifest(folder: BundleFolder, edit: (manifest: ManifestText) => void): void {
  const manifest = JSON.parse(new TextDecoder().decode(folder.get('manifest.json'))) as ManifestText;
  edit(manifest);
  folder.set('manifest.json', new TextEncoder().encode(JSON.stringify(manifest)));
}

/** The smoke bundle with one more class, which is painted as the network paints another one of its classes. */
export async function withNinthClass(code: string, name: string, paintedAs: string): Promise<BundleFolder> {
  const folder = await readSmoke();
  editManifest(folder, (manifest) => {
    const like = manifest.classes.find((known) => known.code === paintedAs);
    if (!like) throw new Error(`${paintedAs} is not in the manifest.`);
    manifest.classes.push({ code, name, index: like.index });
    manifest.name = 'Nine classes';
  });
  return folder;
}

const BLOCKS = fileURLToPath(new URL('../../src/engine/golden/blocks', import.meta.url));
/** Of the tiny model over blocks. */
const port = (name: string, ...shape: (number | string)[]) => ({ name, shape });
const GRAPHS = {
  'unet/model_fp16.onnx': [
    port('sample', 'batch', 14, 4, 4),
    port('out_sample', 'batch', 6, 4, 4),
    ['unet/model_fp16.onnx_data'],
  ],
  'unet/gradient_fp16.onnx': [
    port('sample', 2, 14, 4, 4),
    port('by_class_vector', 1, 8),
    ['unet/model_fp16.onnx_data', 'unet/gradient_fp16.onnx_data'],
  ],
  'vae_encoder/model.onnx': [port('sample', 'batch', 3, 32, 32), port('latent_sample', 'batch', 6, 4, 4), []],
  'vae_decoder/model.onnx': [port('latent_sample', 'batch', 6, 4, 4), port('sample', 'batch', 3, 32, 32), []],
} as const;
const LATER = ['unet/gradient_fp16.onnx', 'unet/gradient_fp16.onnx_data', 'unet/teaching.safetensors'];

/** A tiny model that takes classes of a person's own: that over blocks of the tests, with the smoke bundle's encoder and real images. */
export async function blocksBundle(): Promise<BundleFolder> {
  const folder = await readSmoke();
  for (const path of [...folder.keys()])
    if (/^(unet|upsampler|scheduler)\/|parity|model_index/.test(path)) folder.delete(path);
  const paths = [
    ...Object.keys(GRAPHS),
    ...LATER.slice(1, 2),
    ...['unet/model_fp16.onnx_data', 'unet/config.json', 'unet/classes.safetensors'],
    ...['scheduler/scheduler_config.json', 'vae_decoder/config.json', 'model_index.json'],
  ];
  for (const path of paths) folder.set(path, new Uint8Array(await readFile(join(BLOCKS, path))));
  const kept = parseSafetensors(new Uint8Array(await readFile(join(BLOCKS, 'unet/teaching.safetensors')))).tensors;
  const floats = (values: ArrayLike<number>, ...shape: number[]): Writable => ({
    dtype: 'F32',
    shape,
    data: Float32Array.from(values),
  });
  const features = 112; // of the smoke bundle's encoder
  const numbers = writeSafetensors(
    {
      example_mean: floats(new Float32Array(features), features),
      example_projection: floats(
        Float32Array.from({ length: 4 * features }, (_, i) => Math.sin(i)),
        features,
        4,
      ),
      channel_weights: floats(kept['channel_weights']?.data ?? [], 6),
      null_vector: floats(kept['null_vector']?.data ?? [], 8),
    },
    {},
  );
  folder.set('unet/teaching.safetensors', numbers);
  const manifest = JSON.parse(new TextDecoder().decode(folder.get('manifest.json'))) as ManifestText;
  const { student: _, upsampler: __, ...plain } = manifest as ManifestText & Record<'student' | 'upsampler', unknown>;
  folder.delete('manifest.json');
  const own = {
    ...plain,
    id: 'inlay-blocks',
    name: 'Tiny blocks',
    pipeline: 'InlayLatentInpaintPipeline',
    teaching: { path: LATER[0], numbers: LATER[2], batch: 2, rank: 4 },
    files: [...folder].map(([path, bytes]) => ({
      path,
      bytes: bytes.byteLength,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      ...(LATER.includes(path) && { later: true }),
    })),
    graphs: [
      ...manifest.graphs.filter(({ path }) => path.startsWith('encoder')),
      ...Object.entries(GRAPHS).map(([path, [input, output, externalData]]) => ({
        path,
        inputs: [{ ...input, dtype: 'float32' }],
        outputs: [{ ...output, dtype: 'float32' }],
        externalData,
      })),
    ],
  };
  folder.set('manifest.json', new TextEncoder().encode(JSON.stringify(own)));
  return folder;
}

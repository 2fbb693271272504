/** The JSON files of a latent bundle whose autoencoder is a fixed transform of blocks (docs/adr/0035), and its table of classes. */
import * as z from 'zod/mini';
import { BUNDLE_PATHS, flowConfigSchema, type BundleFiles, type FlowConfig } from '../../contracts/bundle';
import { fail, succeed, type Outcome } from '../../contracts/failure';
import { parseSafetensors, SafetensorsError } from '../tensor/safetensors';
import { readJson } from './latentConfig';

export interface BlockConfig {
  readonly scheduler: FlowConfig;
  /** Pixels along the side of a block. */
  readonly blockPx: number;
  /** Coefficients of a block. */
  readonly coefficients: number;
  /** Blocks along the side of the square that the model works on. */
  readonly gridSize: number;
  /** [3] in [-1,1]: stands for what is not shown. */
  readonly mean: readonly [number, number, number];
  /** A row a class, the null class among them, [rows,length]. */
  readonly classVectors: readonly Float32Array[];
  /** Length of the description of an example lesion, with its two marks. */
  readonly exampleLength: number;
  /** The conditions beside the class. */
  readonly attributes: Float32Array;
  /** Sizes of the low-rank change: of what goes in, and of all modulations. */
  readonly embeddingSize: number;
  readonly modulations: number;
}

const size = z.int().check(z.positive());
const vaeSchema = z.looseObject({
  _class_name: z.literal('InlayBlockTransform'),
  block_px: size,
  latent_channels: size,
  mean: z.tuple([z.number(), z.number(), z.number()]),
});
const unetSchema = z.looseObject({
  in_channels: size,
  out_channels: size,
  sample_size: size,
  class_vector_size: size,
  example_size: size,
  attributes: z.array(z.number()).check(z.minLength(1)),
  embedding_size: size,
  modulations: size,
});

/** Whether the autoencoder of a latent bundle is a transform of blocks. */
export function isBlockTransform(files: BundleFiles): boolean {
  const named = readJson(files, BUNDLE_PATHS.vaeConfig, z.looseObject({ _class_name: z.string() }));
  return named.ok && named.value._class_name === 'InlayBlockTransform';
}

/** Fails with bundle-* codes that name the file or the setting. */
export function readBlockConfig(files: BundleFiles): Outcome<BlockConfig> {
  const scheduler = readJson(files, BUNDLE_PATHS.scheduler, flowConfigSchema);
  if (!scheduler.ok) return scheduler;
  const vae = readJson(files, BUNDLE_PATHS.vaeConfig, vaeSchema);
  if (!vae.ok) return vae;
  const unet = readJson(files, BUNDLE_PATHS.unetConfig, unetSchema);
  if (!unet.ok) return unet;
  const coefficients = vae.value.latent_channels;
  const { in_channels: taken, out_channels: given, class_vector_size: length } = unet.value;
  if (taken !== 2 * coefficients + 2 || given !== coefficients)
    return fail('bundle-block-channels', { taken, given, wantedIn: 2 * coefficients + 2, wantedOut: coefficients });
  const classVectors = readVectors(files, length);
  if (!classVectors.ok) return classVectors;
  return succeed({
    scheduler: scheduler.value,
    blockPx: vae.value.block_px,
    coefficients,
    gridSize: unet.value.sample_size,
    mean: vae.value.mean,
    classVectors: classVectors.value,
    exampleLength: unet.value.example_size + 2,
    attributes: Float32Array.from(unet.value.attributes),
    embeddingSize: unet.value.embedding_size,
    modulations: unet.value.modulations,
  });
}

function readVectors(files: BundleFiles, length: number): Outcome<Float32Array[]> {
  const path = BUNDLE_PATHS.classVectors;
  const bytes = files[path];
  if (!bytes) return fail('bundle-file-missing', { path });
  try {
    const table = parseSafetensors(bytes).tensors['class_vectors'];
    const [rows = 0, columns = 0] = table?.shape ?? [];
    const { data } = table ?? {};
    if (!(data instanceof Float32Array) || columns !== length || rows === 0)
      return fail('bundle-vectors-length', { path, rows, columns, wanted: length });
    return succeed(Array.from({ length: rows }, (_, row) => data.slice(row * length, (row + 1) * length)));
  } catch (error) {
    if (!(error instanceof SafetensorsError)) throw error;
    return fail('bundle-vectors-unreadable', { path }, error.message);
  }
}

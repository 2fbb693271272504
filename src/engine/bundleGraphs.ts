/** Opens the graphs of a bundle and proves them on this device against the numbers that PyTorch gave. */
import { BUNDLE_PATHS, schedulerConfigSchema, type BundleFiles, type BundleManifest } from '../contracts/bundle';
import { fail, succeed, type Outcome } from '../contracts/failure';
import { readReference, type Reference } from '../core/ood/reference';
import { parseSafetensors, type Safetensors } from '../core/tensor/safetensors';
import { deviceLost, openGraph, type Graph, type Runtime, type TensorValue } from './runtime';

export interface OpenBundle {
  readonly manifest: BundleManifest;
  readonly unet: Graph;
  readonly encoder: Graph | null;
  /** Side of the square that the encoder sees; the U-Net's own where the graph leaves it free. */
  readonly encoderSizePx: number;
  readonly reference: Reference | null;
  readonly parity: Safetensors;
}

/** A step may differ this much from PyTorch in fp32; silent kernel faults differ by orders more. */
export const PARITY_TOLERANCE = 1e-2;

/** Fails with bundle-file-missing, bundle-graph-invalid, bundle-manifest-invalid or device-lost. */
export async function openBundle(
  runtime: Runtime,
  manifest: BundleManifest,
  files: BundleFiles,
): Promise<Outcome<OpenBundle>> {
  if (manifest.pipeline !== 'InlayInpaintPipeline') {
    return fail(
      'bundle-manifest-invalid',
      `This version cannot run ${manifest.pipeline} bundles.`,
      'Choose a bundle with InlayInpaintPipeline; your work is kept.',
    );
  }
  const scheduler = readJson(files[BUNDLE_PATHS.scheduler]);
  if (!schedulerConfigSchema.safeParse(scheduler).success) {
    return fail(
      'bundle-manifest-invalid',
      'The bundle asks for a sampler that is not known here.',
      'Choose another bundle.',
    );
  }
  const unet = await open(runtime, manifest, files, BUNDLE_PATHS.unet);
  if (!unet.ok) return unet;
  const withEncoder = files[BUNDLE_PATHS.encoder] !== undefined;
  const encoder = withEncoder ? await open(runtime, manifest, files, BUNDLE_PATHS.encoder) : succeed(null);
  if (!encoder.ok) return encoder;
  try {
    const parity = parseSafetensors(required(files, BUNDLE_PATHS.parity));
    const encoderSha256 = manifest.files.find(({ path }) => path === BUNDLE_PATHS.encoder)?.sha256 ?? '';
    const typicality = files[BUNDLE_PATHS.typicality];
    const reference = encoder.value && typicality ? readReference(typicality, encoderSha256) : null;
    const encoderSizePx = encoderSize(manifest);
    return succeed({ manifest, unet: unet.value, encoder: encoder.value, encoderSizePx, reference, parity });
  } catch (error) {
    return fail(
      'bundle-graph-invalid',
      'The reference statistics of the bundle cannot be read.',
      'Import the bundle again.',
      String(error),
    );
  }
}

function encoderSize(manifest: BundleManifest): number {
  const graph = manifest.graphs.find(({ path }) => path === BUNDLE_PATHS.encoder);
  const side = graph?.inputs[0]?.shape.at(-1);
  return typeof side === 'number' ? side : manifest.nativeSizePx;
}

async function open(
  runtime: Runtime,
  manifest: BundleManifest,
  files: BundleFiles,
  path: string,
): Promise<Outcome<Graph>> {
  const info = manifest.graphs.find((graph) => graph.path === path);
  const bytes = files[path];
  if (!info || !bytes) {
    return fail('bundle-file-missing', `The bundle has no ${path}.`, 'Import a complete bundle; your work is kept.');
  }
  return openGraph(runtime, bytes, info);
}

export interface ParityReport {
  readonly maxDiff: number;
  /** Time of one U-Net call on two images, once warm. */
  readonly stepMs: number;
}

/**
 * One U-Net call and one encoder call on the bundle's fixed tensors.
 * Fails with device-wrong-numbers beyond PARITY_TOLERANCE or for anything that is not finite.
 */
export async function proveParity(
  bundle: OpenBundle,
  runtime: Runtime,
  now: () => number,
): Promise<Outcome<ParityReport>> {
  try {
    const feeds = pick(bundle.parity, ['sample', 'timestep', 'class_labels']);
    const { x0 } = await bundle.unet.run(feeds);
    const started = now();
    await bundle.unet.run(feeds);
    const stepMs = now() - started;
    let maxDiff = maxAbsDiff(x0, tensor(bundle.parity, 'x0').data);
    if (bundle.encoder) {
      const made = await bundle.encoder.run(pick(bundle.parity, ['pixel_values']));
      for (const name of ['features', 'logits']) {
        maxDiff = Math.max(maxDiff, maxAbsDiff(made[name], tensor(bundle.parity, name).data));
      }
    }
    if (!(maxDiff <= PARITY_TOLERANCE)) {
      return fail(
        'device-wrong-numbers',
        `This device computes wrong numbers: one step differs by ${maxDiff.toPrecision(2)} from the reference.`,
        'It is not used; the next device is tried.',
      );
    }
    return succeed({ maxDiff, stepMs });
  } catch (error) {
    if (runtime.isLost()) return deviceLost(String(error));
    return fail(
      'device-unavailable',
      'The model does not run on this device.',
      'The next device is tried.',
      String(error),
    );
  }
}

function pick(file: Safetensors, names: readonly string[]): Record<string, TensorValue> {
  return Object.fromEntries(names.map((name) => [name, tensor(file, name)]));
}

function tensor(file: Safetensors, name: string): TensorValue {
  const found = file.tensors[name];
  if (!(found?.data instanceof Float32Array)) throw new RangeError(`The parity tensors lack ${name}.`);
  return { data: found.data, dims: found.shape };
}

function maxAbsDiff(made: Float32Array | undefined, wanted: Float32Array): number {
  if (made?.length !== wanted.length) return Number.NaN;
  return made.reduce((worst, value, i) => {
    const difference = Math.abs(value - (wanted[i] ?? Number.NaN));
    return difference > worst || Number.isNaN(difference) ? difference : worst;
  }, 0);
}

function required(files: BundleFiles, path: string): Uint8Array {
  const bytes = files[path];
  if (!bytes) throw new RangeError(`The bundle has no ${path}.`);
  return bytes;
}

function readJson(bytes: Uint8Array | undefined): unknown {
  try {
    return bytes ? JSON.parse(new TextDecoder().decode(bytes)) : null;
  } catch {
    return null;
  }
}

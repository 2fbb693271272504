/** Opens a bundle: the pipeline of its name, and the encoder with the statistics of the gates where it has them. */
import { BUNDLE_PATHS, type BundleFiles, type BundleManifest } from '../contracts/bundle';
import { fail, succeed, type Outcome } from '../contracts/failure';
import { readReference, type Reference } from '../core/ood/reference';
import { parseSafetensors, type Safetensors } from '../core/tensor/safetensors';
import { openLatentPipeline } from './latentPipeline';
import type { Pipeline } from './pipeline';
import { openPixelPipeline } from './pixelPipeline';
import { openListedGraph, type Graph, type Runtime } from './runtime';

export interface OpenBundle {
  readonly manifest: BundleManifest;
  readonly pipeline: Pipeline;
  readonly encoder: Graph | null;
  /** Side of the square that the encoder sees; the U-Net's own where the graph leaves it free. */
  readonly encoderSizePx: number;
  readonly reference: Reference | null;
  /** Null for an export from elsewhere: nothing to compare this device with. */
  readonly parity: Safetensors | null;
}

type Open = (runtime: Runtime, manifest: BundleManifest, files: BundleFiles) => Promise<Outcome<Pipeline>>;

const OPEN: Readonly<Record<BundleManifest['pipeline'], Open>> = {
  InlayInpaintPipeline: openPixelPipeline,
  InlayLatentInpaintPipeline: openLatentPipeline,
  StableDiffusionInpaintPipeline: openLatentPipeline,
};

/** Fails with bundle-file-missing, bundle-graph-invalid, bundle-manifest-invalid or device-lost. */
export async function openBundle(
  runtime: Runtime,
  manifest: BundleManifest,
  files: BundleFiles,
): Promise<Outcome<OpenBundle>> {
  const references = readReferences(manifest, files);
  if (!references.ok) return references;
  const pipeline = await OPEN[manifest.pipeline](runtime, manifest, files);
  if (!pipeline.ok) return pipeline;
  const withEncoder = files[BUNDLE_PATHS.encoder] !== undefined;
  const encoder = withEncoder
    ? await openListedGraph(runtime, manifest, files, BUNDLE_PATHS.encoder)
    : succeed<Graph | null>(null);
  if (!encoder.ok) {
    await pipeline.value.release();
    return encoder;
  }
  const encoderSizePx = encoderSize(manifest);
  return succeed({ manifest, pipeline: pipeline.value, encoder: encoder.value, encoderSizePx, ...references.value });
}

/** Fails with bundle-file-missing or bundle-graph-invalid. */
function readReferences(
  manifest: BundleManifest,
  files: BundleFiles,
): Outcome<Pick<OpenBundle, 'reference' | 'parity'>> {
  const parity = files[BUNDLE_PATHS.parity];
  if (!parity && manifest.pipeline === 'InlayInpaintPipeline') {
    return fail(
      'bundle-file-missing',
      `The bundle has no ${BUNDLE_PATHS.parity}.`,
      'Import a complete bundle; your work is kept.',
    );
  }
  try {
    const encoderSha256 = manifest.files.find(({ path }) => path === BUNDLE_PATHS.encoder)?.sha256 ?? '';
    const typicality = files[BUNDLE_PATHS.encoder] && files[BUNDLE_PATHS.typicality];
    return succeed({
      reference: typicality ? readReference(typicality, encoderSha256) : null,
      parity: parity ? parseSafetensors(parity) : null,
    });
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

/** Opens a bundle: the pipeline of its name, and the encoder with the statistics of the gates where it has them. */
import { BUNDLE_PATHS, encoderClassesOf, type BundleFiles, type BundleManifest } from '../contracts/bundle';
import { fail, succeed, type Outcome } from '../contracts/failure';
import type { GateFiles } from '../contracts/inference';
import type { GateFit } from '../core/gates/gateFit';
import { openGates, type Gates } from '../core/gates/gates';
import { readGateFit } from '../core/gates/gateFitFile';
import { OtherDescriptionError, readReferenceImages, type ReferenceImages } from '../core/gates/referenceImages';
import { readSceneReader, type OpenSceneReader } from '../core/scene/sceneReader';
import type { Describing } from '../core/description/describeRegion';
import type { DescriptionVersion } from '../core/description/versions';
import { parseSafetensors, type Safetensors } from '../core/tensor/safetensors';
import type { Pipeline } from './pipeline';
import { openPixelPipeline } from './pixelPipeline';
import { openListedGraph, type Graph, type Runtime } from './runtime';

export interface OpenBundle {
  readonly manifest: BundleManifest;
  readonly pipeline: Pipeline;
  readonly encoder: Graph | null;
  /** Null where the bundle has none. */
  readonly outliner: Graph | null;
  /** How images are described for the gates. */
  readonly describing: Describing;
  /** Null where the bundle has no encoder, or no real images that were described with it. */
  readonly gates: Gates | null;
  /** Null where the bundle does not tell how well scenes fit. */
  readonly scenes: OpenSceneReader | null;
  /** What a sample is told where there are no gates. */
  readonly whyUnscored: string;
  /** Null for an export from elsewhere: nothing to compare this device with. */
  readonly parity: Safetensors | null;
}

type Open = (runtime: Runtime, manifest: BundleManifest, files: BundleFiles) => Promise<Outcome<Pipeline>>;

/** Its samplers and readers come when a bundle of the kind is opened. */
const openLatentPipeline: Open = async (...given) => (await import('./latentPipeline')).openLatentPipeline(...given);

const OPEN: Readonly<Record<BundleManifest['pipeline'], Open>> = {
  InlayInpaintPipeline: openPixelPipeline,
  InlayLatentInpaintPipeline: openLatentPipeline,
  StableDiffusionInpaintPipeline: openLatentPipeline,
};

/** Fails with bundle-* codes or device-lost. */
export async function openBundle(
  runtime: Runtime,
  manifest: BundleManifest,
  files: BundleFiles,
): Promise<Outcome<OpenBundle>> {
  const references = readReferences(manifest, files);
  if (!references.ok) return references;
  const pipeline = await OPEN[manifest.pipeline](runtime, manifest, files);
  if (!pipeline.ok) return pipeline;
  const optional = (path: string): Promise<Outcome<Graph | null>> =>
    files[path] ? openListedGraph(runtime, manifest, files, path) : Promise.resolve(succeed(null));
  const encoder = await optional(BUNDLE_PATHS.encoder);
  if (!encoder.ok) {
    await pipeline.value.release();
    return encoder;
  }
  const outliner = await optional(BUNDLE_PATHS.outliner);
  if (!outliner.ok) {
    await pipeline.value.release();
    await encoder.value?.release();
    return outliner;
  }
  const { description, ...others } = references.value;
  const describing = { version: description, sizePx: encoderSize(manifest) };
  return succeed({
    manifest,
    pipeline: pipeline.value,
    encoder: encoder.value,
    outliner: outliner.value,
    describing,
    ...others,
  });
}

/** Fails with bundle-file-missing or bundle-reference-unreadable. */
function readReferences(
  manifest: BundleManifest,
  files: BundleFiles,
): Outcome<
  Pick<OpenBundle, 'gates' | 'scenes' | 'whyUnscored' | 'parity'> & { readonly description: DescriptionVersion }
> {
  const parity = files[BUNDLE_PATHS.parity];
  if (!parity && manifest.pipeline === 'InlayInpaintPipeline')
    return fail('bundle-file-missing', { path: BUNDLE_PATHS.parity });
  const nothing = {
    gates: null,
    description: 1 as DescriptionVersion,
    whyUnscored: 'Not scored: the bundle has no real images to compare with.',
  };
  try {
    const tensors = parity ? parseSafetensors(parity) : null;
    const scenes = readScenes(manifest, files);
    const known = files[BUNDLE_PATHS.encoder] ? readGates(manifest, files) : null;
    if (known === 'other-version') {
      const whyUnscored = 'Not scored: the real images of the bundle were described by another version of the studio.';
      return succeed({ ...nothing, scenes, whyUnscored, parity: tensors });
    }
    if (!known) return succeed({ ...nothing, scenes, parity: tensors });
    const { reference, fit } = known;
    return succeed({
      ...nothing,
      scenes,
      gates: openGates(reference, fit),
      description: reference.description,
      parity: tensors,
    });
  } catch (error) {
    return fail('bundle-reference-unreadable', {}, String(error));
  }
}

/** The bundle's reader of scenes; null where it has none. Throws where it is not of the encoder. */
function readScenes(manifest: BundleManifest, files: BundleFiles): OpenSceneReader | null {
  const file = files[BUNDLE_PATHS.scenes];
  if (!file || !files[BUNDLE_PATHS.encoder]) return null;
  return readSceneReader(
    new TextDecoder().decode(file),
    sha256Of(manifest, BUNDLE_PATHS.encoder),
    encoderClassesOf(manifest),
  );
}

function sha256Of({ files }: BundleManifest, wanted: string): string {
  return files.find(({ path }) => path === wanted)?.sha256 ?? '';
}

function described(manifest: BundleManifest, images: Uint8Array): ReferenceImages | 'other-version' {
  try {
    return readReferenceImages(images, sha256Of(manifest, BUNDLE_PATHS.encoder), encoderClassesOf(manifest));
  } catch (error) {
    if (error instanceof OtherDescriptionError) return 'other-version';
    throw error;
  }
}

/**
 * The real images of a bundle and what was fitted on them; null where it has none, `other-version` where another version of the
 * studio described them.
 * Throws where one of the two files does not belong to the encoder, or to the other.
 */
export function readGates(
  manifest: BundleManifest,
  files: BundleFiles,
): { reference: ReferenceImages; fit: GateFit } | 'other-version' | null {
  const [images, fit] = [files[BUNDLE_PATHS.referenceImages], files[BUNDLE_PATHS.gates]];
  if (!images || !fit) return null;
  return readFit({ images, gates: fit }, sha256Of(manifest, BUNDLE_PATHS.referenceImages), manifest);
}

/** Throws where the two files do not belong together, or to the bundle's encoder. @param imagesSha256 of `files.images` */
export function readFit(
  { images, gates }: GateFiles,
  imagesSha256: string,
  manifest: BundleManifest,
): { reference: ReferenceImages; fit: GateFit } | 'other-version' {
  const reference = described(manifest, images);
  if (reference === 'other-version') return reference;
  return { reference, fit: readGateFit(new TextDecoder().decode(gates), imagesSha256) };
}

/** Side of the square that the bundle's encoder sees; the U-Net's own where the graph leaves it free. */
export function encoderSize(manifest: BundleManifest): number {
  const graph = manifest.graphs.find(({ path }) => path === BUNDLE_PATHS.encoder);
  const side = graph?.inputs[0]?.shape.at(-1);
  return typeof side === 'number' ? side : manifest.nativeSizePx;
}

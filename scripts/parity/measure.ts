/** One runtime against PyTorch on the fixed tensors of a bundle: a U-Net call, a whole sample, the encoder. Runs anywhere. */
import { InlayError } from '../../src/contracts/failure';
import { BUNDLE_PATHS, type BundleFiles, type BundleManifest } from '../../src/contracts/bundle';
import { classCodeSchema } from '../../src/contracts/classes';
import type { Safetensors } from '../../src/core/tensor/safetensors';
import { openBundle, type OpenBundle } from '../../src/engine/bundleGraphs';
import type { Start } from '../../src/engine/pipeline';
import type { Runtime, TensorValue } from '../../src/engine/runtime';

export interface Difference {
  readonly what: 'U-Net call' | 'whole sample' | 'encoder features' | 'encoder logits';
  /** Largest and mean absolute difference, and the largest absolute value of the reference. */
  readonly max: number;
  readonly mean: number;
  readonly scale: number;
}

export interface Measurement {
  readonly version: string;
  readonly adapter: string;
  readonly differences: readonly Difference[];
  /** Median time of a warm U-Net call on two images, in ms. */
  readonly callMs: number;
}

const REPEATS = 5;

/** Throws when a graph cannot be opened or run. */
export async function measure(runtime: Runtime, manifest: BundleManifest, files: BundleFiles): Promise<Measurement> {
  const opened = await openBundle(runtime, manifest, files);
  if (!opened.ok) throw InlayError.of(opened.failure);
  const bundle = opened.value;
  const { unet } = bundle.pipeline;
  const given = feeds(
    bundle,
    unet.inputs.map(({ name }) => name),
  );
  const [output = ''] = unet.outputs.map(({ name }) => name);
  const made = await unet.run(given);
  const differences = [compare('U-Net call', made[output], reference(bundle, output))];
  const times: number[] = [];
  for (let i = 0; i < REPEATS; i += 1) {
    const started = performance.now();
    await unet.run(given);
    times.push(performance.now() - started);
  }
  differences.push(compare('whole sample', await wholeSample(bundle), reference(bundle, 'image')));
  if (bundle.encoder) {
    const { features, logits } = await bundle.encoder.run(feeds(bundle, ['pixel_values']));
    differences.push(compare('encoder features', features, reference(bundle, 'features')));
    differences.push(compare('encoder logits', logits, reference(bundle, 'logits')));
  }
  await bundle.pipeline.release();
  await bundle.encoder?.release();
  const callMs = times.sort((a, b) => a - b)[REPEATS >> 1] ?? 0;
  return { version: runtime.version, adapter: runtime.adapter, differences, callMs };
}

/** The sample that PyTorch made when the bundle was written (training/inlay_training/bundle/build.py, latent/assemble.py). */
async function wholeSample(bundle: OpenBundle): Promise<Float32Array> {
  const parity = parityOf(bundle);
  const start = 'noise' in parity.tensors ? startOf(bundle) : firstRow(bundle);
  const code = classCodeSchema.parse(parity.metadata['class']);
  const [steps, guidance] = [Number(parity.metadata['steps']), Number(parity.metadata['guidance'])];
  const hooks = { isCancelled: () => false, pause: () => Promise.resolve(), now: () => performance.now() };
  const made = await bundle.pipeline.sample(start, code, { name: 'euler', steps, guidance }, hooks, () => undefined);
  if (!made.ok) throw InlayError.of(made.failure);
  return made.value;
}

function startOf(bundle: OpenBundle): Start {
  return {
    noise: reference(bundle, 'noise'),
    known: reference(bundle, 'known'),
    mask: reference(bundle, 'mask'),
  };
}

/** Of a model of pixels: noise, known pixels and mask are the first row of the U-Net's input. */
function firstRow(bundle: OpenBundle): Start {
  const area = bundle.manifest.nativeSizePx ** 2;
  const given = reference(bundle, 'sample');
  return {
    noise: given.slice(0, 3 * area),
    known: given.slice(3 * area, 6 * area),
    mask: given.slice(6 * area, 7 * area),
  };
}

function parityOf({ parity }: OpenBundle): Safetensors {
  if (!parity) throw new Error(`The bundle has no ${BUNDLE_PATHS.parity}.`);
  return parity;
}

function reference(bundle: OpenBundle, name: string): Float32Array {
  const tensor = parityOf(bundle).tensors[name];
  if (!(tensor?.data instanceof Float32Array)) throw new Error(`${BUNDLE_PATHS.parity} has no ${name}.`);
  return tensor.data;
}

function feeds(bundle: OpenBundle, names: readonly string[]): Record<string, TensorValue> {
  return Object.fromEntries(
    names.map((name) => [name, { data: reference(bundle, name), dims: parityOf(bundle).tensors[name]?.shape ?? [] }]),
  );
}

function compare(what: Difference['what'], made: Float32Array | undefined, wanted: Float32Array): Difference {
  if (made?.length !== wanted.length) throw new Error(`${what}: another size than the reference.`);
  let [max, sum, scale] = [0, 0, 0];
  wanted.forEach((value, i) => {
    const difference = Math.abs(value - (made[i] ?? NaN));
    max = Number.isNaN(difference) ? NaN : Math.max(max, difference);
    sum += difference;
    scale = Math.max(scale, Math.abs(value));
  });
  return { what, max, mean: sum / wanted.length, scale };
}

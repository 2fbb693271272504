/** InlayInpaintPipeline: works on pixels, knows classes as one-hot rows, estimates the clean image (docs/adr/0001, 0004). */
import { BUNDLE_PATHS, schedulerConfigSchema, type BundleFiles, type BundleManifest } from '../contracts/bundle';
import { fail, succeed, type Outcome } from '../contracts/failure';
import { eulerStep, guide, keepKnown, networkInput, timeSteps } from '../core/diffusion/euler';
import {
  classIndex,
  runSteps,
  type OnEstimate,
  type Pipeline,
  type Start,
  type StepHooks,
  type Strength,
} from './pipeline';
import { openListedGraph, type Graph, type Runtime } from './runtime';

/** Fails with bundle-file-missing, bundle-graph-invalid or bundle-manifest-invalid. */
export async function openPixelPipeline(
  runtime: Runtime,
  manifest: BundleManifest,
  files: BundleFiles,
): Promise<Outcome<Pipeline>> {
  if (!schedulerConfigSchema.safeParse(readJson(files[BUNDLE_PATHS.scheduler])).success) {
    return fail(
      'bundle-manifest-invalid',
      'The bundle asks for a sampler that is not known here.',
      'Choose another bundle.',
    );
  }
  const unet = await openListedGraph(runtime, manifest, files, BUNDLE_PATHS.unet);
  if (!unet.ok) return unet;
  const graph = unet.value;
  const size = manifest.nativeSizePx;
  return succeed({
    unet: graph,
    noiseLength: 3 * size * size,
    trial: () => callUnet(graph, new Float32Array(7 * size * size), 1, [0, manifest.nullIndex], manifest),
    async paint(start, code, strength, hooks, onEstimate) {
      const label = classIndex(manifest.classes, code);
      if (!label.ok) return label;
      return denoise({ manifest, unet: graph }, start, label.value, strength, hooks, onEstimate);
    },
    release: () => graph.release(),
  });
}

/**
 * Euler steps from noise to an image, with guidance, the known pixels kept at each step (training/inlay_training/flow.py).
 * @param label column of the class
 * @returns [3,S,S] in [-1,1]. Fails with cancelled or device-wrong-numbers.
 */
export async function denoise(
  bundle: { readonly manifest: BundleManifest; readonly unet: Graph },
  { noise, known, mask }: Start,
  label: number,
  { steps, guidance }: Strength,
  hooks: StepHooks,
  onEstimate: OnEstimate,
): Promise<Outcome<Float32Array>> {
  const { manifest, unet } = bundle;
  const size = manifest.nativeSizePx;
  const labels = guidance === 1 ? [label] : [label, manifest.nullIndex];
  const times = timeSteps(steps);
  let x = noise;
  let estimate = known;
  const call = async (index: number) => {
    const t = times[index] ?? 0;
    const output = await callUnet(unet, networkInput(x, known, mask, size), t, labels, manifest);
    const half = output.subarray(0, 3 * size * size);
    const guided = guidance === 1 ? half : guide(output.subarray(3 * size * size), half, guidance);
    estimate = keepKnown(guided, known, mask, size);
    x = eulerStep(x, estimate, t, times[index + 1] ?? 0);
    return { output, estimate };
  };
  const done = await runSteps(steps, steps, hooks, call, onEstimate);
  return done.ok ? succeed(estimate) : done;
}

/** One call for every label at once. @returns [labels,3,S,S] estimates of the clean image */
async function callUnet(
  unet: Graph,
  input: Float32Array,
  t: number,
  labels: readonly number[],
  { nativeSizePx: size, classes }: BundleManifest,
): Promise<Float32Array> {
  const n = labels.length;
  const columns = classes.length + 1;
  const sample = new Float32Array(n * input.length);
  const classLabels = new Float32Array(n * columns);
  labels.forEach((label, row) => {
    sample.set(input, row * input.length);
    classLabels[row * columns + label] = 1;
  });
  const { x0 } = await unet.run({
    sample: { data: sample, dims: [n, 7, size, size] },
    timestep: { data: new Float32Array(n).fill(t), dims: [n] },
    class_labels: { data: classLabels, dims: [n, columns] },
  });
  if (!x0) throw new TypeError('The graph gave no x0.');
  return x0;
}

function readJson(bytes: Uint8Array | undefined): unknown {
  try {
    return bytes ? JSON.parse(new TextDecoder().decode(bytes)) : null;
  } catch {
    return null;
  }
}

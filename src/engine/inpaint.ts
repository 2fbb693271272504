/** The inpainting pipeline: region, seeded noise, Euler steps with guidance, composite into the full-size background. */
import { fail, succeed, type Outcome } from '../contracts/failure';
import type { Mask, RgbaImage, SquareRegion } from '../contracts/image';
import type { GenerateJob, StepProgress } from '../contracts/inference';
import { eulerStep, guide, keepKnown, networkInput, timeSteps } from '../core/diffusion/euler';
import { compositeRegion } from '../core/image/composite';
import { regionAround, regionMask, regionTensor } from '../core/image/region';
import { tensorToRgba } from '../core/image/tensorImage';
import { maskArea } from '../core/mask/rle';
import { gaussianNoise } from '../core/random/gaussian';
import type { OpenBundle } from './bundleGraphs';

/** A larger mask leaves too little skin for the model to go on from. */
export const MAX_MASK_SHARE = 0.85;

export interface Painted {
  readonly image: RgbaImage;
  readonly region: SquareRegion;
}

export interface InpaintHooks {
  readonly onStep: (progress: StepProgress) => void;
  /** Asked before each step. */
  readonly isCancelled: () => boolean;
  /** Lets messages in between steps. */
  readonly pause: () => Promise<void>;
  readonly now: () => number;
}

/** Checks a mask before any work. Null when it can be painted. */
export function refuseMask(mask: Mask): ReturnType<typeof fail> | null {
  const area = maskArea(mask);
  if (area === 0)
    return fail('mask-empty', 'The mask is empty.', 'Paint where the lesion is to appear, then generate.');
  if (area > MAX_MASK_SHARE * mask.width * mask.height) {
    const share = Math.round((100 * area) / (mask.width * mask.height));
    return fail(
      'mask-too-large',
      `The mask covers ${share} % of the background, which leaves no skin around the lesion.`,
      'Erase some of it, or open a larger background; the mask is kept.',
    );
  }
  return null;
}

/**
 * Paints one sample. The same job gives the same pixels on the same execution provider.
 * Fails with mask-empty, mask-too-large, cancelled or device-wrong-numbers.
 */
export async function inpaint(bundle: OpenBundle, job: GenerateJob, hooks: InpaintHooks): Promise<Outcome<Painted>> {
  const refusal = refuseMask(job.mask);
  if (refusal) return refusal;
  const { nativeSizePx: size, contextScale, classes } = bundle.manifest;
  const region = regionAround(job.mask, contextScale);
  const label = classes.find(({ code }) => code === job.class)?.index;
  if (!region) return fail('mask-empty', 'The mask is empty.', 'Paint where the lesion is to appear, then generate.');
  if (label === undefined) {
    return fail('bundle-manifest-invalid', `The bundle does not know the class ${job.class}.`, 'Choose another class.');
  }
  const start: Start = {
    noise: gaussianNoise(job.seed, 3 * size * size),
    known: regionTensor(job.background, region, size),
    mask: regionMask(job.mask, region, size),
  };
  const { jobId } = job;
  const { steps, guidance, featherPx } = job.sampler;
  const denoised = await denoise(bundle, start, label, { steps, guidance }, hooks, (step, estimate, stepMs) =>
    hooks.onStep({ jobId, step, steps, preview: tensorToRgba(estimate, size), region, stepMs }),
  );
  if (!denoised.ok) return denoised;
  const image = compositeRegion(job.background, job.mask, region, denoised.value, size, featherPx);
  return succeed({ image, region });
}

export interface Start {
  /** [3,S,S] standard normal. */
  readonly noise: Float32Array;
  /** [3,S,S] in [-1,1]. */
  readonly known: Float32Array;
  /** [S,S] of 0 and 1. */
  readonly mask: Float32Array;
}

/**
 * Euler steps from noise to an image, with guidance, the known pixels kept at each step (training/inlay_training/flow.py).
 * @param label column of the class
 * @param onEstimate after each step, 1..steps: the estimate of the clean image
 * @returns [3,S,S] in [-1,1]. Fails with cancelled or device-wrong-numbers.
 */
export async function denoise(
  bundle: Pick<OpenBundle, 'manifest' | 'unet'>,
  { noise, known, mask }: Start,
  label: number,
  { steps, guidance }: { readonly steps: number; readonly guidance: number },
  hooks: Pick<InpaintHooks, 'isCancelled' | 'pause' | 'now'>,
  onEstimate: (step: number, estimate: Float32Array, stepMs: number) => void,
): Promise<Outcome<Float32Array>> {
  const { nativeSizePx: size, classes, nullIndex } = bundle.manifest;
  const columns = classes.length + 1;
  const labels = guidance === 1 ? [label] : [label, nullIndex];
  const times = timeSteps(steps);
  let x = noise;
  let estimate = known;
  for (let index = 0; index < steps; index += 1) {
    await hooks.pause();
    if (hooks.isCancelled()) {
      return fail('cancelled', 'Cancelled.', 'Nothing was kept of this sample; the others are untouched.');
    }
    const started = hooks.now();
    const t = times[index] ?? 0;
    const made = await callUnet(bundle, networkInput(x, known, mask, size), t, labels, columns, size);
    if (made.some((value) => !Number.isFinite(value))) {
      return fail(
        'device-wrong-numbers',
        'The device gave numbers that are not finite.',
        'The sample is started again.',
      );
    }
    const half = made.subarray(0, 3 * size * size);
    const guided = guidance === 1 ? half : guide(made.subarray(3 * size * size), half, guidance);
    estimate = keepKnown(guided, known, mask, size);
    x = eulerStep(x, estimate, t, times[index + 1] ?? 0);
    onEstimate(index + 1, estimate, hooks.now() - started);
  }
  return succeed(estimate);
}

/** One call for every label at once. @returns [labels,3,S,S] estimates of the clean image */
async function callUnet(
  bundle: Pick<OpenBundle, 'unet'>,
  input: Float32Array,
  t: number,
  labels: readonly number[],
  columns: number,
  size: number,
): Promise<Float32Array> {
  const n = labels.length;
  const sample = new Float32Array(n * input.length);
  const classLabels = new Float32Array(n * columns);
  labels.forEach((label, row) => {
    sample.set(input, row * input.length);
    classLabels[row * columns + label] = 1;
  });
  const { x0 } = await bundle.unet.run({
    sample: { data: sample, dims: [n, 7, size, size] },
    timestep: { data: new Float32Array(n).fill(t), dims: [n] },
    class_labels: { data: classLabels, dims: [n, columns] },
  });
  if (!x0) throw new TypeError('The graph gave no x0.');
  return x0;
}

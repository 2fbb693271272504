/** A sample from a job: region, seeded noise, the bundle's pipeline, composite into the full-size background. */
import { fail, succeed, type Outcome } from '../contracts/failure';
import type { Mask, RgbaImage, SquareRegion } from '../contracts/image';
import type { GenerateJob, StepProgress } from '../contracts/inference';
import { compositeRegion } from '../core/image/composite';
import { regionAround, regionMask, regionTensor } from '../core/image/region';
import { tensorToRgba } from '../core/image/tensorImage';
import { maskArea } from '../core/mask/rle';
import { gaussianNoise } from '../core/random/gaussian';
import type { OpenBundle } from './bundleGraphs';
import type { OnEstimate, StepHooks } from './pipeline';

/** A larger mask leaves too little skin for the model to go on from. */
export const MAX_MASK_SHARE = 0.85;

export interface Painted {
  readonly image: RgbaImage;
  readonly region: SquareRegion;
}

export interface InpaintHooks extends StepHooks {
  readonly onStep: (progress: StepProgress) => void;
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
 * Fails with mask-empty, mask-too-large, cancelled, device-wrong-numbers or bundle-manifest-invalid.
 */
export async function inpaint(bundle: OpenBundle, job: GenerateJob, hooks: InpaintHooks): Promise<Outcome<Painted>> {
  const refusal = refuseMask(job.mask);
  if (refusal) return refusal;
  const { nativeSizePx: size, contextScale } = bundle.manifest;
  const region = regionAround(job.mask, contextScale);
  if (!region) return fail('mask-empty', 'The mask is empty.', 'Paint where the lesion is to appear, then generate.');
  const start = {
    noise: gaussianNoise(job.seed, bundle.pipeline.noiseLength),
    known: regionTensor(job.background, region, size),
    mask: regionMask(job.mask, region, size),
  };
  const { jobId } = job;
  const { steps, guidance, featherPx } = job.sampler;
  const onEstimate: OnEstimate = (step, estimate, stepMs) =>
    hooks.onStep({ jobId, step, steps, preview: tensorToRgba(estimate, size), region, stepMs });
  const made = await bundle.pipeline.paint(start, job.class, { steps, guidance }, hooks, onEstimate);
  if (!made.ok) return made;
  const image = compositeRegion(job.background, job.mask, region, made.value, size, featherPx);
  return succeed({ image, region });
}

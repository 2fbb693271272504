/** A sample from a job: region, seeded noise, the bundle's pipeline and second stage, composite into the full-size background. */
import { fail, succeed, type Failed, type Outcome } from '../contracts/failure';
import type { Mask, RgbaImage, SquareRegion } from '../contracts/image';
import type { GenerateJob, StepProgress } from '../contracts/inference';
import type { OwnClass } from '../contracts/ownClass';
import { compositeRegion } from '../core/image/composite';
import { paintedRegion, regionMask, regionTensor } from '../core/image/region';
import { tensorToRgba } from '../core/image/tensorImage';
import { maskArea } from '../core/mask/rle';
import { drawExample } from '../core/ownClass/drawExample';
import { startNoise } from '../core/random/startNoise';
import type { OpenBundle } from './bundleGraphs';
import type { OnEstimate, OwnTold, Start, StepHooks } from './pipeline';

/** A larger mask leaves too little skin for the model to go on from. */
const MAX_MASK_SHARE = 0.85;

export interface Inpainted {
  readonly image: RgbaImage;
  readonly region: SquareRegion;
}

export interface InpaintHooks extends StepHooks {
  readonly onStep: (progress: StepProgress) => void;
}

/** Checks a mask before any work. Null when it can be painted. */
function refuseMask(mask: Mask): Failed | null {
  const area = maskArea(mask);
  if (area === 0) return fail('mask-empty');
  const share = area / (mask.width * mask.height);
  return share > MAX_MASK_SHARE ? fail('mask-too-large', { percent: Math.round(100 * share) }) : null;
}

/**
 * Paints one sample. The same job gives the same pixels on the same execution provider.
 * Fails with mask-empty, mask-too-large, cancelled, device-not-finite or bundle-* codes.
 */
export async function inpaint(bundle: OpenBundle, job: GenerateJob, hooks: InpaintHooks): Promise<Outcome<Inpainted>> {
  const made = await inpaintRegion(bundle, job, hooks);
  if (!made.ok) return made;
  const { estimate, sizePx, region } = made.value;
  const image = compositeRegion(job.background, job.mask, region, estimate, sizePx, job.sampler.featherPx);
  return succeed({ image, region });
}

function toldOf({ vector, examples, lowRank }: OwnClass, seed: number): OwnTold {
  return { vector, example: examples.length > 0 ? drawExample(examples, seed) : null, lowRank };
}

interface SampledRegion {
  /** [3,S,S] in [-1,1]. */
  readonly estimate: Float32Array;
  readonly sizePx: number;
  readonly region: SquareRegion;
}

/** Paints the region only; the background stays out of it. Fails as `inpaint`. */
export async function inpaintRegion(
  bundle: OpenBundle,
  job: GenerateJob,
  hooks: InpaintHooks,
): Promise<Outcome<SampledRegion>> {
  const refusal = refuseMask(job.mask);
  if (refusal) return refusal;
  const region = paintedRegion(job.mask, bundle.manifest);
  if (!region) return fail('mask-empty');
  return sampleRegion(bundle, job, region, hooks);
}

/** The second stage runs where the region has more pixels than the first one paints. Its noise goes on where the first one's ends. */
async function sampleRegion(
  { manifest, pipeline }: OpenBundle,
  { jobId, seed, nearby, class: code, own, sampler, background, mask }: GenerateJob,
  region: SquareRegion,
  hooks: InpaintHooks,
): Promise<Outcome<SampledRegion>> {
  const size = manifest.nativeSizePx;
  const second = region.sidePx > size ? pipeline.secondStage : null;
  const steps = sampler.steps + (second?.steps ?? 0);
  const firstLength = pipeline.noiseLength(sampler.steps);
  const noise = startNoise(seed, nearby, firstLength + (second?.noiseLength ?? 0));
  const startAt = (sizePx: number, from: number, to?: number): Start => ({
    noise: noise.subarray(from, to),
    known: regionTensor(background, region, sizePx),
    mask: regionMask(mask, region, sizePx),
    own: own && toldOf(own, seed),
  });
  const showAt = (sizePx: number, before: number): OnEstimate => {
    return (step, estimate, stepMs) =>
      hooks.onStep({ jobId, step: before + step, steps, preview: tensorToRgba(estimate, sizePx), region, stepMs });
  };
  const low = await pipeline.sample(startAt(size, 0, firstLength), code, sampler, hooks, showAt(size, 0));
  if (!low.ok) return low;
  if (!second) return succeed({ estimate: low.value, sizePx: size, region });
  const { sizePx } = second;
  const start = startAt(sizePx, firstLength);
  const fine = await second.refine(low.value, start, code, hooks, showAt(sizePx, sampler.steps));
  return fine.ok ? succeed({ estimate: fine.value, sizePx, region }) : fine;
}

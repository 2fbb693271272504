/** The sampler of a recipe, from what is wished for and what the bundle has. */
import { studentOf, type BundleManifest } from '../../contracts/bundle';
import type { PlanDraft } from '../../contracts/plan';
import type { Sampler } from '../../contracts/recipe';

export interface SamplerWish extends Pick<Sampler, 'steps' | 'guidance' | 'featherPx'> {
  readonly sampler: 'full' | 'fast';
  /** Below 1 the sample begins with what lies under the mask; the fast sampler always begins with noise. */
  readonly strength?: number;
}

/** The fast sampler where it is wanted and the bundle has one. */
export function samplerOf(
  manifest: BundleManifest,
  { sampler, steps, guidance, featherPx, strength = 1 }: SamplerWish,
): Sampler {
  if (strength < 1) return { name: 'bundle', steps, guidance, featherPx, strength };
  const student = sampler === 'fast' ? studentOf(manifest) : null;
  if (student) return { name: 'student', steps: student.steps, guidance: student.guidance, featherPx };
  return { name: manifest.pipeline === 'InlayInpaintPipeline' ? 'euler' : 'bundle', steps, guidance, featherPx };
}

/** What a draft's sampler comes to with a bundle, null while none is loaded: the person's choice, or where she has made none the usual one. */
export function chosenSampler(
  { speed, ...given }: PlanDraft['sampler'],
  manifest: BundleManifest | null,
): PlanDraft['sampler'] & { readonly speed: 'full' | 'fast' } {
  if (speed !== 'usual') return { ...given, speed };
  if (!manifest) return { ...given, speed: 'full' };
  const { steps, guidance } = manifest.defaults;
  return { ...given, steps, guidance, speed: studentOf(manifest) ? 'fast' : 'full' };
}

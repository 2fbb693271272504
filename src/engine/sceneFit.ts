/** How well the scene of a sample fits its class, with what the bundle ships. */
import { ofClass, SKIN } from '../contracts/classes';
import type { Mask, RgbaImage } from '../contracts/image';
import type { GenerateJob, SceneFits } from '../contracts/inference';
import { sceneFits } from '../core/scene/sceneReader';
import type { OpenBundle } from './bundleGraphs';
import { describeScene } from './describe';

/** Null where the bundle does not read scenes, or too little of this one is left, or the device gives no numbers. */
export async function fitsOfScene(
  { encoder, describing, scenes }: OpenBundle,
  background: RgbaImage,
  mask: Mask | null,
): Promise<SceneFits | null> {
  if (!encoder || !scenes) return null;
  const features = await describeScene(encoder, describing.sizePx, background, mask);
  return features?.every(Number.isFinite) ? sceneFits(scenes, features) : null;
}

/** What a sample's record says of it. */
export async function sceneFitOf(
  bundle: OpenBundle,
  { class: code, background, mask }: Pick<GenerateJob, 'class' | 'background' | 'mask'>,
): Promise<{ readonly sceneFit?: number }> {
  const fits = code === SKIN ? null : await fitsOfScene(bundle, background, mask);
  const sceneFit = fits ? ofClass(fits, code) : undefined;
  return sceneFit === undefined ? {} : { sceneFit };
}

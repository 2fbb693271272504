/** The generator's own opinion of a finished image: what it makes of it when it is given back noisy. For pixel-space networks. */
import type { BundleManifest } from '../contracts/bundle';
import type { ClassCode } from '../contracts/classes';
import type { Outcome } from '../contracts/failure';
import type { Mask, RgbaImage, SquareRegion } from '../contracts/image';
import { hidden, networkInput } from '../core/diffusion/euler';
import { noised } from '../core/diffusion/upsample';
import { regionMask, regionTensor } from '../core/image/region';
import { denoisingError } from '../core/diffusion/denoisingError';
import { gaussianNoise } from '../core/random/gaussian';
import { classIndex } from './pipeline';
import { callNetwork } from './pixelNetwork';
import type { Graph } from './runtime';

export interface DenoisingErrors {
  /** Mean squared error inside the mask, of [-1,1], when the class is told. */
  readonly withClass: number;
  /** When it is not. */
  readonly without: number;
}

/**
 * One call of the network with two rows, on the image at time `time` of the path to noise.
 * @param time in (0,1) @param seed of the noise
 * Fails with bundle-class-unknown for a class that the bundle does not know.
 */
export async function denoisingErrors(
  unet: Graph,
  manifest: BundleManifest,
  code: ClassCode,
  scene: { readonly image: RgbaImage; readonly mask: Mask; readonly region: SquareRegion },
  time: number,
  seed: number,
): Promise<Outcome<DenoisingErrors>> {
  const label = classIndex(manifest.classes, code);
  if (!label.ok) return label;
  const side = manifest.nativeSizePx;
  const image = regionTensor(scene.image, scene.region, side);
  const mask = regionMask(scene.mask, scene.region, side);
  const noisy = noised(image, gaussianNoise(seed, image.length), time);
  const input = networkInput(noisy, hidden(image, mask), mask);
  const both = await callNetwork(unet, manifest, input, time, [label.value, manifest.nullIndex]);
  const [told, untold] = [both.subarray(0, image.length), both.subarray(image.length)];
  return {
    ok: true,
    value: { withClass: denoisingError(image, told, mask), without: denoisingError(image, untold, mask) },
  };
}

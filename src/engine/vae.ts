/** The autoencoder of latent bundles: an image to latents and back (diffusers' AutoencoderKL in Optimum's two graphs). */
import type { BundleFiles, BundleManifest } from '../contracts/bundle';
import { succeed, type Outcome } from '../contracts/failure';
import type { LatentConfig } from '../core/bundle/latentConfig';
import { openPart, type GraphPorts } from './graphPorts';
import type { Graph, Runtime } from './runtime';

export type VaeConfig = Pick<LatentConfig, 'latentChannels' | 'factor' | 'scalingFactor'>;

export interface Vae {
  /** @param image [3,S,S] in [-1,1] @returns [C,L,L], scaled as the U-Net wants them */
  encode(image: Float32Array): Promise<Float32Array>;
  /** @param latents [C,L,L], scaled @returns [3,S,S], about [-1,1] */
  decode(latents: Float32Array): Promise<Float32Array>;
  release(): Promise<void>;
}

const ENCODER: GraphPorts = { inputs: ['sample'], outputs: [['latent_parameters', 'latent_sample']] };
const DECODER: GraphPorts = { inputs: ['latent_sample'], outputs: [['sample']] };

/** Fails with bundle-* codes or device-lost. */
export async function openVae(
  runtime: Runtime,
  manifest: BundleManifest,
  files: BundleFiles,
  config: VaeConfig,
): Promise<Outcome<Vae>> {
  const encoder = await openPart(runtime, manifest, files, 'vae_encoder', ENCODER);
  if (!encoder.ok) return encoder;
  const decoder = await openPart(runtime, manifest, files, 'vae_decoder', DECODER);
  if (!decoder.ok) {
    await encoder.value.release();
    return decoder;
  }
  return succeed(wrap(encoder.value, decoder.value, manifest.nativeSizePx, config));
}

function wrap(encoder: Graph, decoder: Graph, size: number, config: VaeConfig): Vae {
  const { latentChannels: channels, factor, scalingFactor } = config;
  const side = size / factor;
  const length = channels * side * side;
  return {
    async encode(image) {
      const made = await encoder.run({ sample: { data: image, dims: [1, 3, size, size] } });
      const output = made['latent_parameters'] ?? made['latent_sample'];
      if (!output || output.length < length) throw new TypeError('The encoder of the autoencoder gave no latents.');
      return modeOf(output, length).map((value) => value * scalingFactor);
    },
    async decode(latents) {
      const data = latents.map((value) => value / scalingFactor);
      const { sample } = await decoder.run({ latent_sample: { data, dims: [1, channels, side, side] } });
      if (!sample) throw new TypeError('The decoder gave no image.');
      return sample;
    },
    async release() {
      await encoder.release();
      await decoder.release();
    },
  };
}

/**
 * The mode of the encoder's normal distribution: the means, which are the first half of its parameters. diffusers draws from the
 * distribution instead. Here the latents only tell the U-Net which skin surrounds the hole: a draw would add noise that no seed of
 * a recipe names, of a spread far below what the decoder shows.
 */
function modeOf(parameters: Float32Array, length: number): Float32Array {
  return parameters.subarray(0, length);
}

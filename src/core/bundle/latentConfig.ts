/** The JSON files of a latent bundle (diffusers' layout): read when it is imported, and again before its graphs are opened. */
import { z } from 'zod';
import { BUNDLE_PATHS, graphPath, type BundleFiles } from '../../contracts/bundle';
import { fail, succeed, type Outcome } from '../../contracts/failure';
import { readSchedulerConfig, type SchedulerConfig } from '../../contracts/scheduler';

export type LatentPipelineName = 'InlayLatentInpaintPipeline' | 'StableDiffusionInpaintPipeline';

export interface LatentConfig {
  readonly scheduler: SchedulerConfig;
  /** Side of the latent image that the U-Net was trained on. */
  readonly latentSizePx: number;
  readonly latentChannels: number;
  /** Pixels of the image along the side of one latent cell. */
  readonly factor: number;
  /** Latents are multiplied by it before the U-Net sees them. */
  readonly scalingFactor: number;
  /** Rows of the U-Net's class embedding, the null class included; null where it has none. */
  readonly classEmbeds: number | null;
}

const side = z.number().int().positive();

const unetSchema = z.looseObject({
  in_channels: z.number().int().positive(),
  sample_size: z.union([
    side,
    z
      .tuple([side, side])
      .refine(([height, width]) => height === width, 'a square')
      .transform(([height]) => height),
  ]),
  num_class_embeds: z.number().int().positive().nullish(),
});

const vaeSchema = z.looseObject({
  _class_name: z.literal('AutoencoderKL'),
  block_out_channels: z.array(z.number().int().positive()).min(1),
  latent_channels: z.number().int().positive().default(4),
  scaling_factor: z.number().positive().default(0.18215),
});

const KEPT = 'Nothing was changed: the bundle in use and your work are kept.';

/** Fails with bundle-file-missing or bundle-manifest-invalid, naming the file or the setting. */
export function readLatentConfig(pipeline: LatentPipelineName, files: BundleFiles): Outcome<LatentConfig> {
  const scheduler = readJson(files, BUNDLE_PATHS.scheduler, z.unknown());
  if (!scheduler.ok) return scheduler;
  const sampler = readSchedulerConfig(scheduler.value);
  if (!sampler.ok) return sampler;
  const unet = readJson(files, BUNDLE_PATHS.unetConfig, unetSchema);
  if (!unet.ok) return unet;
  const vae = readJson(files, BUNDLE_PATHS.vaeConfig, vaeSchema);
  if (!vae.ok) return vae;
  const latentChannels = vae.value.latent_channels;
  const channels = unet.value.in_channels;
  if (channels !== 2 * latentChannels + 1) return refuseChannels(channels, latentChannels);
  const classEmbeds = unet.value.num_class_embeds ?? null;
  if (pipeline === 'InlayLatentInpaintPipeline' && classEmbeds === null) {
    return fail(
      'bundle-manifest-invalid',
      `${BUNDLE_PATHS.unetConfig} has no num_class_embeds: the model knows no classes.`,
      `Export a model that was trained with classes and a null class. ${KEPT}`,
    );
  }
  return succeed({
    scheduler: sampler.value,
    latentSizePx: unet.value.sample_size,
    latentChannels,
    factor: 2 ** (vae.value.block_out_channels.length - 1),
    scalingFactor: vae.value.scaling_factor,
    classEmbeds,
  });
}

function refuseChannels(found: number, latentChannels: number): ReturnType<typeof fail> {
  const what =
    found === latentChannels
      ? 'it makes whole images and does not inpaint'
      : 'that is not an inpainting model of the kind that is known here';
  return fail(
    'bundle-manifest-invalid',
    `The U-Net takes ${found} channels and not ${2 * latentChannels + 1} (noise, mask, masked image): ${what}.`,
    `Export an inpainting model, say one fine-tuned from stable-diffusion-inpainting. ${KEPT}`,
  );
}

/** Null when every graph and tokenizer file that the pipeline needs is there. */
export function missingPart(pipeline: LatentPipelineName, files: BundleFiles): ReturnType<typeof fail> | null {
  const text = pipeline === 'StableDiffusionInpaintPipeline';
  const folders = ['unet', 'vae_encoder', 'vae_decoder', ...(text ? ['text_encoder'] : [])];
  const folder = folders.find((name) => graphPath(files, name) === null);
  if (folder !== undefined) return lacks(`${folder}/model.onnx`);
  const tokenizer =
    BUNDLE_PATHS.tokenizer in files || (BUNDLE_PATHS.vocabulary in files && BUNDLE_PATHS.merges in files);
  return text && !tokenizer ? lacks(`${BUNDLE_PATHS.tokenizer} (or vocab.json and merges.txt beside it)`) : null;
}

function lacks(what: string): ReturnType<typeof fail> {
  return fail(
    'bundle-file-missing',
    `The bundle lacks ${what}.`,
    `Export the whole pipeline and import its folder again. ${KEPT}`,
  );
}

/** Reads a JSON file of a bundle. Fails with bundle-file-missing or bundle-manifest-invalid. */
export function readJson<T>(files: BundleFiles, path: string, schema: z.ZodType<T>): Outcome<T> {
  const bytes = files[path];
  if (!bytes) return lacks(path);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    return fail('bundle-manifest-invalid', `${path} is not JSON.`, `The file may be damaged. ${KEPT}`, String(error));
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return succeed(parsed.data);
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') ?? '';
  return fail('bundle-manifest-invalid', `${path} does not fit: ${where}: ${issue?.message ?? ''}.`, KEPT);
}

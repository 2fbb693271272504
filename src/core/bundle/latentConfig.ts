/** The JSON files of a latent bundle (diffusers' layout): read when it is imported, and again before its graphs are opened. */
import * as z from 'zod/mini';
import { BUNDLE_PATHS, graphPath, type BundleFiles } from '../../contracts/bundle';
import { fail, misfit, succeed, type Failed, type Outcome, type Rule } from '../../contracts/failure';
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
  /** Numbers in which the U-Net is told the guidance; null where it is not, and guidance is a second call. */
  readonly guidanceSize: number | null;
}

const side = z.int().check(z.positive());

const unetSchema = z.looseObject({
  in_channels: z.int().check(z.positive()),
  sample_size: z.union([
    side,
    z.pipe(
      z.tuple([side, side]).check(z.refine(([height, width]) => height === width, 'rule-square' satisfies Rule)),
      z.transform(([height]) => height),
    ),
  ]),
  num_class_embeds: z.nullish(z.int().check(z.positive())),
  time_cond_proj_dim: z.nullish(z.int().check(z.minimum(4))),
});

const vaeSchema = z.looseObject({
  _class_name: z.literal('AutoencoderKL'),
  block_out_channels: z.array(z.int().check(z.positive())).check(z.minLength(1)),
  latent_channels: z._default(z.int().check(z.positive()), 4),
  scaling_factor: z._default(z.number().check(z.positive()), 0.18215),
});

/** Fails with bundle-* codes that name the file or the setting. */
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
  if (channels !== 2 * latentChannels + 1) {
    const code = channels === latentChannels ? 'bundle-channels-whole-images' : 'bundle-channels';
    return fail(code, { found: channels, wanted: 2 * latentChannels + 1 });
  }
  const classEmbeds = unet.value.num_class_embeds ?? null;
  if (pipeline === 'InlayLatentInpaintPipeline' && classEmbeds === null)
    return fail('bundle-classes-missing', { path: BUNDLE_PATHS.unetConfig });
  return succeed({
    scheduler: sampler.value,
    latentSizePx: unet.value.sample_size,
    latentChannels,
    factor: 2 ** (vae.value.block_out_channels.length - 1),
    scalingFactor: vae.value.scaling_factor,
    classEmbeds,
    guidanceSize: unet.value.time_cond_proj_dim ?? null,
  });
}

/** Null when every graph and tokenizer file that the pipeline needs is there. */
export function missingPart(pipeline: LatentPipelineName, files: BundleFiles): Failed | null {
  const text = pipeline === 'StableDiffusionInpaintPipeline';
  const folders = ['unet', 'vae_encoder', 'vae_decoder', ...(text ? ['text_encoder'] : [])];
  const folder = folders.find((name) => graphPath(files, name) === null);
  if (folder !== undefined) return fail('bundle-part-missing', { path: `${folder}/model.onnx` });
  const tokenizer =
    BUNDLE_PATHS.tokenizer in files || (BUNDLE_PATHS.vocabulary in files && BUNDLE_PATHS.merges in files);
  return text && !tokenizer ? fail('bundle-tokenizer-missing', { path: BUNDLE_PATHS.tokenizer }) : null;
}

/** JSON as Python writes it: with numbers that are not finite. NaN is null. Throws SyntaxError. */
function parsePython(text: string): unknown {
  const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g;
  const plain = text.replace(STRING_OR_NUMBER, (found) => {
    if (found.startsWith('"')) return found;
    return found === 'NaN' ? 'null' : found.replace('Infinity', '1e999');
  });
  return JSON.parse(plain);
}

/** Reads a JSON file of a bundle. Fails with bundle-part-missing, bundle-json-invalid or bundle-json-unfit. */
export function readJson<T>(files: BundleFiles, path: string, schema: z.ZodMiniType<T>): Outcome<T> {
  const bytes = files[path];
  if (!bytes) return fail('bundle-part-missing', { path });
  let value: unknown;
  try {
    value = parsePython(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    return fail('bundle-json-invalid', { path }, String(error));
  }
  const parsed = schema.safeParse(value);
  return parsed.success ? succeed(parsed.data) : fail('bundle-json-unfit', { path, ...misfit(parsed.error) });
}

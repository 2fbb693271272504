/**
 * Inpainting in the latent space of an autoencoder: StableDiffusionInpaintPipeline (told by a text) and InlayLatentInpaintPipeline
 * (told by a class). diffusers' pipeline of the first name is the reference of both; scripts/golden/pipelines.py compares.
 */
import type { BundleFiles, BundleManifest } from '../contracts/bundle';
import { fail, succeed, type Failed, type Outcome } from '../contracts/failure';
import { isBlockTransform } from '../core/bundle/blockConfig';
import { readLatentConfig, type LatentConfig } from '../core/bundle/latentConfig';
import { guide, keepKnown } from '../core/diffusion/euler';
import { guidanceEmbedding } from '../core/diffusion/guidanceEmbedding';
import { latentInput, latentMask, maskedImage } from '../core/diffusion/latentInput';
import { fitColourMap, previewOf } from '../core/diffusion/latentPreview';
import { createScheduler, freshNoises } from '../core/diffusion/scheduler';
import { classConditioning, openTextConditioning, type Conditioning } from './conditioning';
import { openPart } from './graphPorts';
import { callUnet, GUIDANCE_INPUT } from './latentUnet';
import { openBlockPipeline } from './blockPipeline';
import {
  refuseBlockOptions,
  classIndex,
  isFinite,
  runSteps,
  type OnEstimate,
  type Pipeline,
  type Start,
} from './pipeline';
import type { Graph, Runtime, TensorValue } from './runtime';
import { openVae, type Vae } from './vae';

interface Parts {
  readonly manifest: BundleManifest;
  readonly config: LatentConfig;
  readonly conditioning: Conditioning;
  readonly vae: Vae;
  readonly unet: Graph;
}

/** Fails with bundle-* codes or device-lost. */
export async function openLatentPipeline(
  runtime: Runtime,
  manifest: BundleManifest,
  files: BundleFiles,
): Promise<Outcome<Pipeline>> {
  if (manifest.pipeline === 'InlayInpaintPipeline') throw new RangeError('This pipeline has no latents.');
  if (manifest.pipeline === 'InlayLatentInpaintPipeline' && isBlockTransform(files)) {
    return openBlockPipeline(runtime, manifest, files);
  }
  const config = readLatentConfig(manifest.pipeline, files);
  if (!config.ok) return config;
  const fault = manifestFault(manifest, config.value);
  if (fault) return fault;
  const conditioning =
    manifest.pipeline === 'StableDiffusionInpaintPipeline'
      ? await openTextConditioning(runtime, manifest, files)
      : succeed(classConditioning(manifest));
  if (!conditioning.ok) return conditioning;
  const vae = await openVae(runtime, manifest, files, config.value);
  if (!vae.ok) {
    await conditioning.value.release();
    return vae;
  }
  const told = config.value.guidanceSize === null ? [] : [GUIDANCE_INPUT];
  const ports = { inputs: ['sample', 'timestep', conditioning.value.input, ...told], outputs: [['out_sample']] };
  const unet = await openPart(runtime, manifest, files, 'unet', ports);
  if (!unet.ok) {
    await conditioning.value.release();
    await vae.value.release();
    return unet;
  }
  return succeed(
    wrap({ manifest, config: config.value, conditioning: conditioning.value, vae: vae.value, unet: unet.value }),
  );
}

function manifestFault(manifest: BundleManifest, config: LatentConfig): Failed | null {
  const { nativeSizePx: size, nullIndex, classes } = manifest;
  if (size % config.factor !== 0) return fail('bundle-size-factor', { sizePx: size, factor: config.factor });
  const highest = Math.max(nullIndex, ...classes.map(({ index }) => index));
  if (manifest.pipeline !== 'InlayLatentInpaintPipeline' || highest < (config.classEmbeds ?? 0)) return null;
  return fail('bundle-embedding-small', { highest, rows: config.classEmbeds ?? 0 });
}

function wrap(parts: Parts): Pipeline {
  const { manifest, config, conditioning, vae, unet } = parts;
  const side = manifest.nativeSizePx / config.factor;
  return {
    unet,
    student: null,
    secondStage: null,
    takesStrength: false,
    blocks: null,
    noiseLength: (steps) => (1 + freshNoises(config.scheduler, steps)) * config.latentChannels * side * side,
    async trial() {
      const plain = await conditioning.conditionOf(null);
      const dims = [1, 2 * config.latentChannels + 1, side, side];
      const sample = new Float32Array((2 * config.latentChannels + 1) * side * side);
      const rows = config.guidanceSize === null ? [plain, plain] : [plain];
      const told = { input: conditioning.input, rows, guidance: guidanceOf(config, 2) };
      const outputs = await callUnet(unet, { data: sample, dims }, 1, told);
      return Float32Array.from(outputs.flatMap((output) => [...output]));
    },
    async sample(start, code, choice, hooks, onEstimate) {
      const known = classIndex(manifest.classes, code);
      if (!known.ok) return known;
      const surplus = refuseBlockOptions(choice);
      if (surplus) return surplus;
      if (choice.name === 'student') return fail('bundle-student-missing');
      const rows = [await conditioning.conditionOf(code)];
      const isSecondCall = choice.guidance !== 1 && config.guidanceSize === null;
      if (isSecondCall) rows.push(await conditioning.conditionOf(null));
      const latents = await denoiseLatents(parts, start, rows, choice, hooks, onEstimate);
      if (!latents.ok) return latents;
      const image = await vae.decode(latents.value);
      return isFinite(image)
        ? succeed(image.map((value) => Math.min(1, Math.max(-1, value))))
        : fail('device-not-finite');
    },
    async release() {
      await conditioning.release();
      await vae.release();
      await unet.release();
    },
  };
}

/** What the U-Net is told of the guidance; null where it takes none. */
function guidanceOf({ guidanceSize }: LatentConfig, guidance: number): TensorValue | null {
  if (guidanceSize === null) return null;
  return { data: guidanceEmbedding(guidance, guidanceSize), dims: [1, guidanceSize] };
}

/**
 * @param rows what to paint, and with guidance also "nothing in particular"
 * @returns [C,L,L], scaled. The previews are linear estimates (docs/adr/0013): decoding costs more than a step.
 */
async function denoiseLatents(
  { manifest, config, conditioning, vae, unet }: Parts,
  { noise, known, mask }: Start,
  rows: readonly TensorValue[],
  { steps, guidance }: Parameters<Pipeline['sample']>[2],
  hooks: Parameters<Pipeline['sample']>[3],
  onEstimate: OnEstimate,
): Promise<Outcome<Float32Array>> {
  const size = manifest.nativeSizePx;
  const side = size / config.factor;
  const length = config.latentChannels * side * side;
  const noiseAt = (part: number): Float32Array => noise.subarray(part * length, (part + 1) * length);
  const scheduler = createScheduler(config.scheduler, steps, (index) => noiseAt(index + 1));
  const embedded = guidanceOf(config, guidance);
  const hole = latentMask(mask, size, side);
  const masked = maskedImage(known, mask);
  const surroundings = await vae.encode(masked);
  const colours = fitColourMap(surroundings, masked, side, size);
  let x: Float32Array = noiseAt(0).map((value) => value * scheduler.initialNoiseSigma);
  const call = async (index: number) => {
    const data = latentInput(scheduler.scaleInput(x, index), hole, surroundings);
    const sample = { data, dims: [1, 2 * config.latentChannels + 1, side, side] };
    const t = scheduler.timesteps[index] ?? 0;
    const [told, plain] = await callUnet(unet, sample, t, { input: conditioning.input, rows, guidance: embedded });
    if (!told) throw new TypeError('The U-Net gave nothing.');
    const output = plain ? guide(plain, told, guidance) : told;
    const { next, estimate } = scheduler.step(output, index, x);
    x = next;
    return { output, estimate: keepKnown(previewOf(colours, estimate, side, size), known, mask, size) };
  };
  const done = await runSteps(scheduler.timesteps.length, steps, hooks, call, onEstimate);
  return done.ok ? succeed(x) : done;
}

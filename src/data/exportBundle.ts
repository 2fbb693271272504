/** A model exported by Optimum or by hand has no manifest.json: reads its files and derives one. */
import * as z from 'zod/mini';
import { BUNDLE_PATHS, PIPELINES, type BundleManifest, type CheckedBundle } from '../contracts/bundle';
import { classCodeSchema, className, ISIC_CODES, SKIN, type ClassCode } from '../contracts/classes';
import { fail, succeed, type Outcome } from '../contracts/failure';
import { chooseGraph, foreignFormat, weightsBeside, type ListedFile } from '../core/bundle/exportLayout';
import {
  missingPart,
  readJson,
  readLatentConfig,
  type LatentConfig,
  type LatentPipelineName,
} from '../core/bundle/latentConfig';
import { DEFAULT_PROMPTS } from '../core/bundle/prompts';
import { sha256Hex } from '../core/provenance/digest';
import { refuseTooLarge, type BundleSource } from './bundleSource';

type Files = Record<string, Uint8Array<ArrayBuffer>>;

/** Small files, read and judged before the graphs are. */
const TEXTS = [
  BUNDLE_PATHS.modelIndex,
  BUNDLE_PATHS.scheduler,
  BUNDLE_PATHS.unetConfig,
  BUNDLE_PATHS.vaeConfig,
  'vae_encoder/config.json',
  BUNDLE_PATHS.textConfig,
  BUNDLE_PATHS.tokenizer,
  BUNDLE_PATHS.tokenizerConfig,
  'tokenizer/special_tokens_map.json',
  BUNDLE_PATHS.vocabulary,
  BUNDLE_PATHS.merges,
  BUNDLE_PATHS.prompts,
  BUNDLE_PATHS.card,
];
const PARTS = ['unet', 'vae_encoder', 'vae_decoder', 'text_encoder'];

/**
 * What diffusers' own ONNX pipelines take for granted, whose folders do not say it: Stable Diffusion 1 at 512 px
 * (pipeline_onnx_stable_diffusion_inpaint.py of diffusers).
 */
const TAKEN_FOR_GRANTED = {
  [BUNDLE_PATHS.unetConfig]: { in_channels: 9, sample_size: 64 },
  [BUNDLE_PATHS.vaeConfig]: {
    _class_name: 'AutoencoderKL',
    block_out_channels: [128, 256, 512, 512],
    latent_channels: 4,
    scaling_factor: 0.18215,
  },
};

const indexSchema = z.looseObject({ _class_name: z.string(), _name_or_path: z.optional(z.string()) });
const promptsSchema = z.record(classCodeSchema, z.string().check(z.minLength(1)));

/**
 * Reads an export without a manifest. The same files give the same manifest, so that a recipe finds its model again.
 * Fails with bundle-* codes.
 */
export async function deriveBundle(source: BundleSource): Promise<Outcome<CheckedBundle>> {
  const files: Files = {};
  const paths = source.listed.map(({ path }) => path);
  await readInto(files, source, TEXTS);
  if (!(BUNDLE_PATHS.modelIndex in files)) {
    const format = foreignFormat(paths, false);
    return format ? { ok: false, failure: format } : fail('bundle-index-missing');
  }
  const index = readJson(files, BUNDLE_PATHS.modelIndex, indexSchema);
  if (!index.ok) return index;
  const pipeline = latentPipeline(index.value._class_name);
  if (!pipeline.ok) return pipeline;
  if (index.value._class_name.startsWith('Onnx'))
    for (const [path, granted] of Object.entries(TAKEN_FOR_GRANTED))
      files[path] ??= new TextEncoder().encode(JSON.stringify(granted));
  const graphs = PARTS.flatMap((part) => chooseGraph(source.listed, part) ?? []);
  const format = graphs.length === 0 ? foreignFormat(paths, true) : null;
  if (format) return { ok: false, failure: format };
  const config = readLatentConfig(pipeline.value, files);
  if (!config.ok) return config;
  const prompts = BUNDLE_PATHS.prompts in files ? readJson(files, BUNDLE_PATHS.prompts, promptsSchema) : succeed({});
  if (!prompts.ok) return prompts;
  const classes = classesOf(pipeline.value, config.value, Object.keys(prompts.value));
  if (!classes.ok) return classes;
  const absent = await readGraphs(files, source, graphs);
  if (absent !== null) return fail('bundle-part-missing', { path: absent });
  await readInto(files, source, [BUNDLE_PATHS.parity]);
  const missing = missingPart(pipeline.value, files);
  if (missing) return missing;
  const name = index.value._name_or_path?.split(/[/\\]/).filter(Boolean).at(-1); // a path may name a person
  const manifest: BundleManifest = {
    ...(await describeFiles(files)),
    ...fixedParts(pipeline.value, name),
    ...classes.value,
    nativeSizePx: config.value.latentSizePx * config.value.factor,
    ...(pipeline.value === 'StableDiffusionInpaintPipeline'
      ? { prompts: { ...DEFAULT_PROMPTS, ...prompts.value } }
      : {}),
  };
  const raw = new TextEncoder().encode(JSON.stringify(manifest, null, 1));
  return succeed({
    manifest,
    manifestSha256: await sha256Hex(raw),
    files: { [BUNDLE_PATHS.manifest]: raw, ...files },
  });
}

async function readInto(files: Files, source: BundleSource, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const bytes = await source.read(path);
    if (bytes && bytes.byteLength > 0) files[path] = bytes;
  }
}

/** What may lie beside a graph and is not read. */
const OTHER_WEIGHTS = /\.(onnx|safetensors|bin|ckpt|pt|pth|msgpack)$/i;

/** Reads graphs and the weights that they name; nothing where one of them is too large. @returns the file that is not there, or null */
async function readGraphs(files: Files, source: BundleSource, graphs: readonly ListedFile[]): Promise<string | null> {
  const beside = source.listed.filter(({ path }) => graphs.some((graph) => folderOf(path) === folderOf(graph.path)));
  const weights = beside.filter(({ path }) => !OTHER_WEIGHTS.test(path));
  [...graphs, ...weights].forEach(refuseTooLarge);
  for (const { path } of graphs) {
    await readInto(files, source, [path]);
    for (const { at } of weightsBeside(path, files[path] ?? new Uint8Array())) {
      await readInto(files, source, [at]);
      if (!(at in files)) return at;
    }
  }
  return null;
}

function folderOf(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}

/** @param written by diffusers, by its older ONNX classes, or by Optimum's, which put Onnx or ORT before the name */
function latentPipeline(written: string): Outcome<LatentPipelineName> {
  const name = written.replace(/^(ORT|Onnx)/, '');
  if (name === 'StableDiffusionInpaintPipeline' || name === 'InlayLatentInpaintPipeline') return succeed(name);
  if (name === 'InlayInpaintPipeline') return fail('bundle-manifest-missing');
  const code = name === 'StableDiffusionPipeline' ? 'bundle-pipeline-whole-images' : 'bundle-pipeline-unknown';
  return fail(code, { name, known: PIPELINES });
}

type Classes = Pick<BundleManifest, 'classes' | 'nullIndex'>;

/** A text can say any class: those of ISIC 2019, SKIN, and what `prompts.json` has beside them. A class embedding has a row for each of the eight, perhaps one for SKIN, and the null class last. */
function classesOf(
  pipeline: LatentPipelineName,
  { classEmbeds }: LatentConfig,
  told: readonly ClassCode[],
): Outcome<Classes> {
  const isEmbedded = pipeline === 'InlayLatentInpaintPipeline';
  const known = isEmbedded && classEmbeds === 9 ? ISIC_CODES : [...ISIC_CODES, SKIN];
  const codes = isEmbedded ? known : [...new Set([...known, ...told])];
  if (isEmbedded && classEmbeds !== codes.length + 1)
    return fail('bundle-classes-unnamed', { found: classEmbeds ?? 0, codes: ISIC_CODES });
  const classes = codes.map((code, index) => ({ code, name: className(code), index }));
  return succeed({ classes, nullIndex: classes.length });
}

type Described = Pick<BundleManifest, 'id' | 'version' | 'files'>;

async function describeFiles(files: Files): Promise<Described> {
  const described: BundleManifest['files'] = [];
  for (const path of Object.keys(files).sort()) {
    const bytes = files[path] ?? new Uint8Array();
    described.push({ path, bytes: bytes.byteLength, sha256: await sha256Hex(bytes) });
  }
  const lines = described.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('');
  const digest = await sha256Hex(new TextEncoder().encode(lines));
  return { id: `export-${digest.slice(0, 12)}`, version: digest.slice(0, 8), files: described };
}

const NAMES: Readonly<Record<LatentPipelineName, string>> = {
  StableDiffusionInpaintPipeline: 'Stable Diffusion inpainting export',
  InlayLatentInpaintPipeline: 'Latent inpainting export',
};

function fixedParts(pipeline: LatentPipelineName, name: string | undefined) {
  const text = pipeline === 'StableDiffusionInpaintPipeline';
  return {
    schema: 1,
    derived: true,
    name: name ?? NAMES[pipeline],
    licence: 'unknown (the export does not say)',
    intendedUse: 'Unknown: the export does not say. Not a medical device.',
    createdAt: null,
    pipeline,
    contextScale: 2, // an inpainting model is trained on whole pictures with much around the hole
    gflopPerStep: null,
    defaults: text ? { steps: 25, guidance: 7.5 } : { steps: 25, guidance: 3 },
    graphs: [],
  } satisfies Partial<BundleManifest>;
}

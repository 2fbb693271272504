/** The model bundle: a folder of ONNX graphs in diffusers' layout with a manifest that names and hashes every file. */
import { z } from 'zod';
import type { Rule } from './failure';
import { classCodeSchema } from './classes';
import { samplerSchema, sha256Schema } from './recipe';

export const PIPELINES = [
  'InlayInpaintPipeline',
  'InlayLatentInpaintPipeline',
  'StableDiffusionInpaintPipeline',
] as const;

/** A path inside the bundle: relative, forward slashes, no dot segments. */
export const bundlePathSchema = z
  .string()
  .regex(/^(?!\.{1,2}(\/|$))[A-Za-z0-9_.-]+(\/(?!\.{1,2}(\/|$))[A-Za-z0-9_.-]+)*$/, 'a plain relative path');

export const tensorDtypeSchema = z.enum(['float32', 'float16', 'int64', 'int32']);

/** A fixed dimension, or the name of a free one ("batch"). */
const dimensionSchema = z.union([z.number().int().positive(), z.string().min(1)]);

export const tensorInfoSchema = z.object({
  name: z.string().min(1),
  shape: z.array(dimensionSchema),
  dtype: tensorDtypeSchema,
});
export type TensorInfo = z.infer<typeof tensorInfoSchema>;

export const bundleFileSchema = z.object({
  path: bundlePathSchema,
  bytes: z.number().int().positive(),
  sha256: sha256Schema,
  /** Of the weights, for graphs and tensors. */
  dtype: z.enum(['float32', 'float16', 'mixed']).optional(),
});
export type BundleFile = z.infer<typeof bundleFileSchema>;

export const graphInfoSchema = z.object({
  path: bundlePathSchema,
  inputs: z.array(tensorInfoSchema).min(1),
  outputs: z.array(tensorInfoSchema).min(1),
  /** Files with weights of the graph, which refers to them by name without a folder; two graphs may share one. */
  externalData: z.array(bundlePathSchema).optional(),
});
export type GraphInfo = z.infer<typeof graphInfoSchema>;

export const bundleClassSchema = z.object({
  code: classCodeSchema,
  name: z.string().min(1),
  /** Column of the one-hot class input. */
  index: z.number().int().nonnegative(),
});

/** A network distilled from the U-Net, with its inputs and outputs, that paints in a few steps. */
const studentSchema = z.object({
  path: bundlePathSchema,
  steps: samplerSchema.shape.steps,
  /** Folded in: one call a step paints as the U-Net does with this guidance. */
  guidance: samplerSchema.shape.guidance,
});
export type Student = z.infer<typeof studentSchema>;

/** A second stage: paints the region again at `sizePx`, with the sharpness of the skin around it. */
const upsamplerSchema = z.object({
  path: bundlePathSchema,
  sizePx: z.number().int().positive(),
  /** Where it starts: the share of noise in its first state. */
  fromTime: z.number().positive().max(1),
  steps: samplerSchema.shape.steps,
});
export type UpsamplerInfo = z.infer<typeof upsamplerSchema>;

const manifestFieldsSchema = z.object({
  schema: z.literal(1),
  /** Nobody wrote this manifest: the studio derived it from an export that has none (docs/formats/bundle.md). */
  derived: z.literal(true).optional(),
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  version: z.string().min(1),
  name: z.string().min(1),
  licence: z.string().min(1),
  intendedUse: z.string().min(1),
  /** Null where nobody says. */
  createdAt: z.iso.datetime().nullable(),
  /** `_class_name` of model_index.json. */
  pipeline: z.enum(PIPELINES),
  classes: z.array(bundleClassSchema).min(1),
  /** Column of the null class of classifier-free guidance. */
  nullIndex: z.number().int().nonnegative(),
  /** Side of the square the model works on. */
  nativeSizePx: z.number().int().positive(),
  /** Side of the region the model sees, as a multiple of the mask's longer side. */
  contextScale: z.number().min(1).max(4),
  /** Of a model of whole frames: least side of the region over the image's shorter side (core/image `paintedRegion`). */
  frameShare: z.number().positive().max(1).optional(),
  /** Work of one U-Net call for one image; null where nobody says. */
  gflopPerStep: z.number().positive().nullable(),
  /** What a text-conditioned model is told to paint; a class that is left out gets the text of core/bundle `promptFor`. */
  prompts: z.partialRecord(classCodeSchema, z.string().min(1)).optional(),
  defaults: z.object({
    steps: z.number().int().positive(),
    guidance: z.number().min(1),
    /** Class that guidance leads away from where a recipe names none; of a class that is left out, the null class. */
    awayFrom: z.partialRecord(classCodeSchema, classCodeSchema).optional(),
  }),
  /** The student not of StableDiffusionInpaintPipeline, the second stage of InlayInpaintPipeline alone. */
  student: studentSchema.optional(),
  upsampler: upsamplerSchema.optional(),
  files: z.array(bundleFileSchema).min(1),
  /** Empty only in a derived manifest: the graphs are then checked by the names of their inputs and outputs alone. */
  graphs: z.array(graphInfoSchema),
});
export const bundleManifestSchema = manifestFieldsSchema.refine(
  ({ derived, graphs }) => derived === true || graphs.length > 0,
  { path: ['graphs'], message: 'rule-graphs' satisfies Rule },
);
export type BundleManifest = z.infer<typeof bundleManifestSchema>;

/** Of flow matching, in scheduler/scheduler_config.json; ./scheduler.ts has the other samplers. */
const flowFields = {
  _class_name: z.literal('FlowMatchEulerDiscreteScheduler'),
  /** Below 1, more of the steps lie near the image: s t / (s t + 1 - t). */
  shift: z.number().positive().default(1),
  /** Ours: guidance acts at times above the first, up to the second. */
  guidance_times: z
    .tuple([z.number().min(0).max(1), z.number().min(0).max(1)])
    .refine(([low, high]) => low < high)
    .default([0, 1]),
};
/** The network estimates the clean image: InlayInpaintPipeline. */
export const schedulerConfigSchema = z.looseObject({ ...flowFields, prediction_type: z.literal('sample') });
export type FlowMatchConfig = z.infer<typeof schedulerConfigSchema>;
/** The network gives the velocity: InlayLatentInpaintPipeline over a transform of blocks. */
export const flowConfigSchema = z.looseObject({ ...flowFields, prediction_type: z.literal('flow_prediction') });
export type FlowConfig = z.infer<typeof flowConfigSchema>;

export const OUTLINE_SIZES = ['any', 'small', 'medium', 'large'] as const;
export type OutlineSize = (typeof OUTLINE_SIZES)[number];
export const OUTLINE_PLACES = ['anywhere', 'centre'] as const;
export type OutlinePlace = (typeof OUTLINE_PLACES)[number];

const logNormalSchema = z.object({ mean: z.number(), sd: z.number().nonnegative() });

/** Independent harmonics, as bundles before 0.2.0 have them. */
const harmonicOutlinesSchema = z.object({
  schema: z.literal(1),
  /** Standard deviation of the coefficients (cosine and sine alike) of harmonics 1..n of the log radius. */
  harmonicSd: z.array(z.number().nonnegative()).min(1),
  logDiameter: logNormalSchema,
});

const classOutlinesSchema = z.object({
  /** Mean and sd of the weights of the shared components. */
  mean: z.array(z.number()),
  sd: z.array(z.number().nonnegative()),
  logDiameter: logNormalSchema,
});

const outlinesSchema = z
  .object({
    schema: z.literal(2),
    /** Cosine and sine coefficients of harmonics 1..n of the log radius, the long axis along x. */
    mean: z.array(z.number()).min(2),
    /** Principal components of those coefficients, each as long as its standard deviation. */
    components: z.array(z.array(z.number())).min(1),
    /** Diameter of the circle of equal area over the shorter side of the frame: mean and sd of its logarithm. */
    logDiameter: logNormalSchema,
    byClass: z.partialRecord(classCodeSchema, classOutlinesSchema).default({}),
  })
  .refine(
    ({ mean, components, byClass }) =>
      mean.length % 2 === 0 &&
      components.every((axis) => axis.length === mean.length) &&
      Object.values(byClass).every(
        (own) => own.mean.length === components.length && own.sd.length === components.length,
      ),
    'components as long as the mean, and a weight for each of them',
  );

/** reference/masks.json: star-shaped outlines, log radius as a Fourier series, fitted on the masks of all classes together. */
export const maskModelSchema = z.union([
  outlinesSchema,
  harmonicOutlinesSchema.transform(({ harmonicSd, logDiameter }): z.infer<typeof outlinesSchema> => {
    const length = 2 * harmonicSd.length;
    const axis = (at: number): number[] => Array.from({ length }, (_, i) => (i === at ? (harmonicSd[i >> 1] ?? 0) : 0));
    const components = Array.from({ length }, (_, at) => axis(at));
    return { schema: 2, mean: new Array<number>(length).fill(0), components, logDiameter, byClass: {} };
  }),
]);
export type MaskModel = z.infer<typeof maskModelSchema>;

/** Bytes of a bundle's files, as the inference worker receives them. */
export type BundleFiles = Readonly<Record<string, Uint8Array<ArrayBuffer>>>;

/** A bundle whose every file matches its manifest. */
export interface CheckedBundle {
  readonly manifest: BundleManifest;
  /** SHA-256 of manifest.json, which stands for the whole bundle. */
  readonly manifestSha256: string;
  /** The manifest itself included. */
  readonly files: BundleFiles;
}

/** Files a bundle cannot do without; the manifest and `model_index.json` come first. */
export const BUNDLE_PATHS = {
  manifest: 'manifest.json',
  modelIndex: 'model_index.json',
  scheduler: 'scheduler/scheduler_config.json',
  unet: 'unet/model_fp16.onnx',
  unetFull: 'unet/model.onnx',
  encoder: 'encoder/onnx/model_fp16.onnx',
  referenceImages: 'reference/images.safetensors',
  gates: 'reference/gates.json',
  /** How the gates were tested. */
  panel: 'reference/panel.json',
  parity: 'reference/parity.safetensors',
  masks: 'reference/masks.json',
  card: 'README.md',
  unetConfig: 'unet/config.json',
  classVectors: 'unet/classes.safetensors',
  vaeConfig: 'vae_decoder/config.json',
  tokenizer: 'tokenizer/tokenizer.json',
  tokenizerConfig: 'tokenizer/tokenizer_config.json',
  vocabulary: 'tokenizer/vocab.json',
  merges: 'tokenizer/merges.txt',
  textConfig: 'text_encoder/config.json',
  /** Texts of the classes, for an export without a manifest. */
  prompts: 'prompts.json',
} as const;

/** Where a graph of diffusers' layout lies: fp16 storage before fp32. Null when the folder has none. */
export function graphPath(files: BundleFiles, folder: string): string | null {
  return [`${folder}/model_fp16.onnx`, `${folder}/model.onnx`].find((path) => path in files) ?? null;
}

/** The fast sampler of a bundle, or null. */
export function studentOf({ pipeline, student }: BundleManifest): Student | null {
  return pipeline === 'StableDiffusionInpaintPipeline' ? null : (student ?? null);
}

/** The second stage of a bundle, or null. */
export function upsamplerOf({ pipeline, upsampler }: BundleManifest): UpsamplerInfo | null {
  return pipeline === 'InlayInpaintPipeline' ? (upsampler ?? null) : null;
}

/** Names under which exporters put the weights that do not fit into a graph of 2 GB: Optimum's, and PyTorch's own. */
export function externalDataPaths(graph: string): readonly string[] {
  return [`${graph}_data`, `${graph}.data`];
}

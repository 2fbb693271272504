/** The model bundle: a folder of ONNX graphs in diffusers' layout with a manifest that names and hashes every file. */
import * as z from 'zod/mini';
import type { Rule } from './failure';
import { classCodeSchema, ISIC_CODES, lesionCodeSchema, type ClassCode } from './classes';
import { samplerSchema, sha256Schema } from './recipe';

export const PIPELINES = [
  'InlayInpaintPipeline',
  'InlayLatentInpaintPipeline',
  'StableDiffusionInpaintPipeline',
] as const;

/** A path inside the bundle: relative, forward slashes, no dot segments. */
const bundlePathSchema = z
  .string()
  .check(z.regex(/^(?!\.{1,2}(\/|$))[A-Za-z0-9_.-]+(\/(?!\.{1,2}(\/|$))[A-Za-z0-9_.-]+)*$/, 'a plain relative path'));

const tensorDtypeSchema = z.enum(['float32', 'float16', 'int64', 'int32']);

/** A fixed dimension, or the name of a free one ("batch"). */
const dimensionSchema = z.union([z.int().check(z.positive()), z.string().check(z.minLength(1))]);

const tensorInfoSchema = z.object({
  name: z.string().check(z.minLength(1)),
  shape: z.array(dimensionSchema),
  dtype: tensorDtypeSchema,
});
export type TensorInfo = z.infer<typeof tensorInfoSchema>;

const bundleFileSchema = z.object({
  path: bundlePathSchema,
  bytes: z.int().check(z.positive()),
  sha256: sha256Schema,
  /** Of the weights, for graphs and tensors. */
  dtype: z.optional(z.enum(['float32', 'float16', 'mixed'])),
  /** Fetched when it is first needed. */
  later: z.optional(z.boolean()),
});

const graphInfoSchema = z.object({
  path: bundlePathSchema,
  inputs: z.array(tensorInfoSchema).check(z.minLength(1)),
  outputs: z.array(tensorInfoSchema).check(z.minLength(1)),
  /** Files with weights of the graph, which refers to them by name without a folder; two graphs may share one. */
  externalData: z.optional(z.array(bundlePathSchema)),
});
export type GraphInfo = z.infer<typeof graphInfoSchema>;

const bundleClassSchema = z.object({
  code: classCodeSchema,
  name: z.string().check(z.minLength(1)),
  /** Column of the one-hot class input. */
  index: z.int().check(z.nonnegative()),
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
  sizePx: z.int().check(z.positive()),
  /** Where it starts: the share of noise in its first state. */
  fromTime: z.number().check(z.positive(), z.maximum(1)),
  steps: samplerSchema.shape.steps,
});
export type UpsamplerInfo = z.infer<typeof upsamplerSchema>;

/** What a class is shown and taught with, on the person's device: files that come later (training/inlay_training/latent/teach.py). */
const teachingSchema = z.object({
  /** Graph of the loss of a batch and its gradient. */
  path: bundlePathSchema,
  /** Tensors: `example_mean`, `example_projection`, `channel_weights`, `null_vector`. */
  numbers: bundlePathSchema,
  batch: z.int().check(z.positive()),
  rank: z.int().check(z.positive()),
});
export type TeachingInfo = z.infer<typeof teachingSchema>;

const manifestFieldsSchema = z.object({
  schema: z.literal(1),
  /** Nobody wrote this manifest: the studio derived it from an export that has none (docs/formats/bundle.md). */
  derived: z.optional(z.literal(true)),
  id: z.string().check(z.regex(/^[a-z0-9][a-z0-9-]*$/)),
  version: z.string().check(z.minLength(1)),
  name: z.string().check(z.minLength(1)),
  licence: z.string().check(z.minLength(1)),
  intendedUse: z.string().check(z.minLength(1)),
  /** Null where nobody says. */
  createdAt: z.nullable(z.iso.datetime()),
  /** `_class_name` of model_index.json. */
  pipeline: z.enum(PIPELINES),
  classes: z.array(bundleClassSchema).check(z.minLength(1)),
  /** What the encoder's classifier reads, column by column, and the classes of the reference; absent: those of ISIC 2019. */
  encoderClasses: z.optional(z.array(lesionCodeSchema).check(z.minLength(2))),
  /** Column of the null class of classifier-free guidance. */
  nullIndex: z.int().check(z.nonnegative()),
  /** Side of the square the model works on. */
  nativeSizePx: z.int().check(z.positive()),
  /** Side of the region the model sees, as a multiple of the mask's longer side. */
  contextScale: z.number().check(z.minimum(1), z.maximum(4)),
  /** Of a model of whole frames: least side of the region over the image's shorter side (core/image `paintedRegion`). */
  frameShare: z.optional(z.number().check(z.positive(), z.maximum(1))),
  /** Work of one U-Net call for one image; null where nobody says. */
  gflopPerStep: z.nullable(z.number().check(z.positive())),
  /** What a text-conditioned model is told to paint; a class that is left out gets the text of core/bundle `promptFor`. */
  prompts: z.optional(z.record(classCodeSchema, z.string().check(z.minLength(1)))),
  defaults: z.object({
    steps: z.int().check(z.positive()),
    guidance: z.number().check(z.minimum(1)),
    /** Class that guidance leads away from where a recipe names none; of a class that is left out, the null class. */
    awayFrom: z.optional(z.record(classCodeSchema, classCodeSchema)),
  }),
  /** The student not of StableDiffusionInpaintPipeline, the second stage of InlayInpaintPipeline alone. */
  student: z.optional(studentSchema),
  upsampler: z.optional(upsamplerSchema),
  /** Of InlayLatentInpaintPipeline over a transform of blocks alone. */
  teaching: z.optional(teachingSchema),
  files: z.array(bundleFileSchema).check(z.minLength(1)),
  /** Empty only in a derived manifest: the graphs are then checked by the names of their inputs and outputs alone. */
  graphs: z.array(graphInfoSchema),
});
export const bundleManifestSchema = manifestFieldsSchema.check(
  z.refine(({ derived, graphs }) => derived === true || graphs.length > 0, {
    path: ['graphs'],
    message: 'rule-graphs' satisfies Rule,
  }),
);
export type BundleManifest = z.infer<typeof bundleManifestSchema>;

/** Of flow matching, in scheduler/scheduler_config.json; ./scheduler.ts has the other samplers. */
const flowFields = {
  _class_name: z.literal('FlowMatchEulerDiscreteScheduler'),
  /** Below 1, more of the steps lie near the image: s t / (s t + 1 - t). */
  shift: z._default(z.number().check(z.positive()), 1),
  /** Ours: guidance acts at times above the first, up to the second. */
  guidance_times: z._default(
    z
      .tuple([z.number().check(z.minimum(0), z.maximum(1)), z.number().check(z.minimum(0), z.maximum(1))])
      .check(z.refine(([low, high]) => low < high)),
    [0, 1],
  ),
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

const logNormalSchema = z.object({ mean: z.number(), sd: z.number().check(z.nonnegative()) });

/** Independent harmonics, as bundles before 0.2.0 have them. */
const harmonicOutlinesSchema = z.object({
  schema: z.literal(1),
  /** Standard deviation of the coefficients (cosine and sine alike) of harmonics 1..n of the log radius. */
  harmonicSd: z.array(z.number().check(z.nonnegative())).check(z.minLength(1)),
  logDiameter: logNormalSchema,
});

const classOutlinesSchema = z.object({
  /** Mean and sd of the weights of the shared components. */
  mean: z.array(z.number()),
  sd: z.array(z.number().check(z.nonnegative())),
  logDiameter: logNormalSchema,
});

const outlinesSchema = z
  .object({
    schema: z.literal(2),
    /** Cosine and sine coefficients of harmonics 1..n of the log radius, the long axis along x. */
    mean: z.array(z.number()).check(z.minLength(2)),
    /** Principal components of those coefficients, each as long as its standard deviation. */
    components: z.array(z.array(z.number())).check(z.minLength(1)),
    /** Diameter of the circle of equal area over the shorter side of the frame: mean and sd of its logarithm. */
    logDiameter: logNormalSchema,
    byClass: z._default(z.record(classCodeSchema, classOutlinesSchema), {}),
  })
  .check(
    z.refine(
      ({ mean, components, byClass }) =>
        mean.length % 2 === 0 &&
        components.every((axis) => axis.length === mean.length) &&
        Object.values(byClass).every(
          (own) => own.mean.length === components.length && own.sd.length === components.length,
        ),
      'components as long as the mean, and a weight for each of them',
    ),
  );

/** reference/masks.json: star-shaped outlines, log radius as a Fourier series, fitted on the masks of all classes together. */
export const maskModelSchema = z.union([
  outlinesSchema,
  z.pipe(
    harmonicOutlinesSchema,
    z.transform(({ harmonicSd, logDiameter }): z.infer<typeof outlinesSchema> => {
      const length = 2 * harmonicSd.length;
      const axis = (at: number): number[] =>
        Array.from({ length }, (_, i) => (i === at ? (harmonicSd[i >> 1] ?? 0) : 0));
      const components = Array.from({ length }, (_, at) => axis(at));
      return { schema: 2, mean: new Array<number>(length).fill(0), components, logDiameter, byClass: {} };
    }),
  ),
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
  /** Finds lesions in a frame; optional. */
  outliner: 'outliner/model_fp16.onnx',
  referenceImages: 'reference/images.safetensors',
  gates: 'reference/gates.json',
  /** Tells how well a scene fits a class; optional. */
  scenes: 'reference/scenes.json',
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

/** As exporters and quantisers end the name of a graph: half precision first, then in full, then the less it is rounded. */
const GRAPH_ENDS = ['_fp16', '', '_uint8', '_int8', '_q8', '_quantized', '_q4f16', '_q4', '_bnb4'];

/** Where the graph of a part of diffusers' layout may lie, the best first: as Optimum, transformers.js and hand-made exports lay it. */
export function graphCandidates(part: string): readonly string[] {
  const places = [`${part}/model`, `${part}/onnx/model`, `onnx/${part}/model`, `onnx/${part}`, part];
  return GRAPH_ENDS.flatMap((end) => places.map((place) => `${place}${end}.onnx`));
}

/** Where a graph lies. Null when there is none. */
export function graphPath(files: BundleFiles, folder: string): string | null {
  return graphCandidates(folder).find((path) => path in files) ?? null;
}

/** What the encoder's classifier reads: the columns of its logits. */
export function encoderClassesOf({ encoderClasses }: Pick<BundleManifest, 'encoderClasses'>): readonly ClassCode[] {
  return encoderClasses ?? ISIC_CODES;
}

/** The fast sampler of a bundle, or null. */
export function studentOf({ pipeline, student }: BundleManifest): Student | null {
  return pipeline === 'StableDiffusionInpaintPipeline' ? null : (student ?? null);
}

/** The second stage of a bundle, or null. */
export function upsamplerOf({ pipeline, upsampler }: BundleManifest): UpsamplerInfo | null {
  return pipeline === 'InlayInpaintPipeline' ? (upsampler ?? null) : null;
}

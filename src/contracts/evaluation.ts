/** What the evaluation worker offers: how good a set of samples is, and whether a classifier gains by it. */
import * as z from 'zod/mini';
import { lesionCodeSchema, type ClassCode } from './classes';
import type { Outcome } from './failure';
import { sha256Schema } from './recipe';

export const PROBE_ARMS = [
  'real',
  'balanced',
  'duplicates',
  'synthetic',
  'random',
  'balanced-synthetic',
  'balanced-apart',
] as const;
/**
 * A training set of the probe. `real` images alone; `balanced`: they, each class counting alike; `duplicates`: rare ones counted as often
 * as there are samples; `synthetic`: real ones and the accepted samples; `random`: as many samples a class, drawn from all that were made;
 * `balanced-synthetic`: as `synthetic`, each class counting alike; `balanced-apart`: likewise, and the softmax of a sample is
 * restricted to the classes that have samples, for that it is of one of them it tells by being a sample.
 */
export type ProbeArm = (typeof PROBE_ARMS)[number];
/** Ways of learning from samples where every class counts alike. */
export const BALANCED_USES = ['balanced-synthetic', 'balanced-apart'] as const satisfies readonly ProbeArm[];
export const CONTROLS = ['real', 'balanced', 'duplicates', 'random'] as const satisfies readonly ProbeArm[];

/** A number with its 95 % interval. */
const estimateSchema = z.object({ value: z.number(), low: z.number(), high: z.number() });
export type Estimate = z.infer<typeof estimateSchema>;

const ofClassSchema = z.extend(estimateSchema, {
  class: lesionCodeSchema,
  /** About how many more lesions would show the gain, if it is there; null where it is shown, or where there is none. */
  lesionsToShow: z.nullable(z.int().check(z.positive())),
});
export type RecallOfClass = z.infer<typeof ofClassSchema>;

const measuredSchema = z.object({
  balancedAccuracy: estimateSchema,
  macroAuprc: estimateSchema,
  recall: z.array(ofClassSchema),
});
export type MeasuredArm = z.infer<typeof measuredSchema>;

const classQualitySchema = z.object({
  class: lesionCodeSchema,
  real: z.int(),
  realLesions: z.int(),
  made: z.int(),
  /** Kernel inception distance of the samples from halves of the real images, and between those halves: mean and the middle 95 % of draws. */
  kid: estimateSchema,
  kidFloor: estimateSchema,
  precision: z.number(),
  recall: z.number(),
  density: z.number(),
  coverage: z.number(),
  /** Effective number of different images, of as many of each. */
  vendi: z.object({ real: z.number(), made: z.number(), among: z.int() }),
  /** How surely a linear probe tells samples from real images: AUROC, 0.5 where it cannot. */
  toldApart: z.number(),
  /** Samples nearer to a real image than one in a hundred real images is to another lesion's. */
  copies: z.int(),
  /** Fine detail inside the lesion, samples less real images, in standard deviations of real ones. */
  sharpnessGap: z.number(),
});
export type ClassQuality = z.infer<typeof classQualitySchema>;

export const evaluationSchema = z.object({
  schema: z.literal(2),
  when: z.iso.datetime(),
  dataset: z.string(),
  encoderSha256: sha256Schema,
  /** Only images that the bundle's encoder did not learn from: the others it knows too well. */
  heldOutOnly: z.boolean(),
  real: z.int(),
  lesions: z.int(),
  accepted: z.int(),
  candidates: z.int(),
  quality: z.array(classQualitySchema),
  /** Classes with samples that are not compared, for there are too few real images or samples. */
  tooFew: z.array(lesionCodeSchema),
  benefit: z.object({
    arms: z.array(z.object({ arm: z.enum(PROBE_ARMS), measured: measuredSchema })),
    /** Of `synthetic` over each control. */
    gains: z.array(z.object({ over: z.enum(CONTROLS), measured: measuredSchema })),
    /** Classes with too few lesions to be read; they are learnt all the same. */
    unread: z.array(lesionCodeSchema),
    /** Of `balanced-synthetic` and of `balanced-apart` over `balanced`. */
    balancedGains: z.array(z.object({ of: z.enum(BALANCED_USES), measured: measuredSchema })),
    folds: z.int(),
    repeats: z.int(),
  }),
});
export type Evaluation = z.infer<typeof evaluationSchema>;
/** Downstream utility: what a classifier of real lesions gains by the samples. The field is named as in evaluations that are kept. */
export type Utility = Evaluation['benefit'];

/** Descriptions of images, a row each. */
export interface DescribedRows {
  /** [N,D] */
  readonly deep: Float32Array<ArrayBuffer>;
  readonly dim: number;
  /** [N] */
  readonly sharpness: Float32Array<ArrayBuffer>;
  /** [N] places in the list of classes that is handed in with them */
  readonly labels: Int32Array<ArrayBuffer>;
}

export interface EvaluationRequest {
  /** What labels are places in. */
  readonly classes: readonly ClassCode[];
  readonly dataset: string;
  readonly encoderSha256: string;
  readonly heldOutOnly: boolean;
  readonly when: string;
  readonly real: DescribedRows & { readonly lesions: Int32Array<ArrayBuffer> };
  /**
   * `backgrounds` [M]: the same number where two samples stand in the same skin. `standsIn` [M]: the lesion of the real image that this skin
   * comes from, as `real.lesions` numbers it; -1 where it comes from none of them. `accepted` [M] 0 or 1.
   */
  readonly made: DescribedRows & {
    readonly backgrounds: Int32Array<ArrayBuffer>;
    readonly standsIn: Int32Array<ArrayBuffer>;
    readonly accepted: Uint8Array<ArrayBuffer>;
  };
}

export interface EvaluationProgress {
  readonly phase: 'quality' | 'utility';
  readonly done: number;
  readonly total: number;
}

/** What the map of Review is drawn from. */
export interface MapRequest {
  readonly real: Omit<DescribedRows, 'sharpness'> & { readonly lesions: Int32Array<ArrayBuffer> };
  readonly made: Omit<DescribedRows, 'sharpness'>;
}

/** How a sample lies to the real images of its class: `unknown` where these are too few to say. */
export const LIES = ['among', 'outside', 'unknown'] as const;

export interface FeatureMap {
  /** [N+M,2] Real images first, then samples. */
  readonly places: Float32Array<ArrayBuffer>;
  /** Of the variance of those that the axes are fitted on. */
  readonly shares: readonly [number, number];
  readonly axesOf: 'real' | 'samples';
  /** [M] places in LIES */
  readonly lies: Uint8Array<ArrayBuffer>;
}

/** What is kept of a sample's description. */
export interface SampleFeatures {
  readonly deep: Float32Array<ArrayBuffer>;
  readonly sharpness: number;
}

export interface EvaluationApi {
  /** The descriptions that were kept of these samples, by this encoder, null for those that were not described; all others are forgotten. */
  known(encoderSha256: string, ids: readonly string[]): Promise<Outcome<(SampleFeatures | null)[]>>;
  keep(encoderSha256: string, id: string, features: SampleFeatures): Promise<Outcome<null>>;
  /** How many of these samples have no description by this encoder. Nothing is forgotten. */
  countUnknown(encoderSha256: string, ids: readonly string[]): Promise<Outcome<number>>;
  /** Puts real images and samples on a plane. Fails with map-*, evaluate-other-encoder, cancelled. */
  map(request: MapRequest, onProgress: (done: number, total: number) => void): Promise<Outcome<FeatureMap>>;
  /** Fails with evaluate-* codes, cancelled. What was found is kept until the next one. */
  evaluate(
    request: EvaluationRequest,
    onProgress: (progress: EvaluationProgress) => void,
  ): Promise<Outcome<Evaluation>>;
  /** Ends the evaluation or the map under way before its next step. */
  cancel(): void;
  /** The last evaluation; null where there was none, or it cannot be read any more. */
  last(): Promise<Outcome<Evaluation | null>>;
}

/** What the storage worker offers of one project: pixels in OPFS, small state in IndexedDB. Every write is durable when its promise resolves. */
import * as z from 'zod/mini';
import { OUTLINE_PLACES, OUTLINE_SIZES } from './bundle';
import { classCodeSchema, type ClassChange, type ClassCode, type ClassList } from './classes';
import type { Failure, Outcome } from './failure';
import type { Background, MaskShape, SkinFacts } from './library';
import type { RgbaImage } from './image';
import { recipeSchema, SAMPLER_LIMITS, sha256Schema, type Recipe } from './recipe';
import type { KeptOwnClass } from './ownClass';
import type { PlanDraft } from './plan';
import type { SavedQueue } from './queue';
import {
  sampleIdSchema,
  sampleRecordSchema,
  type Decision,
  type Reader,
  type SampleId,
  type SampleRecord,
  type SampleSummary,
} from './sample';
import type { Selection } from './selection';
import type { OpenedMask, Stroke } from './strokes';
import type { Study } from './study';

/** Between what the numbers of the painting tools can be set. Radii and sizes in image pixels, tolerance as CIE76. */
export const PAINT_LIMITS = {
  brushSizePx: { min: 1, max: 400 },
  hardness: { min: 0, max: 1 },
  wandTolerance: { min: 1, max: 100 },
  reshapePx: { min: 1, max: 64 },
} as const;

/** What a painting tool can ask for beside it. */
export type ToolSetting = 'brushSizePx' | 'hardness' | 'usesPressure' | 'wandTolerance' | 'areaMode';

const within = ({ min, max }: { readonly min: number; readonly max: number }) =>
  z.number().check(z.minimum(min), z.maximum(max));

/** Samples of one mask that differ in one thing a row, and in their seeds along it. */
const gridSchema = z.object({
  backgroundId: z.string(),
  axis: z.enum(['class', 'guidance']),
  rows: z
    .array(z.object({ value: z.union([classCodeSchema, z.number()]), recipeSha256: sha256Schema }))
    .check(z.minLength(1)),
  /** Of the columns. */
  seeds: z.array(z.int()).check(z.minLength(1)),
});
export type Grid = z.infer<typeof gridSchema>;

/** Longest side of a background's thumbnail. */
export const THUMBNAIL_PX = 256;

/** Settings of the Compose screen that survive a reload. */
export const composeStateSchema = z.object({
  schema: z.literal(1),
  backgroundId: z.nullable(z.string()),
  class: classCodeSchema,
  seed: z.int(),
  steps: z.int(),
  guidance: z.number(),
  /** `fast`: the bundle's student, where it has one. */
  sampler: z._default(z.enum(['full', 'fast']), 'full'),
  variants: z.int(),
  /** Of what lies under the mask, so much is made anew: 1 begins with noise alone. */
  strength: z._default(within(SAMPLER_LIMITS.strength), 1),
  featherPx: z.number(),
  brushSizePx: z.number().check(z.positive()),
  /** Id of a tool (state/compose/tools). */
  tool: z.string(),
  /** 0..1; below 1 a stroke takes the core of the brush first. */
  hardness: z._default(within(PAINT_LIMITS.hardness), 1),
  /** Whether a pen's pressure widens the brush. */
  usesPressure: z._default(z.boolean(), true),
  /** What tools that take an area do with it. */
  areaMode: z._default(z.enum(['add', 'remove']), 'add'),
  /** Largest difference of colour that the wand takes, CIE76. */
  wandTolerance: z._default(within(PAINT_LIMITS.wandTolerance), 12),
  /** By how much the mask is grown, shrunk and smoothed, in pixels. */
  reshapePx: z._default(within(PAINT_LIMITS.reshapePx).check(z.int()), 4),
  /** What a sampled mask is to be like. */
  outlineSize: z._default(z.enum(OUTLINE_SIZES), 'any'),
  outlinePlace: z._default(z.enum(OUTLINE_PLACES), 'anywhere'),
  /** Drawn from the outlines of the chosen class, and not of all. */
  outlineOfClass: z._default(z.boolean(), false),
  /** The fast sampler shows the lesion while the mask is painted. */
  live: z._default(z.boolean(), false),
  /** How far "more like this" goes from the noise of a sample: 0 its own, 1 fresh. */
  nearStrength: z._default(z.number().check(z.minimum(0), z.maximum(1)), 0.35),
  /** What the rows of a grid are, and the guidance of each where they are that. */
  gridAxis: z._default(z.enum(['class', 'guidance']), 'class'),
  gridGuidance: z._default(z.array(z.number()), [1, 1.5, 2, 3]),
  grids: z._default(z.array(gridSchema), []),
  pinned: z._default(z.array(sampleIdSchema), []),
});
export type ComposeState = z.infer<typeof composeStateSchema>;

export const savedSampleSchema = z.object({ record: sampleRecordSchema, recipe: recipeSchema });
export interface SavedSample {
  readonly record: SampleRecord;
  readonly recipe: Recipe;
}

export interface DecisionOf {
  readonly id: SampleId;
  readonly reader: Reader;
  readonly decision: Decision | null;
}

/** What is added to the tags of a sample, and what is taken away. */
export interface TagChange {
  readonly id: SampleId;
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

export interface SavedWork {
  readonly compose: ComposeState | null;
  readonly selection: Selection | null;
  /** Null: those of ISIC 2019. */
  readonly classes: ClassList | null;
  readonly draft: PlanDraft | null;
  readonly study: Study | null;
  readonly backgrounds: readonly Background[];
  readonly shapes: readonly MaskShape[];
  readonly ownClasses: readonly KeptOwnClass[];
  /** Classes that were begun to be taught. */
  readonly lessons: readonly ClassCode[];
  /** Entries that could not be read and were set aside. */
  readonly warnings: readonly Failure[];
}

/** The list as it is kept after a change, and why the change could not be made; null where it was. */
export interface ChangedClasses {
  readonly list: ClassList;
  readonly refusal: Failure | null;
}

/** What is not as it was written, of the samples that were loaded. */
export interface LoadedSamples {
  /** Records that could not be read and were set aside. */
  readonly warnings: readonly Failure[];
  /** Samples whose records are there, but not their images. */
  readonly damaged: readonly SampleId[];
}

export interface StorageApi {
  /** Everything kept of the project but the samples and the queue, and the skin that ships with the studio. @param baseUrl of the page, where `skin/index.json` lies */
  load(baseUrl: string): Promise<Outcome<SavedWork>>;
  /** Every sample, in the order in which they were made, some at a time. */
  loadSamples(onBatch: (batch: readonly SampleSummary[]) => void | Promise<void>): Promise<Outcome<LoadedSamples>>;
  /** Removes what nothing names any more, unless the project is open in another tab too. Called once the samples are loaded. */
  sweep(): Promise<Outcome<null>>;
  /** The queue as it was last saved; null where there is none. */
  loadQueue(): Promise<Outcome<SavedQueue | null>>;
  saveQueue(queue: SavedQueue): Promise<Outcome<null>>;
  saveDraft(draft: PlanDraft): Promise<Outcome<null>>;
  /** Makes a change to the list as it is kept by now, whichever tab has changed it last. */
  changeClasses(change: ClassChange): Promise<Outcome<ChangedClasses>>;
  saveCompose(state: ComposeState): Promise<Outcome<null>>;
  /** A background's mask with its strokes. */
  openMask(backgroundId: string): Promise<Outcome<OpenedMask>>;
  /** Keeps steps of a background's mask: their changes alone, behind those that any tab has kept; all or none. */
  addStrokes(backgroundId: string, strokes: readonly Stroke[]): Promise<Outcome<null>>;
  saveSelection(selection: Selection): Promise<Outcome<null>>;
  /** The reader study under way; null forgets it. */
  saveStudy(study: Study | null): Promise<Outcome<null>>;
  saveSample(sample: SavedSample, png: Uint8Array<ArrayBuffer>): Promise<Outcome<null>>;
  /**
   * Groups of samples in which the same is painted (core/review): the group of each sample that is in one, the largest group 0. What was
   * looked at once is remembered while the studio is open.
   */
  lookAlikes(
    ids: readonly SampleId[],
    onProgress: (done: number, total: number) => void,
  ): Promise<Outcome<readonly (readonly [SampleId, number])[]>>;
  /** Replaces the decision of one reader on each sample, all or none; null takes it back. */
  saveDecisions(decisions: readonly DecisionOf[]): Promise<Outcome<null>>;
  /**
   * Changes the tags of samples as they are kept by now, whichever tab has changed them last; all or none.
   * @returns all tags of each of these samples, in this order
   */
  changeTags(changes: readonly TagChange[]): Promise<Outcome<readonly (readonly string[])[]>>;
  /** All or none. They can be brought back until the project is opened anew. */
  removeSamples(ids: readonly SampleId[]): Promise<Outcome<null>>;
  bringBackSamples(ids: readonly SampleId[]): Promise<Outcome<null>>;
  /** The whole record of a sample. Fails with kept-record-unreadable. */
  readRecord(id: SampleId): Promise<Outcome<SampleRecord>>;
  /** Fails with sample-damaged where it is not what was written. */
  readSamplePng(id: SampleId): Promise<Outcome<Uint8Array<ArrayBuffer>>>;
  /** Keeps an image that was made again from its record. */
  replaceSamplePng(id: SampleId, png: Uint8Array<ArrayBuffer>): Promise<Outcome<null>>;
  /** Keeps pixels that the studio made, cut out or read as a background, or replaces what is said of one that is kept (`png` null). */
  keepBackground(background: Background, png: Uint8Array<ArrayBuffer> | null): Promise<Outcome<null>>;
  /** What can be seen in a background's skin. */
  describeBackground(id: string): Promise<Outcome<SkinFacts>>;
  /** Keeps outlines, or replaces those of the same id. */
  keepShapes(shapes: readonly MaskShape[]): Promise<Outcome<null>>;
  removeShapes(ids: readonly string[]): Promise<Outcome<null>>;
  /** Keeps the file of a class that was shown or taught (core/ownClass); it is told by it from now on. Fails with own-class-unreadable. */
  keepOwnClass(file: Uint8Array<ArrayBuffer>): Promise<Outcome<KeptOwnClass>>;
  /** The class is told by nothing any more; samples that were made with it can still be made again. */
  dropOwnClass(code: ClassCode): Promise<Outcome<null>>;
  readOwnClass(sha256: string): Promise<Outcome<Blob>>;
  /** Keeps where teaching a class has got to; null forgets it. */
  keepLesson(code: ClassCode, state: Uint8Array<ArrayBuffer> | null): Promise<Outcome<null>>;
  /** Null where none was begun. */
  readLesson(code: ClassCode): Promise<Outcome<Uint8Array<ArrayBuffer> | null>>;
  readBackground(id: string): Promise<Outcome<RgbaImage>>;
  /** A background no longer than `THUMBNAIL_PX`, as a PNG. */
  readThumbnail(id: string): Promise<Outcome<Uint8Array<ArrayBuffer>>>;
  removeBackground(id: string): Promise<Outcome<null>>;
}

/** Reads everything that was kept; what cannot be read is set aside with a word of it and never stops the rest. */
import { get } from 'idb-keyval';
import * as z from 'zod/mini';
import type { BundleManifest } from '../contracts/bundle';
import { classListSchema } from '../contracts/classes';
import { failureOf, type Failure } from '../contracts/failure';
import { backgroundSchema, maskShapeSchema, type Background, type MaskShape } from '../contracts/library';
import { composeStateSchema, savedSampleSchema, type SavedSample, type SavedWork } from '../contracts/storage';
import { sampleSummarySchema, type SampleSummary } from '../contracts/sample';
import { selectionSchema } from '../contracts/selection';
import { studySchema } from '../contracts/study';
import { planDraftSchema, type PlanDraft } from '../contracts/plan';
import { savedQueueSchema, type SavedQueue } from '../contracts/queue';
import {
  ACTIVE_BUNDLE_KEY,
  CLASSES_KEY,
  COMPOSE_KEY,
  database,
  DRAFT_KEY,
  entriesOf,
  keptBundleSchema,
  QUEUE_KEY,
  SAMPLES_FOLDER,
  SELECTION_KEY,
  STUDY_KEY,
} from './keys';
import { list } from './opfs';

export async function loadWork(shipped: readonly Background[], warnings: Failure[]): Promise<SavedWork> {
  const compose = z.nullable(composeStateSchema).safeParse((await get<unknown>(COMPOSE_KEY, database())) ?? null);
  if (!compose.success) warnings.push(failureOf('kept-compose-unreadable'));
  const selection = z.nullable(selectionSchema).safeParse((await get<unknown>(SELECTION_KEY, database())) ?? null);
  if (!selection.success) warnings.push(failureOf('kept-selection-unreadable'));
  const study = z.nullable(studySchema).safeParse((await get<unknown>(STUDY_KEY, database())) ?? null);
  if (!study.success) warnings.push(failureOf('kept-study-unreadable'));
  const classes = z.nullable(classListSchema).safeParse((await get<unknown>(CLASSES_KEY, database())) ?? null);
  if (!classes.success) warnings.push(failureOf('kept-classes-unreadable'));
  const active = z
    .catch(z.nullable(z.string()), null)
    .parse((await get<unknown>(ACTIVE_BUNDLE_KEY, database())) ?? null);
  return {
    compose: compose.success ? compose.data : null,
    selection: selection.success ? selection.data : null,
    classes: classes.success ? classes.data : null,
    draft: await readDraft(),
    study: study.success ? study.data : null,
    backgrounds: await loadBackgrounds(shipped, warnings),
    shapes: await loadShapes(warnings),
    bundles: await loadBundles(warnings),
    activeBundleId: active,
    warnings,
  };
}

const savedSummarySchema = z.object({ record: sampleSummarySchema });

/** Every sample whose pixels are there, whole, in the order of their ids, a few at a time in memory. */
export function readEachSample(warnings: Failure[]): AsyncGenerator<SavedSample> {
  return readEach(savedSampleSchema, warnings);
}

/** All of them, without masks and recipes (those are most of the bytes, and are looked at when they are used), in the order in which they were made. */
export async function readSummaries(warnings: Failure[]): Promise<SampleSummary[]> {
  const found: SampleSummary[] = [];
  for await (const { record } of readEach(savedSummarySchema, warnings)) found.push(record);
  return found.sort(({ createdAt: a }, { createdAt: b }) => (a < b ? -1 : a > b ? 1 : 0));
}

async function* readEach<Saved extends { readonly record: SampleSummary }>(
  schema: z.ZodMiniType<Saved>,
  warnings: Failure[],
): AsyncGenerator<Saved> {
  const pixels = new Set(await list(SAMPLES_FOLDER));
  for await (const [key, value] of entriesOf('sample:')) {
    const parsed = schema.safeParse(value);
    if (!parsed.success) warnings.push(failureOf('kept-record-unreadable', { id: key.slice('sample:'.length) }));
    else if (!pixels.has(`${parsed.data.record.id}.png`))
      warnings.push(failureOf('kept-pixels-gone', { id: parsed.data.record.id }));
    else yield parsed.data;
  }
}

/** Of the shipped ones it is kept only whether they are excluded; what is said of them now is what the index says. */
async function loadBackgrounds(shipped: readonly Background[], warnings: Failure[]): Promise<Background[]> {
  const pixels = new Set(await list('backgrounds'));
  const found: Background[] = [];
  const excluded = new Map<string, boolean>();
  for await (const [key, value] of entriesOf('background:')) {
    const parsed = backgroundSchema.safeParse(value);
    if (parsed.success && parsed.data.origin === 'shipped') excluded.set(parsed.data.id, parsed.data.excluded ?? false);
    else if (parsed.success && pixels.has(`${parsed.data.id}.png`)) found.push(parsed.data);
    else warnings.push(failureOf('kept-background-unreadable', { id: key.slice('background:'.length) }));
  }
  return [
    ...shipped.map((background) => ({ ...background, excluded: excluded.get(background.id) ?? false })),
    ...found,
  ];
}

async function loadShapes(warnings: Failure[]): Promise<MaskShape[]> {
  const found: MaskShape[] = [];
  for await (const [key, value] of entriesOf('shape:')) {
    const parsed = maskShapeSchema.safeParse(value);
    if (parsed.success) found.push(parsed.data);
    else warnings.push(failureOf('kept-outline-unreadable', { id: key.slice('shape:'.length) }));
  }
  return found;
}

async function loadBundles(warnings: Failure[]): Promise<BundleManifest[]> {
  const found: BundleManifest[] = [];
  for await (const [key, value] of entriesOf('bundle:')) {
    const parsed = keptBundleSchema.safeParse(value);
    if (parsed.success) found.push(parsed.data.manifest);
    else warnings.push(failureOf('kept-bundle-unreadable', { id: key.slice('bundle:'.length) }));
  }
  return found;
}

/** Settings for the next plan; where they cannot be read the usual ones do. */
async function readDraft(): Promise<PlanDraft | null> {
  return z.catch(z.nullable(planDraftSchema), null).parse((await get<unknown>(DRAFT_KEY, database())) ?? null);
}

/** Throws where what is kept is not a queue. */
export async function readQueue(): Promise<SavedQueue | null> {
  return z.nullable(savedQueueSchema).parse((await get<unknown>(QUEUE_KEY, database())) ?? null);
}

/** Reads everything that was kept; what cannot be read is set aside with a word of it and never stops the rest. */
import { get, type UseStore } from 'idb-keyval';
import * as z from 'zod/mini';
import { classListSchema } from '../contracts/classes';
import { failureOf, type Failure } from '../contracts/failure';
import { backgroundSchema, maskShapeSchema, type Background, type MaskShape } from '../contracts/library';
import { composeStateSchema, type SavedWork } from '../contracts/storage';
import { selectionSchema } from '../contracts/selection';
import { studySchema } from '../contracts/study';
import { planDraftSchema, type PlanDraft } from '../contracts/plan';
import { savedQueueSchema, type SavedQueue } from '../contracts/queue';
import { BACKGROUNDS, CLASSES_KEY, COMPOSE_KEY, DRAFT_KEY, QUEUE_KEY, SELECTION_KEY, SHAPES, STUDY_KEY } from './keys';
import { list } from './opfs';
import type { ProjectOwnClasses } from './ownClasses';
import { entriesOf, type Place } from './place';

export async function loadWork(
  { database, folder }: Place,
  shipped: readonly Background[],
  own: Pick<ProjectOwnClasses, 'all' | 'lessons'>,
  warnings: Failure[],
): Promise<SavedWork> {
  const compose = z.nullable(composeStateSchema).safeParse((await get<unknown>(COMPOSE_KEY, database)) ?? null);
  if (!compose.success) warnings.push(failureOf('kept-compose-unreadable'));
  const selection = z.nullable(selectionSchema).safeParse((await get<unknown>(SELECTION_KEY, database)) ?? null);
  if (!selection.success) warnings.push(failureOf('kept-selection-unreadable'));
  const study = z.nullable(studySchema).safeParse((await get<unknown>(STUDY_KEY, database)) ?? null);
  if (!study.success) warnings.push(failureOf('kept-study-unreadable'));
  const classes = z.nullable(classListSchema).safeParse((await get<unknown>(CLASSES_KEY, database)) ?? null);
  if (!classes.success) warnings.push(failureOf('kept-classes-unreadable'));
  return {
    compose: compose.success ? compose.data : null,
    selection: selection.success ? selection.data : null,
    classes: classes.success ? classes.data : null,
    draft: await readDraft(database, warnings),
    study: study.success ? study.data : null,
    backgrounds: await loadBackgrounds(database, new Set(await list(`${folder}/backgrounds`)), shipped, warnings),
    shapes: await loadShapes(database, warnings),
    ownClasses: await own.all(warnings),
    lessons: await own.lessons(),
    warnings,
  };
}

/** Of the shipped ones it is kept only whether they are excluded; what is said of them now is what the index says. */
async function loadBackgrounds(
  database: UseStore,
  pixels: ReadonlySet<string>,
  shipped: readonly Background[],
  warnings: Failure[],
): Promise<Background[]> {
  const found: Background[] = [];
  const excluded = new Map<string, boolean>();
  for await (const [key, value] of entriesOf(database, BACKGROUNDS)) {
    const parsed = backgroundSchema.safeParse(value);
    if (parsed.success && parsed.data.origin === 'shipped') excluded.set(parsed.data.id, parsed.data.excluded ?? false);
    else if (parsed.success && pixels.has(`${parsed.data.id}.png`)) found.push(parsed.data);
    else warnings.push(failureOf('kept-background-unreadable', { id: key.slice(BACKGROUNDS.length) }));
  }
  return [
    ...shipped.map((background) => ({ ...background, excluded: excluded.get(background.id) ?? false })),
    ...found,
  ];
}

async function loadShapes(database: UseStore, warnings: Failure[]): Promise<MaskShape[]> {
  const found: MaskShape[] = [];
  for await (const [key, value] of entriesOf(database, SHAPES)) {
    const parsed = maskShapeSchema.safeParse(value);
    if (parsed.success) found.push(parsed.data);
    else warnings.push(failureOf('kept-outline-unreadable', { id: key.slice(SHAPES.length) }));
  }
  return found;
}

/** Settings for the next plan; where they cannot be read the usual ones do. */
async function readDraft(database: UseStore, warnings: Failure[]): Promise<PlanDraft | null> {
  const draft = z.nullable(planDraftSchema).safeParse((await get<unknown>(DRAFT_KEY, database)) ?? null);
  if (!draft.success) warnings.push(failureOf('kept-draft-unreadable'));
  return draft.success ? draft.data : null;
}

/** Throws where what is kept is not a queue. */
export async function readQueue(database: UseStore): Promise<SavedQueue | null> {
  return z.nullable(savedQueueSchema).parse((await get<unknown>(QUEUE_KEY, database)) ?? null);
}

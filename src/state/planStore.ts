/** The plan that is being set up: the draft, what it comes to, what it costs here, its file. */
import { createStore } from 'zustand/vanilla';
import { fail, succeed, type Failure, type Outcome } from '../contracts/failure';
import { planSchema, type Plan, type PlanDraft } from '../contracts/plan';
import { candidate } from '../core/plan/attempt';
import type { Cost } from '../core/plan/forecast';
import type { RealCounts } from '../core/plan/targets';
import { tallyClasses } from '../core/dataset/tally';
import type { Compose } from './composeStore';
import type { DatasetStore } from './datasetStore';
import type { StudioDependencies } from './dependencies';
import type { Library } from './libraryStore';
import type { Notices } from './noticeStore';
import { planOf, USUAL_DRAFT, type AtHand } from './plan';
import type { Queue } from './queueStore';
import type { SelectionControl } from './selectionStore';
import type { Session } from './sessionStore';

export interface PlanningState {
  readonly draft: PlanDraft;
  readonly measuring: boolean;
  /** What one sample took, and with which sampler it was made. */
  readonly measured: (Cost & { readonly key: string }) | null;
  /** A plan from a file, as it is; it is started or put aside. */
  readonly opened: Plan | null;
  readonly refusal: Failure | null;
}

/** What a measurement holds for. */
export function costKey({ series }: Plan): string {
  const { bundle, sampler } = series;
  return `${bundle.sha256} ${sampler.name} ${sampler.steps}`;
}

const SAVE_DELAY_MS = 300;

export function createPlanning(
  dependencies: StudioDependencies,
  notices: Notices,
  session: Session,
  compose: Compose,
  selection: SelectionControl,
  dataset: DatasetStore,
  library: Library,
  queue: Queue,
) {
  const { storage, inference, now, schedule, unschedule, persist } = dependencies;
  const store = createStore<PlanningState>(() => ({
    draft: USUAL_DRAFT,
    measuring: false,
    measured: null,
    opened: null,
    refusal: null,
  }));
  let pending: number | null = null;
  let tallied: { readonly of: unknown; readonly counts: RealCounts } | null = null;

  /** Images of each class in the open data set. */
  function real(): RealCounts {
    const { content } = dataset.store.getState();
    if (tallied?.of !== content) {
      const classes = tallyClasses(content.images, content.seen);
      tallied = { of: content, counts: Object.fromEntries(classes.map((one) => [one.class, one.images])) };
    }
    return tallied.counts;
  }

  function atHand(): AtHand | null {
    const { manifest, manifestSha256 } = session.store.getState();
    const { backgrounds } = compose.store.getState();
    const { shapes } = library.store.getState();
    return (
      manifest && { manifest, manifestSha256, backgrounds, shapes, real: real(), rule: selection.store.getState().rule }
    );
  }

  /** The plan as it stands. Fails where something is missing. */
  function plan(): Outcome<Plan> {
    const { draft, opened } = store.getState();
    if (opened) return succeed(opened);
    const here = atHand();
    if (!here) return fail('device-unavailable', 'The model is not loaded yet.', 'The plan can be started when it is.');
    return planOf(draft, here, dataset.store.getState().opened?.summary.name ?? '');
  }

  function set(change: Partial<PlanDraft>): void {
    store.setState(({ draft }) => ({ draft: { ...draft, ...change }, refusal: null }));
    if (pending !== null) unschedule(pending);
    pending = schedule(() => {
      pending = null;
      void storage.saveDraft(store.getState().draft).then((saved) => saved.ok || notices.report(saved.failure));
    }, SAVE_DELAY_MS);
  }

  return {
    store,
    restore(draft: PlanDraft | null): void {
      if (draft) store.setState({ draft });
    },
    real,
    plan,
    set,
    /** Makes the plan's first candidate and throws it away, to know what one takes here. */
    async measure(): Promise<void> {
      const wanted = plan();
      const [first] = wanted.ok ? wanted.value.classes : [];
      if (!wanted.ok || !first || store.getState().measuring) return;
      store.setState({ measuring: true });
      const measured = await trial(wanted.value, first.class);
      store.setState({ measuring: false, ...(measured.ok ? { measured: measured.value } : {}) });
      if (!measured.ok) notices.report(measured.failure);
    },
    /** Starts the plan; where it cannot be, `refusal` says why. */
    async start(): Promise<void> {
      const made = plan();
      store.setState({ refusal: made.ok ? null : made.failure });
      if (!made.ok) return;
      void persist();
      await queue.start(made.value);
      store.setState({ opened: null });
    },
    /** Reads a plan from a file. Fails into a notice. */
    async open(file: Blob): Promise<void> {
      const read = await readPlan(file);
      if (read.ok) store.setState({ opened: read.value, refusal: null });
      else notices.report(read.failure);
    },
    putAside: (): void => store.setState({ opened: null, refusal: null }),
  };

  async function trial(
    wanted: Plan,
    code: Plan['classes'][number]['class'],
  ): Promise<Outcome<Cost & { readonly key: string }>> {
    const { maskModel } = session.store.getState();
    const { recipe, mask } = candidate(wanted.series, code, 0, maskModel);
    const here = compose.store.getState().backgrounds.find(({ sha256 }) => sha256 === recipe.background.sha256);
    const background = await storage.readBackground(here?.id ?? recipe.background.id);
    if (!background.ok) return background;
    const began = now().getTime();
    const { seed, sampler } = recipe;
    const made = await inference.generate(
      { jobId: 'measurement', class: code, seed, sampler, background: background.value, mask },
      () => undefined,
    );
    if (!made.ok) return made;
    const sampleMs = now().getTime() - began;
    return succeed({ key: costKey(wanted), sampleMs, sampleBytes: made.value.png.byteLength + RECORD_BYTES });
  }
}

/** A record with its recipe in IndexedDB, about. */
const RECORD_BYTES = 4_000;

export type Planning = ReturnType<typeof createPlanning>;

/** Fails with dataset-not-readable where it is no plan, or one of a later version. */
export async function readPlan(file: Blob): Promise<Outcome<Plan>> {
  const kept = 'Nothing was changed. Choose a file that "Save plan" has written.';
  try {
    const parsed = planSchema.safeParse(JSON.parse(await file.text()));
    if (parsed.success) return succeed(parsed.data);
    const [first] = parsed.error.issues;
    const where = first ? `${first.path.join('.')}: ${first.message}` : '';
    return fail('dataset-not-readable', `This is not a plan that the studio can read (${where}).`, kept);
  } catch (error) {
    return fail('dataset-not-readable', 'This file is not a plan: it is not JSON.', kept, String(error));
  }
}

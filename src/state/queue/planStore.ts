/** The plan that is being set up: the draft, what it comes to, what it costs here, its file. */
import { createStore } from 'zustand/vanilla';
import type { ClassCode } from '../../contracts/classes';
import { SPLIT_NAMES } from '../../contracts/dataset';
import { fail, type Failure, type Outcome, succeed } from '../../contracts/failure';
import type { Plan, PlanDraft } from '../../contracts/plan';
import { unpaintedBy } from '../../core/bundle/painted';
import { roughSampleMs, type Cost } from '../../core/plan/forecast';
import { countOf, wantedBy, type RealCounts } from '../../core/plan/targets';
import { tallyClasses } from '../../core/dataset/tally';
import { t } from '../../messages';
import type { Compose } from '../compose/composeStore';
import type { ClassControl } from '../dataset/classStore';
import type { DatasetStore } from '../dataset/datasetStore';
import type { StudioDependencies } from '../base/dependencies';
import type { Writing } from '../base/writing';
import type { Library } from './libraryStore';
import { withClasses, withFacts } from './sceneClasses';
import type { Notices } from '../base/noticeStore';
import { planOf, USUAL_COUNT, USUAL_DRAFT } from '../../core/plan/plan';
import { outlookOf, type Outlook, type Scenes } from '../../core/plan/outlook';
import type { Queue } from './queueStore';
import type { SelectionControl } from '../review/selectionStore';
import type { Learnt } from '../learnt/learntStore';
import type { Later } from '../session/later';
import type { Session } from '../session/sessionStore';

export interface PlanningState {
  readonly draft: PlanDraft;
  readonly measuring: boolean;
  /** What one sample took, and with which sampler it was made. */
  readonly measured: (Cost & { readonly key: string }) | null;
  /** A plan from a file, as it is; it is started or put aside. */
  readonly opened: Plan | null;
  readonly refusal: Failure | null;
  /** Started while images of the data set were still being scanned: it begins by itself when they are. */
  readonly awaitsScan: boolean;
}

/** What a measurement holds for. */
export function costKey({ series }: Plan): string {
  const { bundle, sampler } = series;
  return `${bundle.sha256} ${sampler.name} ${sampler.steps}`;
}

const SAVE_DELAY_MS = 300;
const TRAIN = SPLIT_NAMES.indexOf('train');

/** The parts of the studio that it works with. */
export interface PlanningNeeds {
  readonly notices: Notices;
  readonly later: Later;
  readonly learnt: Pick<Learnt, 'codes' | 'refs' | 'find'>;
  readonly session: Session;
  readonly compose: Compose;
  readonly selection: SelectionControl;
  readonly dataset: DatasetStore;
  readonly library: Library;
  readonly queue: Queue;
  readonly writing: Writing;
  readonly classes: Pick<ClassControl, 'store'>;
}

export function createPlanning(
  dependencies: StudioDependencies,
  { notices, session, compose, selection, dataset, library, queue, writing, classes, learnt, later }: PlanningNeeds,
) {
  const { storage, inference, now, schedule, unschedule, persist } = dependencies;
  const store = createStore<PlanningState>(() => ({
    draft: USUAL_DRAFT,
    measuring: false,
    measured: null,
    opened: null,
    refusal: null,
    awaitsScan: false,
  }));
  let pending: number | null = null;
  /** What the person has changed since the studio was opened: what was kept does not take its place. */
  let typed: Partial<PlanDraft> = {};
  let preparing: Promise<Outcome<Plan>> | null = null;
  let tallied: {
    readonly content: unknown;
    readonly codes: unknown;
    readonly real: RealCounts;
    readonly training: readonly ClassCode[];
  } | null = null;

  /** Images of each class in the open data set, and the classes that have some for training. */
  function tally() {
    const { content } = dataset.store.getState();
    const { codes } = classes.store.getState();
    if (tallied?.content !== content || tallied.codes !== codes) {
      const rows = tallyClasses(content.images, content.scan, codes);
      tallied = {
        content,
        codes,
        real: Object.fromEntries(rows.map((row) => [row.class, row.images])),
        training: rows.filter(({ bySplit }) => (bySplit[TRAIN] ?? 0) > 0).map((row) => row.class),
      };
    }
    return tallied;
  }

  function scenes(): Scenes {
    const { heldOut, barren, livesIn, facts } = library.store.getState();
    const { real, training } = tally();
    const isReachable = dataset.store.getState().opened?.source.kind === 'open';
    const takeable = new Set(isReachable ? training.filter((code) => !barren.has(code)) : []);
    const { codes } = classes.store.getState();
    return {
      classes: codes,
      unpainted: unpaintedBy(session.store.getState().manifest, codes, learnt.codes()),
      backgrounds: withFacts(withClasses(compose.store.getState().backgrounds, livesIn), facts),
      real,
      heldOut,
      takeable,
    };
  }

  /** What the draft comes to. */
  function outlook(): Outlook {
    return outlookOf(store.getState().draft, scenes());
  }

  /** The plan as it stands; lesions may still have to be taken from the data set. Fails where something is missing. */
  function plan(): Outcome<Plan> {
    const { draft, opened } = store.getState();
    if (opened) return succeed(opened);
    const { manifest, manifestSha256 } = session.store.getState();
    if (!manifest) return fail('model-not-loaded');
    const { scannedCount, content, opened: set } = dataset.store.getState();
    if (scannedCount < content.images.length && outlook().toTake.length > 0) return fail('plan-dataset-not-scanned');
    const { shapes } = library.store.getState();
    const { rule } = selection.store.getState();
    const { takesStrength } = session.store.getState();
    return planOf(
      draft,
      { manifest, manifestSha256, shapes, rule, takesStrength, ownClasses: learnt.refs(), ...scenes() },
      set?.summary.name ?? '',
    );
  }

  /** The whole plan: takes the lesions that it is painted over from the data set first. Fails with plan-lesions-stopped where the person stops that. */
  function prepare(): Promise<Outcome<Plan>> {
    preparing ??= complete().finally(() => (preparing = null));
    return preparing;
  }

  async function complete(): Promise<Outcome<Plan>> {
    if (store.getState().opened) return plan();
    await library.lesions.holdOut();
    await library.looks.look();
    const before = outlook();
    const ready = plan();
    if (!ready.ok || before.toTake.length === 0) return ready;
    if (!(await library.lesions.takeForPlan(before.toTake))) return fail('plan-lesions-stopped');
    const { skin, bare, wanted } = outlook();
    if (skin === before.skin) return plan();
    // The usual choice has changed while lesions were taken: the person is asked before hours are spent.
    if (Object.entries(wanted).some(([code, count]) => count > 0 && !bare.includes(code)))
      return fail('plan-other-background', { classes: bare });
    notices.inform(t('state.noLesionAtAll'));
    return plan();
  }

  function set(change: Partial<PlanDraft>): void {
    typed = { ...typed, ...change };
    store.setState(({ draft }) => ({ draft: { ...draft, ...change }, refusal: null }));
    if (pending !== null) unschedule(pending);
    pending = schedule(() => {
      pending = null;
      const { draft } = store.getState();
      void writing.replace('plan', () => storage.saveDraft(draft));
    }, SAVE_DELAY_MS);
  }

  /** Samples of a class that the rule wants. */
  function byRule(code: ClassCode): number {
    const { real } = tally();
    const head = Math.max(0, ...classes.store.getState().codes.map((each) => countOf(real, each)));
    return wantedBy(store.getState().draft.rule, countOf(real, code), head);
  }

  /** Types the samples of a class; what the rule says anyway is not kept. */
  function setWanted(code: ClassCode, count: number): void {
    const { [code]: _, ...others } = store.getState().draft.byHand;
    set({ byHand: count === byRule(code) ? others : { ...others, [code]: count } });
  }

  /** The plan with everything that it needs; null where it cannot be, and `refusal` says why. */
  async function whole(): Promise<Plan | null> {
    const made = await prepare();
    store.setState({ refusal: made.ok ? null : made.failure });
    return made.ok ? made.value : null;
  }

  async function measureNow(): Promise<void> {
    if (store.getState().measuring) return;
    store.setState({ measuring: true });
    const wanted = await prepare();
    const [first] = wanted.ok ? wanted.value.classes : [];
    const measured = wanted.ok ? first && (await trial(wanted.value, first.class)) : wanted;
    store.setState({ measuring: false, ...(measured?.ok === true ? { measured: measured.value } : {}) });
    if (measured?.ok === false) notices.report(measured.failure);
  }

  async function startNow(): Promise<void> {
    store.setState({ awaitsScan: false });
    const made = await whole();
    if (!made) {
      if (store.getState().refusal?.code === 'plan-dataset-not-scanned')
        store.setState({ refusal: null, awaitsScan: true });
      return;
    }
    void persist();
    await queue.start(made);
    store.setState({ opened: null });
  }

  dataset.store.subscribe(({ edition, content, scannedCount }, before) => {
    if (!store.getState().awaitsScan) return;
    if (edition !== before.edition) store.setState({ awaitsScan: false });
    else if (scannedCount === content.images.length) void startNow();
  });

  return {
    store,
    restore(draft: PlanDraft | null): void {
      if (draft) store.setState({ draft: { ...draft, ...typed } });
    },
    real: (): RealCounts => tally().real,
    outlook,
    plan,
    whole,
    set,
    setWanted,
    /** Takes a class in, with as many samples as the rule gives it or else the usual number, or leaves it to counterparts. */
    tick: (code: ClassCode, isIn: boolean): void => setWanted(code, isIn ? byRule(code) || USUAL_COUNT : 0),
    /** Types the counterparts of a class; what would stand there anyway is not kept. */
    setCounterparts(code: ClassCode, count: number): void {
      const { draft } = store.getState();
      const { [code]: _, ...others } = draft.counterparts?.byHand ?? {};
      const usual = outlookOf({ ...draft, counterparts: { byHand: others } }, scenes()).counterparts;
      set({ counterparts: { byHand: count === countOf(usual, code) ? others : { ...others, [code]: count } } });
    },
    /** Makes the plan's first candidate and throws it away, to know what one takes here. */
    measure: (): Promise<void> => later.whenReady('measure', measureNow),
    /** Starts the plan; where it cannot be, `refusal` says why. */
    start: (): Promise<void> => later.whenReady('plan', startNow),
    /** It is not to begin when all images are scanned. */
    stopAwaiting: (): void => store.setState({ awaitsScan: false }),
    /** What one sample takes here: measured, or about, from a call of the network; null where nobody knows. */
    sampleMs(made: Plan): number | null {
      const { measured } = store.getState();
      if (measured?.key === costKey(made)) return measured.sampleMs;
      const taken = session.store.getState().attempts.findLast((attempt) => attempt.accepted);
      return taken ? roughSampleMs(made.series.sampler, taken.stepMs) : null;
    },
    /** Reads a plan from a file. Fails into a notice. */
    async open(file: Blob): Promise<void> {
      const { readOutside } = await import('../base/readOutside');
      const read = await readOutside(dependencies, notices, file, (reader) => reader.readPlan(file));
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
    const { candidate } = await import('../../core/plan/attempt');
    const { recipe, mask } = candidate(wanted.series, code, 0, maskModel);
    const own = learnt.find(recipe.ownClass, code);
    if (!own.ok) return own;
    const known = compose.store.getState().backgrounds.find(({ sha256 }) => sha256 === recipe.background.sha256);
    const background = await storage.readBackground(known?.id ?? recipe.background.id);
    if (!background.ok) return background;
    const began = now().getTime();
    const { seed, sampler } = recipe;
    const made = await inference.generate(
      { jobId: 'measurement', class: code, own: own.value, seed, sampler, background: background.value, mask },
      () => undefined,
    );
    if (!made.ok) return made;
    const sampleMs = now().getTime() - began;
    return succeed({ key: costKey(wanted), sampleMs, sampleBytes: made.value.png.byteLength + RECORD_BYTES });
  }
}

export type Planning = ReturnType<typeof createPlanning>;

/** A record with its recipe in IndexedDB, about. */
const RECORD_BYTES = 4_000;

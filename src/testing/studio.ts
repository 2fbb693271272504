/** For tests: a studio whose storage, inference and clock are in memory. */
import type { CheckedBundle } from '../contracts/bundle';
import { ISIC_2019, type ClassChange, type ClassList } from '../contracts/classes';
import { fail, failureOf, type Outcome, succeed } from '../contracts/failure';
import type { GateReference } from '../contracts/gateReference';
import type { GeneratedSample, GenerateJob, RealDescription, StepProgress } from '../contracts/inference';
import type { PlanDraft } from '../contracts/plan';
import type { SavedQueue } from '../contracts/queue';
import type { KeptFile } from '../contracts/reading';
import { summaryOf, type SampleId, type SampleSummary } from '../contracts/sample';
import type { OpenedSet, ReplayedFrom } from '../contracts/archive';
import type { Selection } from '../contracts/selection';
import type { Study } from '../contracts/study';
import type { ComposeState, SavedSample, SavedWork, TagChange } from '../contracts/storage';
import type { SavedMask, Stroke } from '../contracts/strokes';
import type { TabNews } from '../contracts/tabs';
import { changedList } from '../core/export/classList';
import { changedTags } from '../core/review/tags';
import { withStrokes } from '../core/mask/savedMask';
import type { StudioDependencies } from '../state/base/dependencies';
import { createNoticeStore } from '../state/base/noticeStore';
import { createSession } from '../state/session/sessionStore';
import { createStudio, type Studio } from '../state/studio';
import { GENERATED } from './generated';
import { checked, MANIFEST, SKIN } from './studioBundles';

/** Everything outside the state, in memory; each answer can be replaced by a test. */
export function exampleWorld() {
  const kept: {
    compose: ComposeState | null;
    /** By background. */
    masks: Record<string, SavedMask>;
    damagedMasks: Set<string>;
    /** By sample. */
    tags: Record<string, readonly string[]>;
    /** Steps of masks that were kept. */
    strokes: number;
    selection: Selection | null;
    samples: SavedSample[];
    queue: SavedQueue | null;
    draft: PlanDraft | null;
    classes: ClassList | null;
    study: Study | null;
    bundles: string[];
    active: string | null;
  } = {
    compose: null,
    masks: {},
    damagedMasks: new Set(),
    tags: {},
    strokes: 0,
    selection: null,
    samples: [],
    queue: null,
    draft: null,
    classes: null,
    study: null,
    bundles: [],
    active: null,
  };
  const answers = {
    saveSample: (): Outcome<null> => succeed(null),
    saveDecisions: (): Outcome<null> => succeed(null),
    openExport: (): Outcome<OpenedSet> => fail('export-not-readable', { fault: failureOf('zip-damaged') }),
    exportedSample: (): Outcome<ReplayedFrom> => fail('export-closed'),
    exportedFile: (_: SampleId): Outcome<KeptFile> => fail('export-closed'),
    lookAlikes: (): Outcome<readonly (readonly [SampleId, number])[]> => succeed([]),
    open: (id: string): boolean => id !== 'broken',
    gateReference: (): GateReference | null => null,
    /** Called when a bundle is written or made active. */
    settled: (): unknown => undefined,
    preview: (): Outcome<null> => succeed(null),
    describe: (): Outcome<RealDescription | null> => succeed(null),
    /** How long a preview takes. */
    settling: (): Promise<void> => Promise.resolve(),
    progress: (_onStep: (progress: StepProgress) => void): void => undefined,
    generate: (): Outcome<GeneratedSample> => succeed(GENERATED),
  };
  /** To other tabs. */
  const told: TabNews[] = [];
  const hearing: ((news: TabNews) => void)[] = [];
  const opened: string[] = [];
  const jobs: GenerateJob[] = [];
  const previews: GenerateJob[] = [];
  const cancelled: string[] = [];
  const yields: number[] = [];
  const timers: (() => void)[] = [];
  const keep =
    <Key extends keyof typeof kept>(key: Key) =>
    (value: (typeof kept)[Key]): Promise<Outcome<null>> => {
      kept[key] = value;
      return Promise.resolve(succeed(null));
    };
  const remembered = new Map<string, string>();
  const never = (): never => {
    throw new Error('not used here');
  };
  /** Of files from outside. */
  const reader = {
    openExport: () => Promise.resolve(answers.openExport()),
    exportedSample: () => Promise.resolve(answers.exportedSample()),
    exportedFile: (id: SampleId) => Promise.resolve(answers.exportedFile(id)),
    checkBundleZip: (zip: Blob) => zip.text().then((id) => succeed(checked(id))),
    end: () => undefined,
  };
  const dependencies = {
    startReading: () => Promise.resolve(reader),
    storage: {
      load: () =>
        Promise.resolve(
          succeed<SavedWork>({
            compose: kept.compose,
            selection: kept.selection,
            draft: kept.draft,
            classes: kept.classes,
            study: kept.study,
            backgrounds: [SKIN],
            ...{ shapes: [], ownClasses: [], lessons: [], warnings: [] },
          }),
        ),
      loadSamples: async (onBatch: (batch: readonly SampleSummary[]) => void | Promise<void>) => {
        await onBatch(kept.samples.map(({ record }) => summaryOf(record)));
        return succeed({ warnings: [], damaged: [] });
      },
      sweep: () => Promise.resolve(succeed(null)),
      loadQueue: () => Promise.resolve(succeed(kept.queue)),
      saveQueue: keep('queue'),
      changeClasses: (change: ClassChange) => {
        const before = kept.classes ?? ISIC_2019;
        const changed = changedList(before, change);
        kept.classes = changed.ok ? changed.value : before;
        return Promise.resolve(succeed({ list: kept.classes, refusal: changed.ok ? null : changed.failure }));
      },
      saveDraft: keep('draft'),
      saveCompose: keep('compose'),
      openMask: (id: string) =>
        Promise.resolve(succeed({ mask: kept.masks[id] ?? null, isDamaged: kept.damagedMasks.has(id) })),
      addStrokes: (id: string, strokes: readonly Stroke[]) => {
        const mask = withStrokes(kept.masks[id] ?? null, strokes);
        if (mask) kept.masks[id] = mask;
        kept.strokes += strokes.length;
        return Promise.resolve(succeed(null));
      },
      saveSample: (sample: SavedSample) => {
        const answer = answers.saveSample();
        if (answer.ok) kept.samples.push(sample);
        return Promise.resolve(answer);
      },
      saveDecisions: () => Promise.resolve(answers.saveDecisions()),
      changeTags: (changes: readonly TagChange[]) =>
        Promise.resolve(
          succeed(
            changes.map(({ id, add, remove }) => {
              const tags = changedTags(kept.tags[id] ?? [], add, remove);
              kept.tags[id] = tags;
              return tags;
            }),
          ),
        ),
      keepBackground: () => Promise.resolve(succeed(null)),
      lookAlikes: () => Promise.resolve(answers.lookAlikes()),
      saveSelection: keep('selection'),
      saveStudy: keep('study'),
      readSamplePng: () => Promise.resolve(succeed(new Uint8Array(8))),
      readRecord: (id: string) => {
        const found = kept.samples.find(({ record }) => record.id === id);
        return Promise.resolve(found ? succeed(found.record) : fail('storage-failed', { what: 'sample' }));
      },
      readBackground: () => Promise.resolve(succeed({ width: 64, height: 48, data: new Uint8ClampedArray(12_288) })),
    },
    projects: {
      readShippedBundle: () => Promise.resolve(succeed(checked('inlay-ham10000'))),
      readBundle: (id: string) => Promise.resolve(succeed(checked(id))),
      keepBundle: ({ manifest }: CheckedBundle) => {
        answers.settled();
        kept.bundles.push(manifest.id);
        return Promise.resolve(succeed(null));
      },
      setActiveBundle: (id: string | null) => {
        answers.settled();
        kept.active = id;
        return Promise.resolve(succeed(null));
      },
      report: () => Promise.resolve(succeed({ usedBytes: 0, quotaBytes: 1, persistent: false })),
    },
    inference: {
      open: ({ manifest }: CheckedBundle) => {
        opened.push(manifest.id);
        const environment = { bundle: { ...MANIFEST, id: manifest.id } };
        return Promise.resolve(
          answers.open(manifest.id)
            ? succeed({ report: { attempt: {}, environment }, attempts: [] })
            : fail('bundle-graph-invalid', { path: 'unet/model.onnx' }),
        );
      },
      generate: (job: GenerateJob, onStep: (progress: StepProgress) => void) => {
        jobs.push(job);
        answers.progress(onStep);
        return Promise.resolve(answers.generate());
      },
      preview: async (job: GenerateJob, onStep: (progress: StepProgress) => void) => {
        previews.push(job);
        answers.progress(onStep);
        await answers.settling();
        return answers.preview();
      },
      yieldToInput: (forMs: number) => void yields.push(forMs),
      cancel: (jobId: string) => void cancelled.push(jobId),
      seeLesion: () => Promise.resolve(succeed(null)),
      gateReference: () => Promise.resolve(succeed(answers.gateReference())),
      describe: () => Promise.resolve(answers.describe()),
      close: () => undefined,
    },
    tabs: {
      claimQueue: () => Promise.resolve(),
      tell: (news: TabNews) => void told.push(news),
      listen: (listener: (news: TabNews) => void) => void hearing.push(listener),
      close: () => undefined,
    },
    projectId: 'example',
    memory: {
      recall: (key: string) => remembered.get(key) ?? null,
      remember(key: string, value: string | null) {
        if (value === null) remembered.delete(key);
        else remembered.set(key, value);
      },
    },
    onOtherDataset: never,
    onDataset: () => undefined,
    persist: () => Promise.resolve(true),
    archive: { exportSamples: never, nameKey: () => Promise.resolve(succeed(null)), cancel: never },
    fitting: { load: () => Promise.resolve(succeed(null)) },
    evaluation: {
      last: () => Promise.resolve(succeed(null)),
      known: (_encoder: string, ids: readonly string[]) => Promise.resolve(succeed(ids.map(() => null))),
      keep: () => Promise.resolve(succeed(null)),
      cancel: () => undefined,
    },
    dataset: { restore: () => Promise.resolve(succeed(null)), pause: () => Promise.resolve(succeed(null)) },
    baseUrl: 'http://127.0.0.1/',
    appVersion: 'test',
    now: () => new Date('2026-11-23T10:00:00Z'),
    randomSeed: () => 42,
    schedule: (action: () => void) => timers.push(action),
    unschedule: (handle: number) => (timers[handle - 1] = () => undefined),
  };
  return {
    dependencies: dependencies as unknown as StudioDependencies,
    kept,
    reader,
    answers,
    told,
    remembered, // by the browser, of this tab and others
    /** From another tab. */
    hear: (news: TabNews): void => hearing.forEach((listener) => listener(news)),
    opened,
    jobs,
    previews,
    cancelled,
    yields,
    runTimers: (): void => timers.splice(0).forEach((action) => action()),
  };
}

export type World = ReturnType<typeof exampleWorld>;

/** A studio that has started, and what it was given. */
export interface Example extends World {
  readonly studio: Studio;
  /** A fresh studio on what this one kept. */
  reopened(): Promise<Example>;
  /** A short stroke in the middle of the skin. */
  paint(): void;
  /** Every notice, joined. */
  problems(): string;
}

export async function exampleStudio(around: World = exampleWorld()): Promise<Example> {
  const notices = createNoticeStore();
  const session = createSession(around.dependencies, notices);
  const studio = createStudio(around.dependencies, { notices, session });
  await studio.start();
  await session.start([], null);
  return {
    ...around,
    studio,
    reopened: () => exampleStudio(around),
    paint(): void {
      const { document } = studio.compose;
      document.beginStroke();
      document.paintSegment({ x: 30, y: 24 }, { x: 34, y: 26 }, 12, 1);
      document.endStroke();
    },
    problems(): string {
      const shown = notices.store.getState().notices;
      return shown.map(({ message }) => message).join(' ');
    },
  };
}

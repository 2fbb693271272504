import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fail, succeed, type Outcome } from '../contracts/failure';
import type { BundleManifest, CheckedBundle } from '../contracts/bundle';
import type { GeneratedSample, GenerateJob, StepProgress } from '../contracts/inference';
import {
  composeStateSchema,
  type Background,
  type ComposeState,
  type SavedSample,
  type SavedWork,
} from '../contracts/storage';
import { paintSegment } from '../core/mask/stroke';
import { COMMANDS } from './commands';
import type { StudioDependencies } from './dependencies';
import { createStudio, type Studio } from './studio';

const SKIN: Background = {
  id: 'skin-01',
  sha256: '0'.repeat(64),
  licence: 'CC-BY-NC-SA-4.0',
  name: 'Skin 1',
  origin: 'shipped',
  width: 64,
  height: 48,
  notices: [],
};
const MANIFEST = {
  id: 'inlay-ham10000',
  version: '0.1.0',
  name: 'Model',
  licence: 'X',
  files: [],
  classes: [],
  defaults: { steps: 16, guidance: 2 },
};
/** What sets a bundle apart from the shipped one. */
const BUNDLES: Readonly<Record<string, Partial<BundleManifest>>> = {
  mine: { defaults: { steps: 24, guidance: 3.5 } },
  fast: { pipeline: 'InlayInpaintPipeline', student: { path: 'unet/student_fp16.onnx', steps: 4, guidance: 2.5 } },
};

function checked(id: string): CheckedBundle {
  return {
    manifest: { ...MANIFEST, ...BUNDLES[id], id },
    manifestSha256: '0'.repeat(64),
    files: {},
  } as unknown as CheckedBundle;
}

/** Everything outside the state, in memory; each answer can be replaced by a test. */
function world() {
  const kept: { compose: ComposeState | null; samples: SavedSample[]; bundles: string[]; active: string | null } = {
    compose: null,
    samples: [],
    bundles: [],
    active: null,
  };
  const answers = {
    saveSample: (): Outcome<null> => succeed(null),
    saveDecision: (): Outcome<null> => succeed(null),
    open: (id: string): boolean => id !== 'broken',
    /** Called when a bundle is written or made active. */
    settled: (): unknown => undefined,
    progress: (_onStep: (progress: StepProgress) => void): void => undefined,
    generate: (): Outcome<GeneratedSample> =>
      succeed({
        jobId: '',
        image: { width: 64, height: 48, data: new Uint8ClampedArray(64 * 48 * 4) },
        png: new Uint8Array(8),
        pixelSha256: '1'.repeat(64),
        outsideMaskMaxDiff: 0,
        scores: {},
        verdict: { outcome: 'credible', reason: 'Credible.' },
        nearestReal: null,
        totalMs: 1,
      }),
  };
  const opened: string[] = [];
  const jobs: GenerateJob[] = [];
  const timers: (() => void)[] = [];
  const never = (): never => {
    throw new Error('not used here');
  };
  const dependencies = {
    storage: {
      load: () =>
        Promise.resolve(
          succeed<SavedWork>({
            compose: kept.compose,
            samples: kept.samples,
            backgrounds: [SKIN],
            bundles: [],
            activeBundleId: null,
            warnings: [],
          }),
        ),
      saveCompose: (state: ComposeState) => {
        kept.compose = state;
        return Promise.resolve(succeed(null));
      },
      saveSample: (sample: SavedSample) => {
        const answer = answers.saveSample();
        if (answer.ok) kept.samples.push(sample);
        return Promise.resolve(answer);
      },
      saveDecision: () => Promise.resolve(answers.saveDecision()),
      readBackground: () =>
        Promise.resolve(succeed({ width: 64, height: 48, data: new Uint8ClampedArray(64 * 48 * 4) })),
      readShippedBundle: () => Promise.resolve(succeed(checked('inlay-ham10000'))),
      readBundle: (id: string) => Promise.resolve(succeed(checked(id))),
      checkBundleZip: (zip: Blob) => zip.text().then((id) => succeed(checked(id))),
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
            : fail('bundle-graph-invalid', 'The graph unet cannot be loaded.', ''),
        );
      },
      generate: (job: GenerateJob, onStep: (progress: StepProgress) => void) => {
        jobs.push(job);
        answers.progress(onStep);
        return Promise.resolve(answers.generate());
      },
      cancel: () => undefined,
      close: () => undefined,
    },
    archive: { exportAccepted: never, cancel: never },
    baseUrl: 'http://127.0.0.1/',
    appVersion: 'test',
    now: () => new Date('2026-11-23T10:00:00Z'),
    randomSeed: () => 42,
    schedule: (action: () => void) => timers.push(action),
    unschedule: (handle: number) => (timers[handle - 1] = () => undefined),
  };
  const runTimers = (): void => timers.splice(0).forEach((action) => action());
  return { dependencies: dependencies as unknown as StudioDependencies, kept, answers, opened, jobs, runTimers };
}

let here: ReturnType<typeof world>;
let studio: Studio;

async function start(): Promise<void> {
  studio = createStudio(here.dependencies);
  await studio.start();
}

function paint(): void {
  const { document } = studio.compose;
  document.beginStroke();
  document.paint({ x: 30, y: 24 }, { x: 34, y: 26 }, 12, 1);
  document.endStroke();
}

const problems = (): string =>
  studio.notices.store
    .getState()
    .notices.map(({ message }) => message)
    .join(' ');
const refusal = (): string | undefined => studio.generation.store.getState().refusal?.code;

beforeEach(async () => {
  here = world();
  await start();
});

describe('generating', () => {
  it('refuses an empty mask beside the button and makes nothing', async () => {
    await studio.generation.generate();
    expect(refusal()).toBe('mask-empty');
    expect(here.kept.samples).toHaveLength(0);
  });

  it('saves each variant with its own seed and id, and makes the same recipe only once', async () => {
    paint();
    studio.compose.set({ variants: 3, seed: 0xffff_ffff });
    await studio.generation.generate();
    expect(here.kept.samples.map(({ record }) => record.seed)).toEqual([0xffff_ffff, 0, 1]);
    expect(new Set(here.kept.samples.map(({ record }) => record.id)).size).toBe(3);
    await studio.generation.generate();
    expect(here.kept.samples).toHaveLength(3);
    expect(problems()).toContain('exist already');
  });

  it('stops at a full disk, says so, and shows nothing that is not kept', async () => {
    paint();
    here.answers.saveSample = () => fail('storage-full', 'There is no room.', '');
    await studio.generation.generate();
    expect(problems()).toContain('There is no room.');
    expect(studio.samples.store.getState().order).toHaveLength(0);
    expect(studio.generation.store.getState().forming).toHaveLength(0);
  });

  it('stops at a failure and keeps what was made before it', async () => {
    paint();
    const make = here.answers.generate;
    let calls = 0;
    here.answers.generate = () => ((calls += 1) === 2 ? fail('device-lost', 'Lost.', '') : make());
    studio.compose.set({ variants: 3 });
    await studio.generation.generate();
    expect(here.kept.samples).toHaveLength(1);
    expect(refusal()).toBe('device-lost');
  });
});

describe('the sampler', () => {
  const samplers = () => here.jobs.map(({ sampler }) => sampler);

  it('is the student with the numbers of its manifest, once the person wants it and the bundle has one', async () => {
    paint();
    studio.compose.set({ variants: 1, sampler: 'fast', steps: 30, guidance: 5, featherPx: 6 });
    await studio.generation.generate();
    expect(samplers()[0]).toMatchObject({ name: 'bundle', steps: 30, guidance: 5 }); // the shipped one here has none
    await studio.session.importZip(new Blob(['fast']));
    await studio.generation.generate();
    expect(samplers()[1]).toEqual({ name: 'student', steps: 4, guidance: 2.5, featherPx: 6 });
    expect(here.kept.samples[1]?.recipe.sampler.name).toBe('student');
    studio.compose.set({ sampler: 'full' });
    await studio.generation.generate();
    expect(samplers()[2]).toMatchObject({ name: 'euler', steps: 16, guidance: 2 });
  });

  it('may take more steps than the recipe says; every variant of the batch counts them', async () => {
    paint();
    studio.compose.set({ variants: 2, steps: 4 });
    const steps: number[][] = [];
    here.answers.progress = (onStep) => {
      const before = studio.generation.store.getState();
      steps.push(before.forming.map((sample) => sample.steps));
      onStep({ step: 1, steps: 7, stepMs: 10 } as StepProgress);
      const { forming, remainingMs } = studio.generation.store.getState();
      steps.push(
        forming.map((sample) => sample.steps),
        [remainingMs ?? 0],
      );
    };
    await studio.generation.generate();
    expect(steps).toEqual([[4, 4], [7, 7], [130], [7], [7], [60]]);
  });
});

describe('decisions', () => {
  it('are taken back in order, and are not shown when they could not be kept', async () => {
    paint();
    studio.compose.set({ variants: 1 });
    await studio.generation.generate();
    const [id] = studio.samples.store.getState().order;
    if (!id) throw new Error('nothing was made');
    const outcome = () => studio.samples.store.getState().samples.get(id)?.record.decision?.outcome;
    await studio.samples.decide(id, 'accepted');
    await studio.samples.decide(id, 'rejected');
    expect(outcome()).toBe('rejected');
    await studio.samples.undoDecision();
    expect(outcome()).toBe('accepted');
    await studio.samples.undoDecision();
    expect(outcome()).toBeUndefined();
    here.answers.saveDecision = () => fail('storage-full', 'There is no room.', '');
    await studio.samples.decide(id, 'accepted');
    expect(outcome()).toBeUndefined();
    expect(problems()).toContain('There is no room.');
  });
});

describe('what is kept of the Compose screen', () => {
  it('is written soon after a change, with the mask, and comes back', async () => {
    paint();
    studio.compose.set({ class: 'VASC' });
    studio.compose.setNumber('steps', 999);
    here.runTimers();
    await vi.waitFor(() => expect(here.kept.compose?.class).toBe('VASC'));
    expect(here.kept.compose?.steps).toBe(50);
    const painted = studio.compose.document.toRle();
    await start();
    expect(studio.compose.store.getState().class).toBe('VASC');
    expect(studio.compose.document.toRle()).toEqual(painted);
  });

  it('keeps the sampler; what was kept before there was a choice means the full one', async () => {
    studio.compose.set({ sampler: 'fast' });
    here.runTimers();
    await vi.waitFor(() => expect(here.kept.compose?.sampler).toBe('fast'));
    await start();
    expect(studio.compose.store.getState().sampler).toBe('fast');
    const { sampler: _, ...older } = here.kept.compose ?? { sampler: 'fast' };
    expect(composeStateSchema.parse(older).sampler).toBe('full');
  });

  it('can be undone and redone stroke by stroke', () => {
    const empty = studio.compose.document.toRle();
    paint();
    const once = studio.compose.document.toRle();
    studio.compose.document.undo();
    expect(studio.compose.document.toRle()).toEqual(empty);
    studio.compose.document.redo();
    expect(studio.compose.document.toRle()).toEqual(once);
    const plain = { width: 64, height: 48, data: new Uint8Array(64 * 48) };
    paintSegment(plain, { x: 30, y: 24 }, { x: 34, y: 26 }, 12, 1);
    expect(studio.compose.document.mask.data).toEqual(plain.data);
  });
});

describe('bundles', () => {
  const zip = (id: string): Blob => new Blob([id]);

  it('are kept and used once they opened', async () => {
    await studio.session.importZip(zip('mine'));
    expect(here.kept).toMatchObject({ bundles: ['mine'], active: 'mine' });
    expect(studio.session.store.getState().manifest?.id).toBe('mine');
  });

  it('are shown as the one in use only once a reload would find them', async () => {
    const shownWhen: (string | undefined)[] = [];
    const look = studio.session.store;
    here.answers.settled = () => shownWhen.push(look.getState().manifest?.id);
    await studio.session.importZip(zip('mine'));
    await studio.session.choose('inlay-ham10000');
    expect(shownWhen).toEqual(['inlay-ham10000', 'inlay-ham10000', 'mine']); // kept, made active, left
    expect(look.getState().manifest?.id).toBe('inlay-ham10000');
  });

  it('bring their steps and guidance when the person puts them into use, and not at a reload', async () => {
    const numbers = () => {
      const { steps, guidance } = studio.compose.store.getState();
      return [steps, guidance];
    };
    studio.compose.set({ steps: 9, guidance: 4 });
    await studio.session.importZip(zip('broken'));
    expect(numbers()).toEqual([9, 4]);
    await studio.session.importZip(zip('mine'));
    expect(numbers()).toEqual([24, 3.5]);
    await studio.session.choose('inlay-ham10000');
    expect(numbers()).toEqual([16, 2]);
    studio.compose.set({ steps: 9, guidance: 4 });
    here.runTimers();
    await vi.waitFor(() => expect(here.kept.compose?.steps).toBe(9));
    await start();
    expect(numbers()).toEqual([9, 4]);
  });

  it('that cannot be opened are not kept; the one before is opened again', async () => {
    await studio.session.importZip(zip('mine'));
    await studio.session.importZip(zip('broken'));
    expect(here.kept).toMatchObject({ bundles: ['mine'], active: 'mine' });
    expect(here.opened).toEqual(['inlay-ham10000', 'mine', 'broken', 'mine']);
    expect(studio.session.store.getState().model.phase).toBe('ready');
    expect(problems()).toContain('The graph unet cannot be loaded.');
  });
});

describe('commands', () => {
  it('have one key each on a screen, and labels that say what they do', () => {
    const keys = COMMANDS.flatMap((command) => command.keys.map((key) => `${command.screen} ${key}`));
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(COMMANDS.map(({ label }) => label)).size).toBe(COMMANDS.length);
  });

  it('accept and reject what is shown', async () => {
    paint();
    studio.compose.set({ variants: 1 });
    await studio.generation.generate();
    const accept = COMMANDS.find(({ id }) => id === 'accept');
    expect(accept?.enabled(studio)).toBe(true);
    accept?.run(studio);
    const made: SavedSample | undefined = [...studio.samples.store.getState().samples.values()][0];
    expect(made?.record.decision?.outcome).toBe('accepted');
  });
});

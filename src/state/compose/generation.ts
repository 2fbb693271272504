/** Makes batches: recipes, one sample after another, each saved as soon as it is finished. */
import { createStore } from 'zustand/vanilla';
import { failureOf, type Failure } from '../../contracts/failure';
import type { Mask, RgbaImage, SquareRegion } from '../../contracts/image';
import type { GenerateJob, StepProgress } from '../../contracts/inference';
import type { Recipe } from '../../contracts/recipe';
import type { Environment, SampleId } from '../../contracts/sample';
import type { Grid } from '../../contracts/storage';
import { decodeRle } from '../../core/mask/rle';
import { recipeDigest } from '../../core/provenance/digest';
import { recordOf } from '../../core/provenance/sampleRecord';
import { samplesOf, type NamedSample } from '../../core/provenance/samplesOf';
import { t } from '../../messages';
import type { ComposeRecipes, Ground } from './composeRecipes';
import type { Compose } from './composeStore';
import type { StudioDependencies } from '../base/dependencies';
import type { Notices } from '../base/noticeStore';
import type { Samples } from '../review/sampleStore';
import type { Later } from '../session/later';
import type { Learnt } from '../learnt/learntStore';
import type { Session } from '../session/sessionStore';
import { rememberUnfinished } from './unfinished';

export interface FormingSample {
  readonly id: SampleId;
  /** Of the recipe, and its place in it. */
  readonly recipeSha256: string;
  readonly index: number;
  readonly seed: number;
  readonly class: Recipe['class'];
  readonly backgroundId: string;
  readonly step: number;
  readonly steps: number;
}

export interface GenerationState {
  readonly forming: readonly FormingSample[];
  /** Samples of the batch in work that are made. */
  readonly made: number;
  readonly remainingMs: number | null;
  /** Why nothing could be generated, shown beside the button. */
  readonly refusal: Failure | null;
  /** Sample shown large on the canvas. */
  readonly shownId: SampleId | null;
}

export interface Preview {
  readonly image: RgbaImage;
  readonly region: SquareRegion;
  /** Of the sample, which may not be the one on the screen any more. */
  readonly mask: Mask;
  readonly featherPx: number;
}

/** The parts of the studio that it works with. */
export interface GenerationNeeds {
  readonly notices: Notices;
  readonly session: Session;
  readonly compose: Compose;
  readonly samples: Samples;
  readonly recipes: ComposeRecipes;
  readonly learnt: Pick<Learnt, 'find'>;
  readonly later: Later;
}

export function createGeneration(
  dependencies: StudioDependencies,
  { notices, session, compose, samples, recipes, learnt, later }: GenerationNeeds,
) {
  const { inference, now } = dependencies;
  const store = createStore<GenerationState>(() => ({
    forming: [],
    made: 0,
    remainingMs: null,
    refusal: null,
    shownId: null,
  }));
  const unfinished = rememberUnfinished(dependencies);
  const previews = new Map<SampleId, Preview>();
  let stop = new AbortController();
  /** From the first look at the settings until the last sample is kept. */
  let isWorking = false;
  /** The project is being closed. */
  let isEnding = false;
  /** Of the mask that the batch was begun with; null where it was not the one on the screen. */
  let maskRevision: number | null = null;

  /** Around the making of any batch: one at a time, and what went wrong stands beside the button. */
  async function batch(work: () => Promise<Failure | null>): Promise<void> {
    if (isWorking) return;
    isWorking = true;
    store.setState({ refusal: null });
    stop = new AbortController();
    maskRevision = null;
    let failure: Failure | null;
    try {
      failure = await work();
    } catch (error) {
      failure = failureOf('batch-stopped', {}, String(error));
    }
    isWorking = false;
    if (!isEnding) unfinished.end();
    previews.clear();
    store.setState({ forming: [], made: 0, remainingMs: null });
    if (failure && failure.code !== 'cancelled') store.setState({ refusal: failure });
    void session.refreshStorage();
  }

  /** A batch that begins once the model is there. What cannot be made for another reason is said at once. */
  function wish(what: 'generate' | 'more-like', work: () => Promise<Failure | null>): Promise<void> {
    const { phase } = session.store.getState().model;
    const isPainted = what !== 'generate' || !compose.document.isEmpty || unfinished.read() !== null;
    if (phase !== 'ready' && phase !== 'failed' && !isPainted)
      return batch(() => Promise.resolve(failureOf('mask-empty')));
    store.setState({ refusal: null });
    return later.whenReady(what, () => batch(work));
  }

  /** Makes the samples that do not exist yet. @returns why not all of them were made */
  async function make(wanted: readonly Recipe[], ground: Ground, isNew = true): Promise<Failure | null> {
    const planned = (await Promise.all(wanted.map(samplesOf))).flat();
    await samples.whenRestored();
    const known = samples.store.getState().samples;
    const missing = planned.filter(({ id }) => !known.has(id));
    if (missing.length === 0) {
      if (isNew) notices.inform(t('state.existAlready'), t('state.anotherSeed'));
      return null;
    }
    store.setState({
      shownId: null,
      forming: missing.map(({ recipe, ...sample }) => ({
        ...sample,
        class: recipe.class,
        backgroundId: recipe.background.id,
        step: 0,
        steps: recipe.sampler.steps,
      })),
    });
    unfinished.begin(wanted);
    for (const sample of missing) {
      const failure = await makeOne(sample, ground);
      if (failure) return failure;
      if (stop.signal.aborted) return null;
    }
    return null;
  }

  async function makeOne(sample: NamedSample, { background, mask }: Ground): Promise<Failure | null> {
    const { id, recipe, seed } = sample;
    const { class: code, sampler, nearby, ownClass } = recipe;
    const own = learnt.find(ownClass, code);
    if (!own.ok) return own.failure;
    const { model } = session.store.getState();
    if (model.phase !== 'ready') return failureOf('model-not-ready');
    const job: GenerateJob = { jobId: id, class: code, own: own.value, seed, nearby, sampler, background, mask };
    const outcome = await inference.generate(job, (progress) => {
      const { preview: image, region } = progress;
      previews.set(id, { image, region, mask, featherPx: sampler.featherPx });
      advance(id, progress);
    });
    if (!outcome.ok) return outcome.failure;
    const environment = currentEnvironment(model.environment);
    const record = recordOf({ ...sample, environment, now: now() }, outcome.value);
    const kept = await samples.add({ record, recipe }, outcome.value.png);
    if (!kept.ok) {
      notices.report(kept.failure);
      stop.abort();
      return null;
    }
    previews.delete(id);
    store.setState(({ forming, made, shownId }) => ({
      made: made + 1,
      forming: forming.filter((f) => f.id !== id),
      shownId: shownId ?? (recipe.background.id === compose.store.getState().backgroundId ? id : null),
    }));
    return null;
  }

  function currentEnvironment(before: Environment): Environment {
    const { model } = session.store.getState();
    return model.phase === 'ready' ? model.environment : before; // the device may have been replaced on the way
  }

  /** Samples of one recipe take the steps that the first one reports. */
  function advance(id: SampleId, { step, steps, stepMs }: StepProgress): void {
    store.setState(({ forming }) => {
      const recipe = forming.find((sample) => sample.id === id)?.recipeSha256;
      const updated = forming.map((sample) => {
        if (sample.id === id) return { ...sample, step, steps };
        return sample.recipeSha256 !== recipe || sample.steps === steps ? sample : { ...sample, steps };
      });
      const left = updated.reduce((sum, sample) => sum + sample.steps - sample.step, 0);
      return { forming: updated, remainingMs: left * stepMs };
    });
  }

  /** Why nothing could be made is true no longer than what it was said of. */
  function clearRefusal(): void {
    if (store.getState().refusal !== null) store.setState({ refusal: null });
  }

  // What is shown is of the background in place.
  compose.store.subscribe(({ backgroundId }, before) => {
    clearRefusal();
    if (backgroundId !== before.backgroundId) store.setState({ shownId: null });
  });
  compose.document.subscribe(clearRefusal);
  session.store.subscribe(({ model }, before) => {
    if (model.phase !== before.model.phase && model.phase !== 'failed') clearRefusal();
  });

  function halt(): void {
    later.cancel('generate');
    later.cancel('more-like');
    stop.abort();
    const [first] = store.getState().forming;
    if (first) inference.cancel(first.id);
  }

  /** What a reload has broken off. Nothing is said where it cannot go on: what was made is kept. */
  async function goOn(wanted: readonly Recipe[]): Promise<Failure | null> {
    const [first] = wanted;
    const { manifestSha256 } = session.store.getState();
    if (!first || wanted.some(({ bundle }) => bundle.sha256 !== manifestSha256)) return null;
    const background = await dependencies.storage.readBackground(first.background.id);
    if (!background.ok) return null;
    return make(wanted, { background: background.value, mask: decodeRle(first.mask) }, false);
  }

  return {
    store,
    /** Generates the variants that do not exist yet. Nothing happens while a batch is running. */
    generate: (): Promise<void> =>
      wish('generate', async () => {
        const read = recipes.read();
        if (!read.ok) return read.failure;
        maskRevision = compose.store.getState().maskRevision;
        return make([read.value.recipe], read.value);
      }),
    /** Goes on with the batch that a reload has broken off, as soon as the model is there. */
    restore(): void {
      const wanted = unfinished.read();
      if (wanted) void wish('generate', () => goOn(wanted));
    },
    /** The same mask and seeds in every class, or at several guidances. @param columns seeds a row */
    generateGrid: (axis: Grid['axis'], columns: number): Promise<void> =>
      wish('generate', async () => {
        const read = recipes.read();
        if (!read.ok) return read.failure;
        maskRevision = compose.store.getState().maskRevision;
        const wanted = recipes.rows(read.value.recipe, axis, columns);
        const rows = wanted.map(async (recipe) => ({
          value: axis === 'class' ? recipe.class : recipe.sampler.guidance,
          recipeSha256: await recipeDigest(recipe),
        }));
        const { seed, background } = read.value.recipe;
        const seeds = Array.from({ length: columns }, (_, i) => (seed + i) >>> 0);
        compose.addGrid({ backgroundId: background.id, axis, rows: await Promise.all(rows), seeds });
        return make(wanted, read.value);
      }),
    /** Variants near a sample: its class, skin, mask and sampler, and noise near its own. */
    moreLike: (id: SampleId): Promise<void> =>
      wish('more-like', async () => {
        const near = await recipes.near(id);
        return near.ok ? make([near.value.recipe], near.value) : near.failure;
      }),
    /** Stops what is in work; what is made stays, and the rest can be made after all. */
    cancel(): void {
      const rest = unfinished.read();
      halt();
      unfinished.end();
      if (!rest) return;
      notices.offer(t('state.batchStopped'), {
        label: t('app.undo'),
        run: () => void wish('generate', () => goOn(rest)),
      });
    },
    /** Stops; the project goes on with it when it is opened again. */
    end(): void {
      isEnding = true;
      halt();
    },
    get isWorking(): boolean {
      return isWorking;
    },
    preview: (id: SampleId): Preview | undefined => previews.get(id),
    /** What forms in the mask that is on the screen; nothing once that is painted on. */
    shownPreview(): Preview | undefined {
      const { forming, shownId } = store.getState();
      const isSame = compose.store.getState().maskRevision === maskRevision && !compose.document.isPainting;
      return forming[0] && shownId === null && isSame ? previews.get(forming[0].id) : undefined;
    },
    show: (shownId: SampleId | null): void => store.setState({ shownId }),
    clearRefusal,
  };
}

export type Generation = ReturnType<typeof createGeneration>;

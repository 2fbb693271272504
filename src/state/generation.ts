/** Makes batches: recipes, one sample after another, each saved as soon as it is finished. */
import { createStore } from 'zustand/vanilla';
import { studentOf, type BundleManifest } from '../contracts/bundle';
import { LESION_CODES } from '../contracts/classes';
import { fail, succeed, type Failure, type Outcome } from '../contracts/failure';
import type { Mask, RgbaImage, SquareRegion } from '../contracts/image';
import type { GenerateJob, StepProgress } from '../contracts/inference';
import { NEARBY_LIMITS, type Recipe, type Sampler } from '../contracts/recipe';
import type { Environment, SampleId } from '../contracts/sample';
import type { Grid } from '../contracts/storage';
import { decodeRle } from '../core/mask/rle';
import { recipeDigest, sampleId } from '../core/provenance/digest';
import { nearbyOf } from '../core/random/startNoise';
import { t } from '../messages';
import type { Compose, ComposeSettings } from './composeStore';
import type { StudioDependencies } from './dependencies';
import type { Notices } from './noticeStore';
import { recordOf } from '../core/provenance/sampleRecord';
import type { Samples } from './sampleStore';
import type { Session } from './sessionStore';

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

/** What all recipes of a batch are made on. */
interface Ground {
  readonly background: RgbaImage;
  readonly mask: Mask;
}

interface Planned {
  readonly recipe: Recipe;
  readonly recipeSha256: string;
  readonly id: SampleId;
  readonly index: number;
  readonly seed: number;
}

export function createGeneration(
  dependencies: StudioDependencies,
  notices: Notices,
  session: Session,
  compose: Compose,
  samples: Samples,
) {
  const { inference, storage, now } = dependencies;
  const store = createStore<GenerationState>(() => ({ forming: [], remainingMs: null, refusal: null, shownId: null }));
  const previews = new Map<SampleId, Preview>();
  let stop = new AbortController();
  /** From the first look at the settings until the last sample is kept. */
  let isWorking = false;
  /** Of the mask that the batch was begun with; null where it was not the one on the screen. */
  let maskRevision: number | null = null;

  /** The recipe that the settings and the mask on the screen make. */
  function readRecipe(): Outcome<Ground & { readonly recipe: Recipe }> {
    const { model, manifest, manifestSha256 } = session.store.getState();
    const settings = compose.store.getState();
    const background = compose.background();
    const chosen = settings.backgrounds.find(({ id }) => id === settings.backgroundId);
    if (!background || !chosen)
      return fail(
        'mask-empty',
        'There is no background yet.',
        'Choose skin on the left, or open an image of your own.',
      );
    if (model.phase !== 'ready' || !manifest) return notReady();
    if (compose.document.isEmpty)
      return fail('mask-empty', 'The mask is empty.', 'Paint where the lesion is to appear, or use "Sample mask".');
    const { seed, variants, class: code } = settings;
    const recipe: Recipe = {
      schema: 1,
      bundle: { id: manifest.id, version: manifest.version, sha256: manifestSha256 },
      class: code,
      background: { id: chosen.id, sha256: chosen.sha256, licence: chosen.licence },
      mask: compose.document.toRle(),
      sampler: samplerOf(manifest, settings),
      seed,
      variants,
    };
    const { mask } = compose.document;
    return succeed({ recipe, background, mask: { ...mask, data: mask.data.slice() } });
  }

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
      failure = fail(
        'unexpected',
        'The batch stopped.',
        'What was finished is kept. Generate again.',
        String(error),
      ).failure;
    }
    isWorking = false;
    previews.clear();
    store.setState({ forming: [], remainingMs: null });
    if (failure && failure.code !== 'cancelled') store.setState({ refusal: failure });
    void session.refreshStorage();
  }

  async function plan(recipes: readonly Recipe[]): Promise<Planned[]> {
    const each = recipes.map(async (recipe) => {
      const recipeSha256 = await recipeDigest(recipe);
      const places = Array.from({ length: recipe.variants }, async (_, index) => ({
        recipe,
        recipeSha256,
        id: await sampleId(recipeSha256, index),
        index,
        seed: (recipe.seed + index) >>> 0,
      }));
      return Promise.all(places);
    });
    return (await Promise.all(each)).flat();
  }

  /** Makes the samples that do not exist yet. @returns why not all of them were made */
  async function make(recipes: readonly Recipe[], ground: Ground): Promise<Failure | null> {
    const planned = await plan(recipes);
    await samples.whenRestored();
    const known = samples.store.getState().samples;
    const missing = planned.filter(({ id }) => !known.has(id));
    if (missing.length === 0) {
      notices.inform(t('state.existAlready'), t('state.anotherSeed'));
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
    for (const sample of missing) {
      const failure = await makeOne(sample, ground);
      if (failure) return failure;
      if (stop.signal.aborted) return null;
    }
    return null;
  }

  async function makeOne(sample: Planned, { background, mask }: Ground): Promise<Failure | null> {
    const { id, recipe, seed } = sample;
    const { class: code, sampler, nearby } = recipe;
    const { model } = session.store.getState();
    if (model.phase !== 'ready') return notReady().failure;
    const job: GenerateJob = { jobId: id, class: code, seed, nearby, sampler, background, mask };
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
    store.setState(({ forming, shownId }) => ({
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

  /** One recipe a value of the axis, all else as the settings say. */
  function rowsOf(recipe: Recipe, axis: Grid['axis'], variants: number): Recipe[] {
    const { gridGuidance } = compose.store.getState();
    const base = { ...recipe, variants };
    if (axis === 'class') return LESION_CODES.map((code) => ({ ...base, class: code }));
    const { manifest } = session.store.getState();
    return gridGuidance.map((guidance) => {
      const settings = { ...compose.store.getState(), sampler: 'full', guidance } as const;
      return { ...base, sampler: manifest ? samplerOf(manifest, settings) : recipe.sampler };
    });
  }

  // What is shown is of the background in place.
  compose.store.subscribe(({ backgroundId }, before) => {
    if (backgroundId !== before.backgroundId) store.setState({ shownId: null });
  });

  return {
    store,
    /** Generates the variants that do not exist yet. Nothing happens while a batch is running. */
    generate: (): Promise<void> =>
      batch(async () => {
        const read = readRecipe();
        if (!read.ok) return read.failure;
        maskRevision = compose.store.getState().maskRevision;
        return make([read.value.recipe], read.value);
      }),
    /** The same mask and seeds in every class, or at several guidances. @param columns seeds a row */
    generateGrid: (axis: Grid['axis'], columns: number): Promise<void> =>
      batch(async () => {
        const read = readRecipe();
        if (!read.ok) return read.failure;
        maskRevision = compose.store.getState().maskRevision;
        const recipes = rowsOf(read.value.recipe, axis, columns);
        const rows = recipes.map(async (recipe) => ({
          value: axis === 'class' ? recipe.class : recipe.sampler.guidance,
          recipeSha256: await recipeDigest(recipe),
        }));
        const { seed, background } = read.value.recipe;
        const seeds = Array.from({ length: columns }, (_, i) => (seed + i) >>> 0);
        compose.addGrid({ backgroundId: background.id, axis, rows: await Promise.all(rows), seeds });
        return make(recipes, read.value);
      }),
    /** Variants near a sample: its class, skin, mask and sampler, and noise near its own. */
    moreLike: (id: SampleId): Promise<void> =>
      batch(async () => {
        const { model, manifest, manifestSha256 } = session.store.getState();
        if (model.phase !== 'ready' || !manifest) return notReady().failure;
        const record = await storage.readRecord(id);
        if (!record.ok) return record.failure;
        const { class: code, background, mask, sampler } = record.value;
        if (sampler.name === 'student' && !studentOf(manifest)) return noStudent(manifest).failure;
        const pixels = await storage.readBackground(background.id);
        if (!pixels.ok) return pixels.failure;
        const nearby = nearbyOf(record.value, compose.store.getState().nearStrength);
        if (nearby.through.length > NEARBY_LIMITS.through) return tooFarAlong().failure;
        const { variants } = compose.store.getState();
        const recipe: Recipe = {
          schema: 1,
          bundle: { id: manifest.id, version: manifest.version, sha256: manifestSha256 },
          class: code,
          background,
          mask,
          sampler,
          nearby,
          seed: dependencies.randomSeed(),
          variants,
        };
        return make([recipe], { background: pixels.value, mask: decodeRle(mask) });
      }),
    cancel(): void {
      stop.abort();
      const [first] = store.getState().forming;
      if (first) inference.cancel(first.id);
    },
    get isWorking(): boolean {
      return isWorking;
    },
    readRecipe,
    preview: (id: SampleId): Preview | undefined => previews.get(id),
    /** What forms in the mask that is on the screen; nothing once that is painted on. */
    shownPreview(): Preview | undefined {
      const { forming, shownId } = store.getState();
      const isSame = compose.store.getState().maskRevision === maskRevision && !compose.document.isPainting;
      return forming[0] && shownId === null && isSame ? previews.get(forming[0].id) : undefined;
    },
    show: (shownId: SampleId | null): void => store.setState({ shownId }),
    clearRefusal: (): void => store.setState({ refusal: null }),
  };
}

export type Generation = ReturnType<typeof createGeneration>;

function notReady(): ReturnType<typeof fail> {
  return fail(
    'device-unavailable',
    'The model is not ready.',
    'Its state is in the line at the bottom; your mask is kept.',
  );
}

function tooFarAlong(): ReturnType<typeof fail> {
  return fail(
    'unexpected',
    `The sample is the end of a chain of ${NEARBY_LIMITS.through} times "more like this", and a record holds no longer one.`,
    'Ask for more like an earlier one of them.',
  );
}

function noStudent({ name }: BundleManifest): ReturnType<typeof fail> {
  return fail(
    'bundle-manifest-invalid',
    `The sample was made with a fast sampler, and ${name} has none.`,
    'Choose the bundle that made it on the Models screen, or generate with the full sampler.',
  );
}

/** The fast sampler where it is wanted and the bundle has one. */
export function samplerOf(
  manifest: BundleManifest,
  { sampler, steps, guidance, featherPx }: Pick<ComposeSettings, 'sampler' | 'steps' | 'guidance' | 'featherPx'>,
): Sampler {
  const student = sampler === 'fast' ? studentOf(manifest) : null;
  if (student) return { name: 'student', steps: student.steps, guidance: student.guidance, featherPx };
  return { name: manifest.pipeline === 'InlayInpaintPipeline' ? 'euler' : 'bundle', steps, guidance, featherPx };
}

/** Makes a batch: recipe, one sample after another, each saved as soon as it is finished. */
import { createStore } from 'zustand/vanilla';
import { studentOf, type BundleManifest } from '../contracts/bundle';
import { fail, type Failure } from '../contracts/failure';
import type { Mask, RgbaImage, SquareRegion } from '../contracts/image';
import type { GenerateJob, StepProgress } from '../contracts/inference';
import type { Recipe, Sampler } from '../contracts/recipe';
import type { Environment, SampleId } from '../contracts/sample';
import { recipeDigest, sampleId } from '../core/provenance/digest';
import type { Compose, ComposeSettings } from './composeStore';
import type { StudioDependencies } from './dependencies';
import type { Notices } from './noticeStore';
import { recordOf } from './sampleRecord';
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
}

export function createGeneration(
  dependencies: StudioDependencies,
  notices: Notices,
  session: Session,
  compose: Compose,
  samples: Samples,
) {
  const { inference, now } = dependencies;
  const store = createStore<GenerationState>(() => ({ forming: [], remainingMs: null, refusal: null, shownId: null }));
  const previews = new Map<SampleId, Preview>();
  let stop = new AbortController();
  /** Of the mask that the batch was begun with. */
  let maskRevision = 0;

  function refuse(failure: Failure): void {
    store.setState({ refusal: failure });
  }

  function readRecipe(): { recipe: Recipe; environment: Environment; background: RgbaImage } | null {
    const { model, manifest, manifestSha256 } = session.store.getState();
    const settings = compose.store.getState();
    const background = compose.background();
    const chosen = settings.backgrounds.find(({ id }) => id === settings.backgroundId);
    if (!background || !chosen) {
      refuse(
        fail('mask-empty', 'There is no background yet.', 'Choose skin on the left, or open an image of your own.')
          .failure,
      );
      return null;
    }
    if (model.phase !== 'ready' || !manifest) {
      refuse(
        fail(
          'device-unavailable',
          'The model is not ready.',
          'Its state is in the line at the bottom; your mask is kept.',
        ).failure,
      );
      return null;
    }
    if (compose.document.isEmpty) {
      refuse(
        fail('mask-empty', 'The mask is empty.', 'Paint where the lesion is to appear, or use "Sample mask".').failure,
      );
      return null;
    }
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
    return { recipe, environment: model.environment, background };
  }

  /** Generates the variants that do not exist yet. Nothing happens while a batch is running. */
  async function generate(): Promise<void> {
    if (store.getState().forming.length > 0) return;
    store.setState({ refusal: null });
    const read = readRecipe();
    if (!read) return;
    stop = new AbortController();
    const { recipe, background } = read;
    const mask = { ...compose.document.mask, data: compose.document.mask.data.slice() };
    maskRevision = compose.store.getState().maskRevision;
    const digest = await recipeDigest(recipe);
    const planned = await Promise.all(Array.from({ length: recipe.variants }, (_, index) => sampleId(digest, index)));
    await samples.whenRestored();
    const known = samples.store.getState().samples;
    const missing = planned
      .map((id, index) => ({ id, index, seed: (recipe.seed + index) >>> 0 }))
      .filter(({ id }) => !known.has(id));
    if (missing.length === 0) {
      notices.inform(
        'These variants exist already: the same recipe gives the same samples.',
        'Choose another seed for new ones.',
      );
      return;
    }
    store.setState({
      shownId: null,
      forming: missing.map(({ id, index, seed }) => ({
        id,
        index,
        recipeSha256: digest,
        seed,
        class: recipe.class,
        backgroundId: recipe.background.id,
        step: 0,
        steps: recipe.sampler.steps,
      })),
    });
    for (const { id, index, seed } of missing) {
      const job: GenerateJob = { jobId: id, class: recipe.class, seed, sampler: recipe.sampler, background, mask };
      const outcome = await inference.generate(job, (progress) => {
        previews.set(id, { image: progress.preview, region: progress.region, mask });
        advance(id, progress);
      });
      if (!outcome.ok) {
        if (outcome.failure.code !== 'cancelled') refuse(outcome.failure);
        break;
      }
      const environment = currentEnvironment(read.environment);
      const from = { id, recipe, recipeSha256: digest, index, seed, environment, now: now() };
      const kept = await samples.add({ record: recordOf(from, outcome.value), recipe }, outcome.value.png);
      if (!kept.ok) {
        notices.report(kept.failure);
        break;
      }
      previews.delete(id);
      store.setState(({ forming, shownId }) => ({
        forming: forming.filter((f) => f.id !== id),
        shownId: shownId ?? id,
      }));
      if (stop.signal.aborted) break;
    }
    previews.clear();
    store.setState({ forming: [], remainingMs: null });
    void session.refreshStorage();
  }

  function currentEnvironment(before: Environment): Environment {
    const { model } = session.store.getState();
    return model.phase === 'ready' ? model.environment : before; // the device may have been replaced on the way
  }

  /** The variants of a batch share mask and sampler, so all of them take the steps that the first one reports. */
  function advance(id: SampleId, { step, steps, stepMs }: StepProgress): void {
    store.setState(({ forming }) => {
      const updated = forming.map((sample) => {
        if (sample.id === id) return { ...sample, step, steps };
        return sample.steps === steps ? sample : { ...sample, steps };
      });
      const left = updated.reduce((sum, sample) => sum + sample.steps - sample.step, 0);
      return { forming: updated, remainingMs: left * stepMs };
    });
  }

  return {
    store,
    generate,
    cancel(): void {
      stop.abort();
      const [first] = store.getState().forming;
      if (first) inference.cancel(first.id);
    },
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

/** The fast sampler where it is wanted and the bundle has one. */
export function samplerOf(
  manifest: BundleManifest,
  { sampler, steps, guidance, featherPx }: Pick<ComposeSettings, 'sampler' | 'steps' | 'guidance' | 'featherPx'>,
): Sampler {
  const student = sampler === 'fast' ? studentOf(manifest) : null;
  if (student) return { name: 'student', steps: student.steps, guidance: student.guidance, featherPx };
  return { name: manifest.pipeline === 'InlayInpaintPipeline' ? 'euler' : 'bundle', steps, guidance, featherPx };
}

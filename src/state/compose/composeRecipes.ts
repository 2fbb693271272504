/** What is to be made, as recipes: from the settings and the mask on the screen, in rows of a grid, or near a sample. */
import { studentOf, type BundleManifest } from '../../contracts/bundle';
import { SKIN, type ClassCode } from '../../contracts/classes';
import { fail, succeed, type Outcome } from '../../contracts/failure';
import type { Mask, RgbaImage } from '../../contracts/image';
import { NEARBY_LIMITS, type Recipe } from '../../contracts/recipe';
import type { SampleId } from '../../contracts/sample';
import type { Grid } from '../../contracts/storage';
import { unpaintedBy } from '../../core/bundle/painted';
import { refTo } from '../../core/bundle/refTo';
import { decodeRle } from '../../core/mask/rle';
import { samplerOf } from '../../core/plan/sampler';
import { nearbyOf } from '../../core/random/startNoise';
import type { Compose } from './composeStore';
import type { StudioDependencies } from '../base/dependencies';
import type { ClassControl } from '../dataset/classStore';
import type { Learnt } from '../learnt/learntStore';
import type { Session } from '../session/sessionStore';

/** What all recipes of a batch are made on. */
export interface Ground {
  readonly background: RgbaImage;
  readonly mask: Mask;
}

export interface Wish extends Ground {
  readonly recipe: Recipe;
}

/** The parts of the studio that it works with. */
export interface ComposeRecipesNeeds {
  readonly session: Session;
  readonly compose: Compose;
  readonly classes: Pick<ClassControl, 'store'>;
  readonly learnt: Pick<Learnt, 'codes' | 'refOf'>;
}

export function createComposeRecipes(
  { storage, randomSeed }: Pick<StudioDependencies, 'storage' | 'randomSeed'>,
  { session, compose, classes, learnt }: ComposeRecipesNeeds,
) {
  /** What the settings and the mask on the screen ask for. */
  function read(): Outcome<Wish> {
    const { model, manifest, manifestSha256 } = session.store.getState();
    const settings = compose.store.getState();
    const background = compose.background();
    const chosen = settings.backgrounds.find(({ id }) => id === settings.backgroundId);
    if (!background || !chosen) return fail('compose-no-background');
    if (model.phase !== 'ready' || !manifest) return fail('model-not-ready');
    if (compose.document.isEmpty) return fail('mask-empty');
    const { seed, variants, class: code } = settings;
    if (unpaintedBy(manifest, [code], learnt.codes()).length > 0) return fail('bundle-class-unknown', { class: code });
    const recipe: Recipe = {
      schema: 1,
      bundle: refTo(manifest, manifestSha256),
      ...ofClass(code),
      background: { id: chosen.id, sha256: chosen.sha256, licence: chosen.licence },
      mask: compose.document.toRle(),
      sampler: samplerOf(manifest, { ...settings, strength: strengthOf(settings) }),
      seed,
      variants,
    };
    const { mask } = compose.document;
    return succeed({ recipe, background, mask: { ...mask, data: mask.data.slice() } });
  }

  /** Whole where the bundle cannot begin with a lesion, and for skin: what is to go has to go. */
  function strengthOf({ class: code, strength }: { readonly class: ClassCode; readonly strength: number }): number {
    return session.store.getState().takesStrength && code !== SKIN ? strength : 1;
  }

  /** With what the model was told of it, where the bundle does not paint it. */
  function ofClass(code: ClassCode): Pick<Recipe, 'class' | 'ownClass'> {
    const ownClass = learnt.refOf(code);
    return { class: code, ...(ownClass && { ownClass }) };
  }

  function paintedCodes(manifest: BundleManifest | null): ClassCode[] {
    const { codes } = classes.store.getState();
    const unpainted = unpaintedBy(manifest, codes, learnt.codes());
    return codes.filter((code) => !unpainted.includes(code));
  }

  /** One recipe a value of the axis, all else as the settings say. */
  function rows(recipe: Recipe, axis: Grid['axis'], variants: number): Recipe[] {
    const { gridGuidance } = compose.store.getState();
    const { ownClass: _, ...plain } = recipe;
    const base = { ...recipe, variants };
    const { manifest } = session.store.getState();
    if (axis === 'class') return paintedCodes(manifest).map((code) => ({ ...plain, variants, ...ofClass(code) }));
    return gridGuidance.map((guidance) => {
      const settings = { ...compose.store.getState(), sampler: 'full', guidance } as const;
      const wish = { ...settings, strength: strengthOf(settings) };
      return { ...base, sampler: manifest ? samplerOf(manifest, wish) : recipe.sampler };
    });
  }

  /** Its class, skin, mask and sampler, and noise near its own. */
  async function near(id: SampleId): Promise<Outcome<Wish>> {
    const { model, manifest, manifestSha256 } = session.store.getState();
    if (model.phase !== 'ready' || !manifest) return fail('model-not-ready');
    const record = await storage.readRecord(id);
    if (!record.ok) return record;
    const { class: code, ownClass, background, mask, sampler } = record.value;
    if (sampler.name === 'student' && !studentOf(manifest))
      return fail('sample-student-missing', { name: manifest.name });
    const pixels = await storage.readBackground(background.id);
    if (!pixels.ok) return pixels;
    const { variants, nearStrength } = compose.store.getState();
    const nearby = nearbyOf(record.value, nearStrength);
    if (nearby.through.length > NEARBY_LIMITS.through)
      return fail('sample-chain-long', { most: NEARBY_LIMITS.through });
    const recipe: Recipe = {
      schema: 1,
      bundle: refTo(manifest, manifestSha256),
      class: code,
      ...(ownClass && { ownClass }),
      background,
      mask,
      sampler,
      nearby,
      seed: randomSeed(),
      variants,
    };
    return succeed({ recipe, background: pixels.value, mask: decodeRle(mask) });
  }

  return { read, rows, near };
}

export type ComposeRecipes = ReturnType<typeof createComposeRecipes>;

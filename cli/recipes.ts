/** What a recipe file asks for: a list of samples, each by itself, so that any share of them can be made anywhere. */
import * as z from 'zod/mini';
import { BUNDLE_PATHS, maskModelSchema, type CheckedBundle, type MaskModel } from '../src/contracts/bundle';
import { misfit } from '../src/contracts/failure';
import type { Mask } from '../src/contracts/image';
import { planSchema, type Acceptance, type ClassTarget, type Plan } from '../src/contracts/plan';
import { recipeSchema, type BackgroundRef, type BundleRef, type Recipe } from '../src/contracts/recipe';
import type { SampleRecord } from '../src/contracts/sample';
import { decodeRle } from '../src/core/mask/rle';
import { candidate, seriesDigest } from '../src/core/plan/attempt';
import { ownOf } from '../src/core/plan/targets';
import { messageOf } from '../src/messages/failures';
import { samplesOf, type NamedSample } from '../src/core/provenance/samplesOf';
import { exitBecause, thrownWords } from './exit';

/** A sample to be made. `accept`: what the plan decides by; a recipe leaves that to a person. */
export interface Unit extends NamedSample {
  readonly plan: SampleRecord['plan'];
  readonly accept: Acceptance;
  mask(): Mask;
}

/** The plan that `generate` went by, beside its samples, for `pack`. */
export const PLAN_JSON = 'plan.json';

/** Where the record of a sample lies, in the folder that `generate` writes. */
export const recordPath = (id: string): string => `records/${id}.json`;

/** The file that is written when a share is whole. @param shard "I/N"; undefined: all of them */
export function doneName(shard: string | undefined): string {
  return shard === undefined ? 'done.json' : `done-${shard.replace('/', '-of-')}.json`;
}

/** What a file asks for, none of it drawn yet: a plan may allow more candidates than fit into memory. */
export interface Asked {
  readonly backgrounds: readonly BackgroundRef[];
  readonly bundles: readonly BundleRef[];
  /** A sample each, in their order; each is drawn when it is asked for. */
  readonly units: readonly (() => Promise<Unit>)[];
  /** The file itself, where it is a plan. */
  readonly plan: Plan | null;
}

const recipeFileSchema = z.object({
  schema: z.literal(1),
  recipes: z.array(z.object({ sha256: z.string(), recipe: recipeSchema })).check(z.minLength(1)),
});

/** @param json a recipe file of an export, one recipe, or a plan @param bundle draws the outlines of a plan that wants it */
export function askedBy(json: unknown, bundle: CheckedBundle): Asked {
  const kind = kindOf(json);
  if (kind === 'plan') {
    const plan = planSchema.safeParse(json);
    return plan.success ? askedByPlan(plan.data, bundle) : refuse(plan.error);
  }
  if (kind === 'recipe') {
    const single = recipeSchema.safeParse(json);
    return single.success ? askedByRecipes([single.data]) : refuse(single.error);
  }
  const file = recipeFileSchema.safeParse(json);
  return file.success ? askedByRecipes(file.data.recipes.map(({ recipe }) => recipe)) : refuse(file.error);
}

function kindOf(json: unknown): 'plan' | 'recipe' | 'recipes' {
  if (typeof json !== 'object' || json === null) return 'recipes';
  return 'kind' in json ? 'plan' : 'mask' in json ? 'recipe' : 'recipes';
}

function refuse(error: Parameters<typeof misfit>[0]): never {
  const { where, fault } = misfit(error);
  throw exitBecause('unreadable', 'not-a-recipe', { where, fault: messageOf(fault) });
}

/** Every variant of each recipe. */
function askedByRecipes(recipes: readonly Recipe[]): Asked {
  const accept = { by: 'person' } as const;
  return {
    backgrounds: recipes.map(({ background }) => background),
    bundles: recipes.map(({ bundle }) => bundle),
    units: recipes.flatMap((recipe) =>
      Array.from({ length: recipe.variants }, (_, index) => async (): Promise<Unit> => {
        const sample = (await samplesOf(recipe))[index];
        if (!sample) throw new RangeError('A recipe has as many samples as variants.');
        return { ...sample, plan: undefined, accept, mask: () => decodeRle(recipe.mask) };
      }),
    ),
    plan: null,
  };
}

/** Every candidate that a plan allows: whether one is kept depends on no other, so shares add up. */
function askedByPlan(plan: Plan, bundle: CheckedBundle): Asked {
  const { series, accept, classes } = plan;
  const outlines = outlinesOf(bundle);
  let digest: Promise<string> | null = null;
  async function unit(target: ClassTarget, attempt: number): Promise<Unit> {
    const { recipe } = drawn(series, target.class, attempt, outlines);
    const [sample] = await samplesOf(recipe);
    if (!sample) throw new RangeError('A candidate is one sample.');
    const from = { sha256: await (digest ??= seriesDigest(series)), attempt, ...ownOf(target) };
    return { ...sample, plan: from, accept, mask: () => decodeRle(recipe.mask) };
  }
  return {
    backgrounds: series.skin,
    bundles: [series.bundle],
    units: classes.flatMap((target) =>
      Array.from({ length: target.attempts }, (_, attempt) => () => unit(target, attempt)),
    ),
    plan,
  };
}

/** Throws ExitError where the bundle, or the plan, has nothing to draw it from. */
function drawn(...[series, code, attempt, outlines]: Parameters<typeof candidate>): ReturnType<typeof candidate> {
  try {
    return candidate(series, code, attempt, outlines);
  } catch (error) {
    throw exitBecause('unreadable', 'not-drawn', { attempt: String(attempt), class: code, fault: thrownWords(error) });
  }
}

function outlinesOf({ files }: CheckedBundle): MaskModel | null {
  const bytes = files[BUNDLE_PATHS.masks];
  return bytes ? maskModelSchema.parse(JSON.parse(new TextDecoder().decode(bytes))) : null;
}

/** @param shard "I/N": every N-th of them, beginning with the I-th, 1 first */
export function shareOf<T>(all: readonly T[], shard: string | undefined): T[] {
  if (shard === undefined) return [...all];
  const [, which, shards] = /^(\d+)\/(\d+)$/.exec(shard) ?? [];
  const [i, n] = [Number(which), Number(shards)];
  if (!(i >= 1 && n >= i)) throw exitBecause('usage', 'shard', { shard });
  return all.filter((_, k) => k % n === i - 1);
}

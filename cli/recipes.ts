/** What a recipe file asks for: a list of samples, each by itself, so that any share of them can be made anywhere. */
import * as z from 'zod/mini';
import { BUNDLE_PATHS, maskModelSchema, type CheckedBundle, type MaskModel } from '../src/contracts/bundle';
import { misfit } from '../src/contracts/failure';
import type { Mask } from '../src/contracts/image';
import { planSchema, type Plan } from '../src/contracts/plan';
import { recipeSchema, type Recipe } from '../src/contracts/recipe';
import type { SampleRecord } from '../src/contracts/sample';
import { decodeRle } from '../src/core/mask/rle';
import { candidate, seriesDigest } from '../src/core/plan/attempt';
import { ownOf } from '../src/core/plan/targets';
import { messageOf } from '../src/messages/failures';
import { samplesOf, type NamedSample } from '../src/core/provenance/samplesOf';
import { exitBecause } from './exit';

/** A sample to be made. */
export interface Unit extends NamedSample {
  readonly plan: SampleRecord['plan'];
  mask(): Mask;
}

const recipeFileSchema = z.object({
  schema: z.literal(1),
  recipes: z.array(z.object({ sha256: z.string(), recipe: recipeSchema })).check(z.minLength(1)),
});

/** @param json a recipe file of an export, one recipe, or a plan @param bundle draws the outlines of a plan that wants it */
export async function unitsOf(json: unknown, bundle: CheckedBundle): Promise<Unit[]> {
  const file = recipeFileSchema.safeParse(json);
  if (file.success) return (await Promise.all(file.data.recipes.map(({ recipe }) => unitsOfRecipe(recipe)))).flat();
  const single = recipeSchema.safeParse(json);
  if (single.success) return unitsOfRecipe(single.data);
  const plan = planSchema.safeParse(json);
  if (plan.success) return unitsOfPlan(plan.data, bundle);
  const isPlan = typeof json === 'object' && json !== null && 'kind' in json;
  const { where, fault } = misfit((isPlan ? plan : file).error);
  throw exitBecause('unreadable', 'not-a-recipe', { where, fault: messageOf(fault) });
}

/** Every variant of a recipe. */
async function unitsOfRecipe(recipe: Recipe): Promise<Unit[]> {
  const named = await samplesOf(recipe);
  return named.map((sample) => ({ ...sample, plan: undefined, mask: () => decodeRle(recipe.mask) }));
}

/** Every candidate that a plan allows: whether one is kept depends on no other, so shares add up. */
async function unitsOfPlan({ series, classes }: Plan, bundle: CheckedBundle): Promise<Unit[]> {
  const sha256 = await seriesDigest(series);
  const outlines = outlinesOf(bundle);
  const units: Unit[] = [];
  for (const target of classes)
    for (let attempt = 0; attempt < target.attempts; attempt += 1) {
      const { recipe, mask } = candidate(series, target.class, attempt, outlines);
      const named = await samplesOf(recipe);
      const plan = { sha256, attempt, ...ownOf(target) };
      units.push(...named.map((sample) => ({ ...sample, plan, mask: () => mask })));
    }
  return units;
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

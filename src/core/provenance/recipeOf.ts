/** The recipe of a sample, from its record alone. */
import { SAMPLER_LIMITS, type Recipe } from '../../contracts/recipe';
import type { SampleRecord } from '../../contracts/sample';
import { recipeDigest } from './digest';

/**
 * A record says everything that its recipe says but the number of variants, of which there are few: the hash tells which it was.
 * Null where none fits: the record was changed.
 */
export async function recipeOf(record: SampleRecord): Promise<Recipe | null> {
  const { recipe: made } = record;
  for (let variants = made.index + 1; variants <= SAMPLER_LIMITS.variants.max; variants += 1) {
    const recipe = recipeIn(record, variants);
    if ((await recipeDigest(recipe)) === made.sha256) return recipe;
  }
  return null;
}

/** What a record says of its recipe. */
export function recipeIn(record: SampleRecord, variants: number): Recipe {
  const { seed, environment, nearby, ownClass, recipe: made, class: code, background, mask, sampler } = record;
  const { id, version, sha256 } = environment.bundle;
  return {
    ...{ schema: 1, bundle: { id, version, sha256 }, class: code, background, mask, sampler, variants },
    seed: (seed - made.index) >>> 0,
    ...(nearby ? { nearby } : {}),
    ...(ownClass ? { ownClass } : {}),
  };
}

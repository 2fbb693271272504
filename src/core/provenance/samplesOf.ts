/** The samples that a recipe names: one a variant, each with its seed and its id. */
import type { Recipe } from '../../contracts/recipe';
import type { SampleId } from '../../contracts/sample';
import { recipeDigest, sampleId } from './digest';

export interface NamedSample {
  readonly id: SampleId;
  readonly recipe: Recipe;
  readonly recipeSha256: string;
  /** Its place in the recipe. */
  readonly index: number;
  readonly seed: number;
}

/** Variant i has the seed (seed + i) mod 2^32. */
export async function samplesOf(recipe: Recipe): Promise<NamedSample[]> {
  const recipeSha256 = await recipeDigest(recipe);
  const each = Array.from({ length: recipe.variants }, async (_, index) => ({
    id: await sampleId(recipeSha256, index),
    recipe,
    recipeSha256,
    index,
    seed: (recipe.seed + index) >>> 0,
  }));
  return Promise.all(each);
}

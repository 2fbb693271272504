/** The record of a sample that was just made: the same for one that a person composed and one of a plan. */
import type { GeneratedSample } from '../../contracts/inference';
import type { Recipe } from '../../contracts/recipe';
import type { Environment, SampleId, SampleRecord } from '../../contracts/sample';

export interface MadeFrom {
  readonly id: SampleId;
  readonly recipe: Recipe;
  readonly recipeSha256: string;
  /** Place in the recipe. */
  readonly index: number;
  readonly seed: number;
  readonly environment: Environment;
  readonly now: Date;
}

export function recordOf(
  { id, recipe, recipeSha256, index, seed, environment, now }: MadeFrom,
  made: GeneratedSample,
): SampleRecord {
  return {
    id,
    class: recipe.class,
    seed,
    ...(recipe.ownClass ? { ownClass: recipe.ownClass } : {}),
    ...(recipe.nearby ? { nearby: recipe.nearby } : {}),
    recipe: { sha256: recipeSha256, index },
    background: recipe.background,
    mask: recipe.mask,
    sampler: recipe.sampler,
    scores: made.scores,
    verdict: made.verdict,
    decision: null,
    nearestReal: made.nearestReal,
    furtherReal: [...made.furtherReal],
    ...(made.sceneFit === undefined ? {} : { sceneFit: made.sceneFit }),
    outsideMaskMaxDiff: made.outsideMaskMaxDiff,
    pixelSha256: made.pixelSha256,
    environment: made.comparedWith ? { ...environment, comparedWith: made.comparedWith } : environment,
    createdAt: now.toISOString(),
    synthetic: true,
  };
}

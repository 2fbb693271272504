/** The order of the variants: a batch stays together in the order of its seeds, the newest batch on top, so that no card jumps. */
import type { SampleSummary } from '../../contracts/sample';
import type { FormingSample } from '../../state/generation';

export type Variant =
  | { readonly kind: 'forming'; readonly id: string; readonly index: number; readonly sample: FormingSample }
  | { readonly kind: 'made'; readonly id: string; readonly index: number; readonly sample: SampleSummary };

/** @param made in the order in which they were made */
export function arrangeVariants(forming: readonly FormingSample[], made: readonly SampleSummary[]): Variant[] {
  const batches = new Map<string, Variant[]>();
  const put = (recipe: string, variant: Variant): void => {
    const batch = batches.get(recipe);
    if (batch) batch.push(variant);
    else batches.set(recipe, [variant]);
  };
  for (const sample of forming) {
    const { id, index, recipeSha256 } = sample;
    put(recipeSha256, { kind: 'forming', id, index, sample });
  }
  for (const sample of made.toReversed()) {
    const { id, recipe } = sample;
    put(recipe.sha256, { kind: 'made', id, index: recipe.index, sample });
  }
  return [...batches.values()].flatMap((batch) => batch.toSorted((a, b) => a.index - b.index));
}

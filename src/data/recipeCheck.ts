/** recipe.json, and the records that say which of its recipes they are from. */
import { sha256 } from '@noble/hashes/sha2.js';
import { failureOf, type Failure } from '../contracts/failure';
import type { Recipe } from '../contracts/recipe';
import type { SampleRecord } from '../contracts/sample';
import { shownText } from '../core/export/safeNames';
import { recipesJson } from '../core/export/tables';
import { unknownFacts } from '../core/exportCheck/recordCheck';
import { placedLines } from '../core/exportCheck/sectionCheck';
import { canonicalJson, toHex } from '../core/provenance/digest';
import { readLine, RECIPES, recipeLineSchema } from './openExport';

interface Known {
  /** Of what its samples have to say of it. */
  readonly digest: string;
  readonly variants: number;
  isUsed: boolean;
}

export interface RecipeCheck {
  record(record: SampleRecord): Failure[];
  /** Recipes that no sample is from. */
  unused(): Failure[];
}

/** @param lines of recipe.json. Throws InlayError of export-line-unreadable. */
export async function readRecipes(
  lines: AsyncIterable<string>,
  fault: (...failures: Failure[]) => void,
): Promise<RecipeCheck> {
  const known = new Map<string, Known>();
  const path = RECIPES;
  const layout = recipesJson();
  for await (const { part, text } of placedLines(lines, layout)) {
    if (part === -1 && `${text}\n` === layout.sections[0]?.head) continue;
    if (part !== 0) {
      fault(failureOf('export-line', { path, line: shownText(text) }));
      continue;
    }
    const { sha256: said, recipe } = readLine(path, text, recipeLineSchema);
    const raw = JSON.parse(text) as { readonly recipe: unknown };
    for (const unknown of unknownFacts(raw, { sha256: said, recipe }))
      fault(failureOf('export-fact-unknown', { path, fact: shownText(unknown) }));
    if (known.has(said) || JSON.stringify(raw) !== text)
      fault(failureOf('export-line', { path, line: shownText(text) }));
    if (hashOf(canonicalJson(recipe)) !== said) fault(failureOf('export-recipe-changed', { sha256: said }));
    known.set(said, { digest: originDigest(recipe), variants: recipe.variants, isUsed: false });
  }
  return {
    record(record) {
      const { id, seed, environment } = record;
      const { sha256: made, index } = record.recipe;
      const recipe = known.get(made);
      if (!recipe) return [failureOf('export-recipe-missing', { id })];
      recipe.isUsed = true;
      const { id: bundle, version, sha256 } = environment.bundle;
      const origin = { ...record, seed: (seed - index) >>> 0, bundle: { id: bundle, version, sha256 } };
      const isFrom =
        index < recipe.variants &&
        `SYN_${hashOf(`${made}:${index}`).slice(0, 12)}` === id &&
        originDigest(origin) === recipe.digest;
      return isFrom ? [] : [failureOf('export-record-recipe', { id })];
    },
    unused: () =>
      [...known]
        .filter(([, { isUsed }]) => !isUsed)
        .map(([line]) => failureOf('export-line', { path, line })),
  };
}

type Origin = Pick<Recipe, 'class' | 'background' | 'mask' | 'sampler' | 'seed' | 'nearby' | 'bundle'>;

function originDigest({ class: code, background, mask, sampler, seed, nearby, bundle }: Origin): string {
  return hashOf(canonicalJson({ code, background, mask, sampler, seed, nearby: nearby ?? null, bundle }));
}

/** Of a short text: WebCrypto would take longer to be asked than to answer. */
function hashOf(text: string): string {
  return toHex(sha256(new TextEncoder().encode(text)));
}

/** recipe.json, and the records that say which of its recipes they are from. */
import { sha256 } from '@noble/hashes/sha2.js';
import { failureOf, type Failure } from '../contracts/failure';
import type { SampleRecord } from '../contracts/sample';
import { shownText } from '../core/export/safeNames';
import { recipesJson } from '../core/export/tables';
import { unknownFacts } from '../core/exportCheck/recordCheck';
import { placedLines } from '../core/exportCheck/sectionCheck';
import { canonicalJson, toHex } from '../core/provenance/digest';
import { recipeIn } from '../core/provenance/recipeOf';
import { readLine, RECIPES, recipeLineSchema } from './openExport';

interface Known {
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
    known.set(said, { variants: recipe.variants, isUsed: false });
  }
  return {
    record(record) {
      const { id, recipe: made } = record;
      const recipe = known.get(made.sha256);
      if (!recipe) return [failureOf('export-recipe-missing', { id })];
      recipe.isUsed = true;
      const isFrom =
        made.index < recipe.variants &&
        `SYN_${hashOf(`${made.sha256}:${made.index}`).slice(0, 12)}` === id &&
        hashOf(canonicalJson(recipeIn(record, recipe.variants))) === made.sha256;
      return isFrom ? [] : [failureOf('export-record-recipe', { id })];
    },
    unused: () =>
      [...known].filter(([, { isUsed }]) => !isUsed).map(([line]) => failureOf('export-line', { path, line })),
  };
}

/** Of a short text: WebCrypto would take longer to be asked than to answer. */
function hashOf(text: string): string {
  return toHex(sha256(new TextEncoder().encode(text)));
}

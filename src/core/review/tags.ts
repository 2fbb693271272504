/** Tags: free words of the person's for some samples, to find them again and to take them along. */
import { TAG_LIMITS, tagSchema, type SampleSummary } from '../../contracts/sample';
import { fail, succeed, type Outcome } from '../../contracts/failure';

/** What was typed, commas or semicolons between several. Fails with tag-unfit where one is too long. */
export function typedTags(text: string): Outcome<readonly string[]> {
  const tags = text
    .split(/[,;\n]/)
    .map((part) => part.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim())
    .filter((part) => part !== '');
  const isFit = tags.every((tag) => tagSchema.safeParse(tag).success);
  return isFit ? succeed([...new Set(tags)]) : fail('tag-unfit', { most: TAG_LIMITS.characters });
}

/** Each once, in the order of their characters. What is both added and taken away is not there. */
export function changedTags(tags: readonly string[], add: readonly string[], remove: readonly string[]): string[] {
  const gone = new Set(remove);
  return [...new Set([...tags, ...add])].filter((tag) => !gone.has(tag)).sort();
}

/** All that some samples have, each with how many have it, in the order of their characters. */
export function countTags(samples: Iterable<Pick<SampleSummary, 'tags'>>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { tags = [] } of samples) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What the images of an export show, in sentences: the card and Croissant say the same. */
import type { ExportFacts } from './facts';

/** Sources that are listed in the card; all of them are in metadata.jsonl. */
const LISTED = 500;

/** The first sentence says what an image shows. */
export function shownWords({
  samples,
  sources,
  madeWhole,
}: Pick<ExportFacts, 'samples' | 'sources' | 'madeWhole'>): string[] {
  const onPersons = samples - madeWhole;
  return [
    ...(onPersons > 0
      ? [
          "An image shows a real person's skin, except inside the mask, where a model painted; and except where a lesion was painted away before.",
          `${onPersons} of ${samples} images do, from ${sources.length} source ${sources.length === 1 ? 'image' : 'images'}; \`source_id\` in \`metadata.jsonl\` says which.`,
        ]
      : []),
    ...(madeWhole > 0
      ? [`${madeWhole} of ${samples} images stand in skin that a model made whole: they show no person.`]
      : []),
  ];
}

/** Of the card: which images the skin comes from, so that they can be kept out of a test set. */
export function sourceSection({ sources, unnamedSources }: Pick<ExportFacts, 'sources' | 'unnamedSources'>): string[] {
  if (sources.length === 0) return [];
  const more = sources.length - LISTED;
  return [
    '## Source images',
    '',
    `The skin comes from these images. A classifier that is trained on this set must not be tested on them. ${namedWords(sources.length, unnamedSources)}`,
    '',
    ...sources.slice(0, LISTED).map(({ name, samples }) => `- ${asCode(name)}: ${samples}`),
    ...(more > 0 ? [`- and ${more} more, in \`metadata.jsonl\``] : []),
    '',
  ];
}

/** How sources are named. */
export function namedWords(sources: number, unnamed: number): string {
  if (unnamed === 0) return "They are named by the maker's own ids.";
  if (unnamed === sources) return 'They are named by hashes, and skin that ships with Inlay by its id.';
  return `They are named by the maker's own ids, ${unnamed} of them by a hash or by the id of skin that ships with Inlay.`;
}

/** As code, whatever it holds. */
function asCode(name: string): string {
  return `\`${name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}`]/gu, ' ').trim()}\``;
}

/** README.md of a preset: what it is, how it is loaded, and what is true of all of them. */
import type { ExportFacts } from '../facts';
import { EXPORT_SPLITS } from '../backgroundSplit';
import { markdownText } from '../markdown';

export interface Told {
  readonly title: string;
  /** Markdown, of the preset's own. */
  readonly loading: string;
  /** Where the rows are that this file says of each image. */
  readonly about: string;
}

export function readme(facts: ExportFacts, { title, loading, about }: Told): string {
  const counts = facts.byClass.map(
    ({ class: code, samples, parts }) => `| ${markdownText(code)} | ${samples} | ${parts.join(' | ')} |`,
  );
  return [
    `# ${markdownText(facts.name)}: ${title}`,
    '',
    'Synthetic dermoscopic images, made with Inlay. Not a medical device; not for diagnosis.',
    '',
    loading,
    '',
    about,
    '',
    `| class | samples | ${EXPORT_SPLITS.join(' | ')} |`,
    `|---|---|${EXPORT_SPLITS.map(() => '---|').join('')}`,
    ...counts,
    '',
    'An image shows the skin of a real person, except inside the mask. All samples on one skin lie in one part. Test no classifier on',
    'the images that the skin comes from.',
    '',
    `Licences: ${facts.imageLicences.map(markdownText).join('; ')}.`,
    '',
    'Each PNG holds the whole record of its sample. The zip that Inlay exports by default, a BagIt bag, holds tables, decisions and',
    'provenance beside it, and can be verified.',
    '',
  ].join('\n');
}

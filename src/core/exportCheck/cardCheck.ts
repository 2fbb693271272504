/** README.md, written again from the records: what stands there otherwise is named line by line. What Evaluate found is not in the records. */
import { failureOf, type Failure } from '../../contracts/failure';
import { datasetCard } from '../export/card';
import type { ExportFacts } from '../export/facts';
import { shownText } from '../export/safeNames';
import { words } from './differences';
import { earlierCard } from './earlierCard';

const CARD = 'README.md';
/** Faults that are named; the rest of a card that is another one altogether says nothing more. */
const MOST = 12;

/** The scope that a card speaks of. */
export function scopeIn(card: string): ExportFacts['scope'] {
  return card.includes('\nAll samples, with what was decided: ') ? 'all' : 'accepted';
}

/** How many sources a card calls unnamed, which does not follow from the records. @param sources all of them */
export function unnamedIn(card: string, sources: number): number {
  const some = /named by the maker's own ids, (\d+) of them by a hash/.exec(card)?.[1];
  if (some !== undefined) return Number(some);
  return card.includes('They are named by hashes,') ? sources : 0;
}

export interface CardCheck {
  readonly faults: readonly Failure[];
  /** It tells of an evaluation, which cannot be computed from the export. */
  readonly tellsOfEvaluation: boolean;
}

/** @param facts of the records */
export function checkCard(card: string, facts: ExportFacts, format: number): CardCheck {
  const { text, tellsOfEvaluation } = withoutEvaluation(card);
  const asNow = datasetCard(facts);
  const meant =
    format < 2
      ? [asNow, datasetCard(facts, null, (from) => from), earlierCard(facts, 'three gates'), earlierCard(facts, 'the gates')]
      : [asNow];
  const compared = meant.map((wanted) => lineFaults(text, wanted)).sort((a, b) => a.length - b.length);
  return { faults: (compared[0] ?? []).slice(0, MOST), tellsOfEvaluation };
}

/** The card without the parts that an evaluation adds. */
function withoutEvaluation(card: string): { readonly text: string; readonly tellsOfEvaluation: boolean } {
  const text = card
    .replace(/^## Does it help\?\n[\s\S]*?(?=^## Limits$)/m, '')
    .replace(/; told from real images with AUROC [^|]*?(?= \|$)/m, '')
    .replace(/share of real images with a sample near by: [^|]*?(?= \|$)/m, 'spread over the real data not measured');
  return { text, tellsOfEvaluation: text !== card };
}

/** Lines of one that the other has not, in their order; two that begin alike say two things of one fact. */
function lineFaults(said: string, meant: string): Failure[] {
  if (said === meant) return [];
  const missing = beyond(meant, said);
  const faults = beyond(said, meant).map((there): Failure => {
    const at = missing.findIndex((wanted) => parting(there, wanted) >= LEAST_ALIKE);
    if (at < 0) return failureOf('export-line', { path: CARD, line: shownText(there) });
    const [wanted = ''] = missing.splice(at, 1);
    const start = parting(there, wanted);
    const fact = lastWords(shownText(wanted.slice(0, start).trim()));
    return failureOf('export-set-says', {
      path: CARD,
      fact,
      said: words(there.slice(start)),
      meant: words(wanted.slice(start)),
    });
  });
  const lacking = missing.map((line) => failureOf('export-line-missing', { path: CARD, line: shownText(line) }));
  const all = [...faults, ...lacking];
  return all.length > 0 ? all : [failureOf('export-line', { path: CARD, line: '…' })];
}

/** Signs that two lines begin alike with where they tell of one fact, and that are shown of those. */
const LEAST_ALIKE = 2;
const MOST_FACT = 40;

function lastWords(text: string): string {
  return text.length > MOST_FACT ? `… ${text.slice(text.indexOf(' ', text.length - MOST_FACT) + 1)}` : text;
}

/** Where two lines part, by words. */
function parting(there: string, wanted: string): number {
  let at = 0;
  while (at < there.length && there[at] === wanted[at]) at += 1;
  return Math.max(0, there.lastIndexOf(' ', at - 1) + 1);
}

function beyond(text: string, other: string): string[] {
  const counts = new Map<string, number>();
  for (const line of other.split('\n')) counts.set(line, (counts.get(line) ?? 0) + 1);
  return text.split('\n').filter((line) => {
    const left = counts.get(line) ?? 0;
    counts.set(line, left - 1);
    return left <= 0;
  });
}

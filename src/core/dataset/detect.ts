/** Finds out how a data set is laid out, from its paths and its tables, and says why. */
import { OWN_LAYOUT, type Detection, type LabelSource, type Reading } from '../../contracts/dataset';
import type { ReadingReason } from '../../contracts/readingReason';
import { columnOf, saidIn } from './fields';
import type { Meanings } from './labels';
import { hotColumns, isClassColumn, readLabels, type SaidLabels } from './labelSources';
import { LAYOUTS } from './layouts/list';
import { baseName } from './paths';
import type { Table } from './tableRows';

/** Columns with a label in tables of no published layout, in order of preference. */
const LABELS = [
  ...['label', 'dx', 'class', 'diagnosis', 'target', 'category', 'lesion_type'],
  ...['diagnostic', 'disease', 'class_name', 'label_name', 'ground_truth', 'labels'],
];
/** A source that knows fewer classes than this share of what the best one knows is not the first choice. */
const ENOUGH = 0.5;

/** What a table offers as labels. */
interface Offer {
  readonly table: Table;
  readonly kind: 'one-hot' | 'column';
  readonly columns: readonly string[];
}

export interface Candidate {
  readonly reading: Reading;
  readonly said: SaidLabels;
  readonly why: ReadingReason;
}

/** The candidates, the most likely first; the names of the folders are always one. The labels' meanings are filled in later. */
export function candidatesOf(paths: readonly string[], tables: readonly Table[], meaningOf: Meanings): Candidate[] {
  const keys = tables.map(({ path, key }) => ({ path, key }));
  const offers = tables.flatMap((table) => offerOf(table, meaningOf) ?? []).toSorted((a, b) => rank(a) - rank(b));
  const ham = tables.find(({ layout }) => layout?.id === 'ham10000');
  const candidates: Candidate[] = [];
  for (const [first, also] of grouped(offers)) {
    const { table, kind, columns } = first;
    const more = also.length > 0 ? { also: also.map((offer) => offer.table.path) } : {};
    const label: LabelSource =
      kind === 'one-hot'
        ? { kind, table: table.path, ...more }
        : { kind, table: table.path, columns: [...columns], ...more };
    const layout =
      kind === 'one-hot' && ham ? 'ham10000' : (table.layout?.id ?? (kind === 'one-hot' ? 'isic-2019' : OWN_LAYOUT));
    const hot = also.length === 0 ? columns : null;
    const said = readLabels(label, tables, paths, meaningOf, hot);
    candidates.push({ reading: { layout, tables: keys, label, classes: {} }, said, why: whyOf(first, also, ham) });
  }
  const label: LabelSource = { kind: 'folder' };
  const said = readLabels(label, tables, paths, meaningOf);
  const isClassAFolder = new Set(said.labels).size > 1 || said.labels.some((name) => meaningOf(name) !== null);
  const layout = tables.find((table) => table.layout)?.layout?.id ?? OWN_LAYOUT;
  candidates.push({
    reading: { layout: candidates.length > 0 ? OWN_LAYOUT : layout, tables: keys, label, classes: {} },
    said,
    why: { kind: isClassAFolder ? 'folders' : 'nothing' },
  });
  return mostLikelyFirst(candidates, meaningOf);
}

export function detectionOf(candidates: readonly Candidate[]): Detection {
  return { candidates: candidates.map(({ reading }) => reading), why: candidates[0]?.why ?? null };
}

/** In their order, but that sources come last which know far fewer classes, or far fewer labels where no class is known. */
function mostLikelyFirst(candidates: readonly Candidate[], meaningOf: Meanings): Candidate[] {
  const scores = candidates.map(({ said, reading }) => {
    const labels = said.labels.filter((label) => label !== '');
    return {
      known: labels.filter((label) => meaningOf(label) !== null).length,
      said: reading.label.kind === 'folder' ? 0 : labels.length,
    };
  });
  const most = {
    known: Math.max(...scores.map(({ known }) => known)),
    said: Math.max(...scores.map(({ said }) => said)),
  };
  const isLikely = (at: number): boolean => {
    const score = scores[at];
    return (
      score !== undefined && (most.known > 0 ? score.known >= ENOUGH * most.known : score.said >= ENOUGH * most.said)
    );
  };
  const firsts = candidates.filter((_, at) => isLikely(at));
  const [first] = firsts;
  const rest = candidates.filter((candidate) => candidate !== first);
  return first ? [first, ...rest] : [...candidates];
}

export function offerOf(table: Table, meaningOf: Meanings): Offer | null {
  const { layout, columns, rows } = table;
  const classColumns = columns.filter((column) => column !== table.key && isClassColumn(column, meaningOf));
  const hot = classColumns.length >= 2 ? hotColumns([table], meaningOf) : [];
  if (hot.filter((column) => classColumns.includes(column)).length >= 2)
    return { table, kind: 'one-hot', columns: hot };
  const ofLayout = (layout?.labels ?? []).flatMap((name) => columnOf(table, [name]) ?? []);
  if (layout && layout.id !== 'hf-imagefolder' && ofLayout.length > 0)
    return { table, kind: 'column', columns: ofLayout };
  const means = (column: string): number => {
    const place = columns.indexOf(column);
    let known = 0;
    for (const row of rows.values()) if (meaningOf(saidIn(row[place])) !== null) known += 1;
    return known;
  };
  const called = LABELS.flatMap((name) => columnOf(table, [name]) ?? []).filter((column) => column !== table.key);
  const [most] = called.map((column) => ({ column, known: means(column) })).toSorted((a, b) => b.known - a.known);
  if (most) return { table, kind: 'column', columns: [most.column] };
  const other = columns.find((column) => column !== table.key && rows.size > 0 && means(column) * 2 > rows.size);
  return other === undefined ? null : { table, kind: 'column', columns: [other] };
}

/** One-hot tables first, then published layouts in their order. */
function rank({ table, kind }: Offer): number {
  const place = LAYOUTS.findIndex((layout) => layout === table.layout);
  return kind === 'one-hot' ? -1 : place < 0 ? LAYOUTS.length : place;
}

/** Tables of the same kind with the same columns are one source: a table a split. */
function grouped(offers: readonly Offer[]): [Offer, Offer[]][] {
  const groups = new Map<string, [Offer, Offer[]]>();
  for (const offer of offers) {
    const key = JSON.stringify([offer.kind, offer.kind === 'one-hot' ? [] : offer.columns]);
    const group = groups.get(key);
    if (group) group[1].push(offer);
    else groups.set(key, [offer, []]);
  }
  return [...groups.values()];
}

function whyOf({ table, kind, columns }: Offer, also: readonly Offer[], ham: Table | undefined): ReadingReason {
  const tables = [table, ...also.map((offer) => offer.table)].map(({ path }) => baseName(path));
  const { layout } = table;
  if (kind === 'one-hot') {
    const before = ham && columns.includes('SCC') ? baseName(ham.path) : null;
    return { kind, tables, like: layout?.name ?? 'ISIC 2019', before };
  }
  if (!layout) return { kind: 'column', tables, columns: [...columns] };
  const told = layout.told.flat().filter((name) => columnOf(table, [name]) !== null);
  const shown = layout.id === 'hf-imagefolder' ? [...told, ...columns] : told;
  return { kind: 'layout', tables, columns: shown, like: layout.name };
}

/**
 * Whether a table has to do with the images: it names some of them; and where its key is such as any table has, it names many, or says
 * something that images have: a list of clinics has ids too.
 * @param named images that it names, clearly or not
 */
export function isAbout(table: Table, named: number, images: number, saysSomething: () => boolean): boolean {
  if (named === 0) return false;
  return !table.isWeak || (table.rows.size * 2 >= images && saysSomething());
}

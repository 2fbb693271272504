/** The labels of images as a source says them: a column a class, a column with the diagnosis, the names of folders. */
import type { LabelSource } from '../../contracts/dataset';
import { hotIn, isKnownColumn } from './fields';
import type { Meanings } from './labels';
import { folderKey, splitIn } from './names';
import { foldersOf } from './paths';
import type { Row, Table } from './tableRows';

export interface SaidLabels {
  /** Of each image; empty where nothing is said. Several that do not agree are joined by "and". */
  readonly labels: readonly string[];
  /** Images of which one row says several labels. */
  readonly two: readonly number[];
  /** Images of which tables say different labels, and what each says. */
  readonly conflicts: ReadonlyMap<number, string>;
  /** Columns that were read as labels. */
  readonly columns: readonly string[];
}

/** Folders that sort files, not diagnoses. */
const SORTING =
  /^(images?|imgs?|data|dataset|train(ing)?|val(id(ation)?)?|test(ing)?|all|jpe?gs?|pngs?|input|.*_input|.*[_ ]part[_ ]?\d+)$/i;

function isSorting(folder: string): boolean {
  return SORTING.test(folder) || folderKey(folder) === '' || (splitIn(folder) !== null && /^\W*\w+\W*$/.test(folder));
}

/** The folder that names the class of an image: the innermost one that does not only sort files; empty where there is none. */
export function folderLabel(path: string): string {
  return foldersOf(path).findLast((folder) => !isSorting(folder)) ?? '';
}

/** Of each image the folder on the level that names most classes, so that a class may hold a folder a patient. */
function folderLabels(paths: readonly string[], meaningOf: Meanings): string[] {
  const isClass = (folder: string): boolean => meaningOf(folder) !== null;
  const known = new Map<string, readonly string[]>();
  const chains = paths.map((path) => {
    const place = path.slice(0, path.lastIndexOf('/') + 1);
    const chain = known.get(place) ?? foldersOf(path).filter((folder) => !isSorting(folder));
    known.set(place, chain);
    return chain;
  });
  const counts: number[] = [];
  for (const chain of chains)
    for (const [level, folder] of chain.entries()) if (isClass(folder)) counts[level] = (counts[level] ?? 0) + 1;
  const most = Math.max(0, ...counts.map((count) => count));
  const level = most === 0 ? -1 : counts.findIndex((count) => count === most);
  return chains.map((chain) => chain[level] ?? chain.at(-1) ?? '');
}

/** @param hot columns of a one-hot source, where they are known already */
export function readLabels(
  source: LabelSource,
  tables: readonly Table[],
  paths: readonly string[],
  meaningOf: Meanings,
  hot: readonly string[] | null = null,
): SaidLabels {
  if (source.kind === 'folder')
    return { labels: folderLabels(paths, meaningOf), two: [], conflicts: new Map(), columns: [] };
  const named = [source.table, ...(source.also ?? [])];
  const used = named.flatMap((path) => tables.find((table) => table.path === path) ?? []);
  const columns = source.kind === 'column' ? source.columns : (hot ?? hotColumns(used, meaningOf));
  const labels = paths.map(() => '');
  const two: number[] = [];
  const conflicts = new Map<number, string>();
  const from = new Map<number, string>();
  for (const table of used) {
    const places = columns.map((column) => table.columns.indexOf(column));
    for (const [image, row] of [...table.rows, ...table.further]) {
      const said =
        source.kind === 'column' ? firstSaid(row, places) : columns.filter((_, at) => isHot(row, places[at] ?? -1));
      if (said.length === 0) continue;
      if (said.length > 1) two.push(image);
      const label = said.join(' and ');
      const before = labels[image] ?? '';
      if (before === '' || before === label) labels[image] = label;
      else if (meaningOf(before) === null || meaningOf(before) !== meaningOf(label)) {
        conflicts.set(image, `${before} (${from.get(image) ?? ''}), ${label} (${table.path})`);
        labels[image] = `${before} and ${label}`;
      }
      from.set(image, table.path);
    }
  }
  return { labels, two, conflicts, columns };
}

function firstSaid(row: Row, places: readonly number[]): string[] {
  for (const place of places) {
    const cell = row[place]?.trim() ?? '';
    if (cell !== '') return [cell];
  }
  return [];
}

function isHot(row: Row, place: number): boolean {
  return hotIn(row[place] ?? '') > 0.5;
}

/**
 * The columns of one-hot tables that are classes: those of the known ones, and every other one that says 1 of images of which no known one
 * says it, and else 0: a class that the project does not have yet.
 */
export function hotColumns(tables: readonly Table[], meaningOf: Meanings): string[] {
  const hot: string[] = [];
  for (const { columns, rows, key, layout } of tables) {
    const all = [...rows.values()];
    const areShares = (place: number): boolean => all.every((row) => isShare(row[place] ?? ''));
    const known = columns.filter((column, at) => column !== key && isClassColumn(column, meaningOf) && areShares(at));
    const ownHot = known.map((column) => columns.indexOf(column));
    for (const [place, column] of columns.entries()) {
      if (known.includes(column) || column === key || column === '') continue;
      if (isKnownColumn(column, null) || isWeight(column)) continue;
      const isApart =
        all.some((row) => isHot(row, place)) &&
        all.every((row) => [0, 1].includes(hotIn(row[place] ?? ''))) &&
        all.every((row) => !isHot(row, place) || !ownHot.some((other) => isHot(row, other)));
      const isOfLayout = layout !== null && layout.labels.length === 0 && layout.header.split(',').includes(column);
      if (isApart || isOfLayout) ownHot.push(place);
    }
    for (const place of ownHot) if (!hot.includes(columns[place] ?? '')) hot.push(columns[place] ?? '');
  }
  return hot;
}

/** Of the scoring of a challenge, not of a class. */
function isWeight(column: string): boolean {
  return /_weight$/i.test(column);
}

export function isClassColumn(column: string, meaningOf: Meanings): boolean {
  return column === 'UNK' || meaningOf(column) !== null;
}

/** A number from 0 to 1, as soft labels are. */
function isShare(cell: string): boolean {
  const value = hotIn(cell);
  return value >= 0 && value <= 1;
}

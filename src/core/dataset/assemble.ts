/** Files and tables of a data set -> its images, and what is odd about them. Nothing that is odd is fatal. */
import { ofClass, type ClassCode, type LesionClass } from '../../contracts/classes';
import type { Detection, LabelCount, LabelSource, Reading, TableUse } from '../../contracts/dataset';
import { candidatesOf, detectionOf, isAbout, offerOf, type Candidate } from './detect';
import { ageIn, FIELDS, isKnownColumn, sexIn, skinTypeIn, type Field } from './fields';
import { idsOf, type ImageIndex } from './imageIndex';
import { fieldOf, rowsOfImages, saidBy, splitOf, type Said } from './imageRows';
import { joinGroups } from './joinGroups';
import { meaningsOf, withMeanings, type Meanings } from './labels';
import type { SaidLabels } from './labelSources';
import { masksOf, type AreCopies } from './masks';
import type { OddityList } from './oddities';
import type { FoundFiles } from './paths';
import type { UnsplitImage } from './splits';
import type { CollectedTable, Table } from './tableRows';

export interface Assembled {
  readonly images: readonly UnsplitImage[];
  readonly labels: readonly LabelCount[];
  readonly detection: Detection;
  /** With the meaning of every label that was met filled in. */
  readonly reading: Reading;
  readonly tables: readonly TableUse[];
}

/** Labels that hold several classes: a table with finer ones does not contradict them. */
const BROAD: ReadonlyMap<string, readonly ClassCode[]> = new Map([['akiec', ['AK', 'SCC']]]);

export interface Wanted {
  readonly classes: readonly LesionClass[];
  /** How the person has corrected it; null: as it is found. */
  readonly corrected: Reading | null;
  readonly areCopies: AreCopies;
}

/** @param collected every table that could be read @param index of `files.images` */
export function assemble(
  files: FoundFiles,
  index: ImageIndex,
  collected: readonly CollectedTable[],
  { classes, corrected, areCopies }: Wanted,
  odd: OddityList,
): Assembled {
  const ids = idsOf(files.images);
  const meaningOf = withMeanings(
    meaningsOf(classes),
    collected.flatMap(({ layout }) => (layout?.meanings ? [layout.meanings] : [])),
    classes,
  );
  joinGroups(collected, files.images);
  const about = aboutImages(collected, files.images.length, meaningOf);
  for (const table of collected) {
    if (!about.includes(table)) odd.add('unused-table', table.path);
    else {
      odd.addAll(table.oddities);
      settle(table, areCopies, odd, ids);
    }
  }
  const said = about.map(saidBy);
  const rows = rowsOfImages(files.images.length, said, index, odd, ids);
  const candidates = candidatesOf(files.images, about, meaningOf);
  const chosen = candidates.find(({ reading }) => isSame(reading.label, corrected?.label)) ?? candidates[0];
  if (!chosen) throw new Error('The names of the folders are always a candidate.');
  const reading: Reading = {
    ...chosen.reading,
    ...(corrected && { classes: corrected.classes, noClass: corrected.noClass }),
  };
  const labels = labelsOf(candidates, chosen, ids, meaningOf, odd);
  const masks = masksOf(files, index, said, rows, areCopies, odd);
  const images = files.images.flatMap((path, at) => {
    if (masks.named.has(path)) return [];
    const own = rows[at] ?? [];
    const say = (field: Field): string => fieldOf(own, field);
    return {
      id: ids[at] ?? path,
      path,
      label: labels[at] ?? '',
      class: null,
      lesion: say('lesion') || null,
      patient: say('patient') || null,
      ownSplit: splitOf(own, index.splitOf(at)),
      mask: masks.of.get(at) ?? null,
      ageYears: ageIn(say('age')),
      sex: sexIn(say('sex')),
      site: say('site').toLowerCase() || null,
      skinType: skinTypeIn(say('skinType')),
    };
  });
  const counts = new Map<string, number>();
  for (const { label } of images) counts.set(label, (counts.get(label) ?? 0) + 1);
  const meanings = new Map([...counts.keys()].map((label) => [label, meaning(label, reading, classes, meaningOf)]));
  const classed = images.map((image) => ({ ...image, class: meanings.get(image.label) ?? null }));
  for (const { id, label, class: code } of classed)
    if (code === null) odd.add(label === '' ? 'no-label' : 'unknown-label', label === '' ? id : label);
  noteLesionsOfTwoClasses(classed, odd);
  for (const table of about) noteUnknownColumns(table, candidates, odd);
  return {
    images: classed,
    labels: [...counts]
      .map(([label, count]) => ({ label, class: meanings.get(label) ?? null, images: count }))
      .sort((a, b) => b.images - a.images),
    detection: detectionOf(candidates),
    reading: { ...reading, classes: Object.fromEntries(meanings) },
    tables: collected.map((table) =>
      useOf(
        table,
        said.find((entry) => entry.table === table),
        candidates,
      ),
    ),
  };
}

/** Rows about images of which there are several: they are of all of them where those are one and the same file. */
function settle(
  { path, unclear, rows }: CollectedTable,
  areCopies: AreCopies,
  odd: OddityList,
  ids: readonly string[],
): void {
  for (const { row, said, images } of unclear)
    if (areCopies(images)) {
      for (const image of images) if (!rows.has(image)) rows.set(image, row);
    } else
      odd.add(
        'ambiguous-row',
        `${path}: ${said} (${images
          .slice(0, 3)
          .map((at) => ids[at])
          .join(', ')})`,
      );
}

/** Tables that name some of the images, and have something to say of them. */
function aboutImages(tables: readonly CollectedTable[], images: number, meaningOf: Meanings): CollectedTable[] {
  return tables.filter((table) => {
    const named = new Set([...table.rows.keys(), ...table.unclear.flatMap((row) => row.images)]).size;
    const says = (): boolean =>
      offerOf(table, meaningOf) !== null || Object.values(saidBy(table).places).some((places) => places.length > 0);
    return isAbout(table, named, images, says);
  });
}

/** The labels of the chosen source; where it has none of an image, those of other tables. What contradicts itself is told. */
function labelsOf(
  candidates: readonly Candidate[],
  chosen: Candidate,
  ids: readonly string[],
  meaningOf: Meanings,
  odd: OddityList,
): string[] {
  const others = candidates.filter((candidate) => candidate !== chosen);
  const fillers =
    chosen.reading.label.kind === 'folder' ? [] : others.filter(({ reading }) => reading.label.kind !== 'folder');
  for (const image of chosen.said.two) odd.add('two-labels', ids[image] ?? '');
  for (const [image, what] of chosen.said.conflicts) odd.add('labels-disagree', `${ids[image] ?? ''}: ${what}`);
  return ids.map((id, at) => {
    const own = chosen.said.labels[at] ?? '';
    if (own === '') return fillers.map(({ said }) => said.labels[at] ?? '').find((label) => label !== '') ?? '';
    for (const { said } of others) noteOtherLabel(own, said, at, id, meaningOf, odd);
    return own;
  });
}

function noteOtherLabel(
  own: string,
  { labels }: SaidLabels,
  at: number,
  id: string,
  meaningOf: Meanings,
  odd: OddityList,
): void {
  const other = labels[at] ?? '';
  if (other === '' || other === own) return;
  const [mine, theirs] = [meaningOf(own), meaningOf(other)];
  if (mine === null || theirs === null || mine === theirs) return;
  const isBroad = (label: string, code: ClassCode): boolean => BROAD.get(label.toLowerCase())?.includes(code) === true;
  if (!isBroad(other, mine) && !isBroad(own, theirs)) odd.add('labels-disagree', `${id}: ${own}, ${other}`);
}

function isSame(a: LabelSource, b: LabelSource | undefined): boolean {
  if (a.kind !== b?.kind) return false;
  if (a.kind === 'folder' || b.kind === 'folder') return true;
  const columns = (source: LabelSource): string => (source.kind === 'column' ? source.columns.join('\n') : '');
  return a.table === b.table && columns(a) === columns(b);
}

/** What the person said, where the class is still there; else what the studio knows. */
function meaning(
  label: string,
  { classes: said }: Reading,
  classes: readonly LesionClass[],
  meaningOf: Meanings,
): ClassCode | null {
  const own = ofClass(said, label);
  if (own === null || classes.some(({ code }) => code === own)) return own ?? null;
  return meaningOf(label);
}

function noteUnknownColumns(table: Table, candidates: readonly Candidate[], odd: OddityList): void {
  const labels = new Set(candidates.flatMap(({ said }) => said.columns));
  for (const column of table.columns) {
    const known = column === table.key || labels.has(column) || isKnownColumn(column, table.layout);
    if (!known) odd.add('unknown-column', column === '' ? `${table.path}: a column without a name` : column);
  }
}

function useOf(table: CollectedTable, said: Said | undefined, candidates: readonly Candidate[]): TableUse {
  const { path, key, rows } = table;
  if (!said) return { path, key: null, images: 0, says: [] };
  const isLabel = candidates.some(
    ({ reading: { label } }) => label.kind !== 'folder' && [label.table, ...(label.also ?? [])].includes(path),
  );
  const fields = (Object.keys(FIELDS) as Field[]).filter((field) => said.places[field].length > 0);
  return { path, key, images: rows.size, says: [...(isLabel ? (['label'] as const) : []), ...fields] };
}

function noteLesionsOfTwoClasses(images: readonly UnsplitImage[], odd: OddityList): void {
  const classes = new Map<string, Set<ClassCode>>();
  for (const { lesion, class: code } of images) {
    if (lesion === null || code === null) continue;
    const known = classes.get(lesion);
    if (known) known.add(code);
    else classes.set(lesion, new Set([code]));
  }
  for (const [lesion, codes] of classes) if (codes.size > 1) odd.add('lesion-of-two-classes', lesion);
}

/** Takes the rows of one table one after the other, finds out which column names images, and keeps the rows of those that are here. */
import type { Oddity } from '../../contracts/dataset';
import { saidIn, columnOf, FIELDS, namesOf, type TableHead } from './fields';
import { EXACT, type ImageIndex } from './imageIndex';
import { layoutOf } from './layouts/list';
import type { Layout } from './layouts/layout';
import { folded } from './names';
import { oddityList, type OddityList } from './oddities';
import { baseName } from './paths';

/** Cells in the order of the columns. */
export type Row = readonly string[];

/** What a table says about the images that are here; a million rows about others leave nothing behind but their number. */
export interface Table extends TableHead {
  readonly layout: Layout | null;
  /** The column in which images are named, or lesions or patients where it names none; the first of several. */
  readonly key: string;
  /** The key is such as any table has, and what it names are numbers: images of these numbers may be there by chance. */
  readonly isWeak: boolean;
  /** Image -> its row. */
  readonly rows: Map<number, Row>;
  /** Further rows about images that have one: only their labels are looked at, for one that disagrees. */
  readonly further: readonly (readonly [image: number, row: Row])[];
}

export interface CollectedTable extends Table {
  /** Of the table alone: told where it has to do with the images at all. */
  readonly oddities: readonly Oddity[];
  /** Rows that name images of which there are several, and nothing tells which. */
  readonly unclear: readonly { readonly row: Row; readonly said: string; readonly images: readonly number[] }[];
  /** Rows about lesions or patients, where no column names images. */
  readonly grouped: { readonly by: 'lesion' | 'patient'; readonly rows: ReadonlyMap<string, Row> } | null;
}

/** Columns that name an image, in order of preference. */
const KEYS = [
  'image',
  'image_id',
  'isic_id',
  'image_name',
  'file_name',
  'filename',
  'img_id',
  'image_path',
  'file',
  'path',
  'filepath',
  'file_path',
  'img',
  'image_file',
  'id',
  'name',
];
/** So many rows tell which column names images. */
const SAMPLE_ROWS = 1_000;
/** Columns whose words may name a folder, where the name of an image alone fits several. */
const HINTS = [
  ...FIELDS.lesion,
  ...FIELDS.patient,
  ...FIELDS.split,
  ...['folder', 'directory', 'dir', 'source', 'dataset', 'label', 'dx', 'class', 'diagnosis', 'category'],
];

interface Kept {
  readonly row: Row;
  readonly quality: number;
  readonly said: string;
}

export interface TableCollector {
  /** Before the first row; once more where further columns are met on the way. */
  columns(names: readonly string[]): void;
  row(cells: Row): void;
  /** A row that cannot be read. @param where and why */
  broken(where: string): void;
  /** After the last row; null where it is no table. */
  finish(): CollectedTable | null;
}

export function collectTable(path: string, index: ImageIndex): TableCollector {
  const odd = oddityList();
  let head: TableHead = { path, columns: [] };
  let layout: Layout | null = null;
  let keys: readonly number[] | null = null;
  let hints: readonly number[] = [];
  let grouped: { readonly by: 'lesion' | 'patient'; readonly place: number } | null = null;
  const waiting: Row[] = [];
  const groups = new Map<string, Row>();
  const kept = new Map<number, Kept>();
  const further: (readonly [number, Row])[] = [];
  const unclear: { row: Row; said: string; images: readonly number[] }[] = [];
  const repeated = repeatedColumns(path, odd);

  const places = (names: readonly string[]): number[] =>
    names
      .flatMap((name) => head.columns.findIndex((column) => column.trim().toLowerCase() === name))
      .filter((at) => at >= 0);

  function keep(row: Row, said: string): void {
    const only = index.only(said);
    if (only !== undefined && !kept.has(only)) {
      kept.set(only, { row, quality: EXACT, said });
      return;
    }
    const asking = { from: path, hints: () => hints.map((at) => row[at] ?? '') };
    const { images, quality, isLoose } = index.find(said, asking);
    const [image, ...more] = images;
    if (image === undefined) odd.add('row-without-file', said);
    else if (more.length > 0) unclear.push({ row, said, images });
    else {
      const before = kept.get(image);
      if (before?.quality === quality) {
        odd.add('duplicate-row', said);
        further.push([image, row]);
      } else if (before !== undefined && before.quality > quality) odd.add('row-without-file', said);
      else {
        if (before) odd.add('row-without-file', before.said);
        else if (isLoose) odd.add('near-name', `${said}: ${index.paths[image] ?? ''}`);
        kept.set(image, { row, quality, said });
      }
    }
  }

  function take(row: Row): void {
    if (grouped) {
      const name = folded(saidIn(row[grouped.place]));
      if (name !== '' && !groups.has(name)) groups.set(name, row);
    }
    if (keys?.length === 0) return;
    let isNamed = false;
    for (const key of keys ?? []) {
      const said = row[key]?.trim() ?? '';
      if (said === '') continue;
      isNamed = true;
      keep(row, said);
    }
    if (!isNamed) odd.add('broken-row', `${path}: a row without ${head.columns[keys?.[0] ?? 0] ?? ''}`);
  }

  function begin(): void {
    layout = layoutOf(path, head.columns);
    hints = places(HINTS);
    keys = keysOf(head, layout, waiting, index);
    if (keys.length === 0) grouped = groupedBy(head, layout);
    for (const row of waiting.splice(0)) take(row);
  }

  return {
    columns(names) {
      head = { path, columns: names };
      repeated.columns(names);
    },
    row(cells) {
      const row = repeated.merged(cells);
      if (keys !== null) take(row);
      else {
        waiting.push(row);
        if (waiting.length >= SAMPLE_ROWS) begin();
      }
    },
    broken: (where) => odd.add('broken-row', `${path}, ${where}`),
    finish() {
      const { columns } = head;
      if (columns.length === 0) return null;
      if (keys === null) begin();
      const key = columns[keys?.[0] ?? grouped?.place ?? -1] ?? '';
      const isWeak = isWeakKey(key) && [...kept.values()].every(({ said }) => /^\d+$/.test(said));
      const rows = new Map<number, Row>();
      for (const [image, { row }] of kept) rows.set(image, row);
      return {
        ...{ path, columns, layout, key, isWeak, rows, further, unclear },
        grouped: grouped && { by: grouped.by, rows: groups },
        oddities: odd.all(),
      };
    },
  };
}

/** The columns that name images: what the layout says, else what is called so and does, else what does. */
function keysOf(head: TableHead, layout: Layout | null, sample: readonly Row[], index: ImageIndex): readonly number[] {
  const names = head.columns.map((column) => column.trim().toLowerCase());
  const at = (name: string): number => names.indexOf(name);
  const hits = (place: number): number => sample.filter((row) => index.knows(row[place] ?? '')).length;
  const ofLayout = (layout?.keys ?? []).map(at).filter((place) => place >= 0);
  if (ofLayout.length > 0 && (ofLayout.length > 1 || ofLayout.some((place) => hits(place) > 0))) return ofLayout;
  if (layout?.keys.length === 0) return [];
  const called = KEYS.map(at).filter((place) => place >= 0);
  const [most] = called.map((place) => ({ place, hits: hits(place) })).toSorted((a, b) => b.hits - a.hits);
  if (most && most.hits > 0) return [most.place];
  // Another one names images where most of its cells do; numbers alone say nothing.
  const other = names.findIndex((_, place) => {
    const cells = sample.map((row) => saidIn(row[place])).filter((cell) => /\p{L}/u.test(cell));
    return cells.length > 0 && cells.filter((cell) => index.knows(cell)).length * 2 >= sample.length;
  });
  if (other >= 0) return [other];
  const strong = groupedBy(head, layout) ? called.filter((place) => !isWeakKey(names[place] ?? '')) : called;
  return [...ofLayout, ...strong].slice(0, 1);
}

/** Tables of anything have such columns. */
function isWeakKey(column: string): boolean {
  return /^(id|name)$/i.test(column.trim());
}

/** The column in which lesions, or else patients, are named. */
function groupedBy(
  head: TableHead,
  layout: Layout | null,
): { readonly by: 'lesion' | 'patient'; readonly place: number } | null {
  for (const by of ['lesion', 'patient'] as const) {
    const column = columnOf(head, namesOf(by, layout));
    if (column !== null) return { by, place: head.columns.indexOf(column) };
  }
  return null;
}

/** Columns of the same name are one; where they say different things, the cell says both, and means nothing. */
function repeatedColumns(path: string, odd: OddityList) {
  let places: readonly number[] | null = null;
  let names: readonly string[] = [];
  return {
    columns(all: readonly string[]): void {
      const firsts = all.map((name) => (name === '' ? -1 : all.indexOf(name)));
      const isRepeated = firsts.some((first, at) => first >= 0 && first !== at);
      places = isRepeated ? firsts : null;
      names = all;
      if (isRepeated)
        for (const [at, first] of firsts.entries())
          if (first >= 0 && first !== at) odd.add('column-twice', `${baseName(path)}: ${all[at] ?? ''}`);
    },
    merged(cells: Row): Row {
      if (!places) return cells;
      const merged = [...cells];
      for (const [at, first] of places.entries()) {
        const [cell, before] = [cells[at]?.trim() ?? '', merged[first]?.trim() ?? ''];
        if (first < 0 || first === at || cell === '' || cell === before) continue;
        merged[first] = before === '' ? cell : `${before} and ${cell}`;
        if (before !== '') odd.add('tables-disagree', `${baseName(path)}: ${names[at] ?? ''} ${before}, ${cell}`);
      }
      return merged;
    },
  };
}

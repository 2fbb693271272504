/** What the tables of a data set say of each image, field by field; where two of them disagree, it is told. */
import type { OwnSplit } from '../../contracts/dataset';
import { columnOf, FIELDS, namesOf, numberIn, saidIn, sexIn, type Field } from './fields';
import type { ImageIndex } from './imageIndex';
import { folded, splitCell, splitIn } from './names';
import type { OddityList } from './oddities';
import { stem } from './paths';
import type { Row, Table } from './tableRows';

/** What a table says of images, field by field. */
export interface Said {
  readonly table: Table;
  /** Places of the columns that say a field, the most telling first. */
  readonly places: Readonly<Record<Field, readonly number[]>>;
  /** The split that its name speaks of. */
  readonly split: OwnSplit | null;
}

export function saidBy(table: Table): Said {
  const placesOf = (field: Field): number[] =>
    namesOf(field, table.layout).flatMap((name) => {
      const column = columnOf(table, [name]);
      return column === null || column === table.key ? [] : table.columns.indexOf(column);
    });
  const fields = Object.keys(FIELDS) as Field[];
  const places = Object.fromEntries(fields.map((field) => [field, placesOf(field)])) as unknown as Said['places'];
  return { table, places, split: splitIn(stem(table.path)) };
}

/** A row of an image, and the table that it stands in. */
export interface OwnRow {
  readonly said: Said;
  readonly row: Row;
}

/** The rows of each image, of all tables; one of a table of another split is of another image, where one of its own split is there. */
export function rowsOfImages(
  images: number,
  tables: readonly Said[],
  index: ImageIndex,
  odd: OddityList,
  ids: readonly string[],
): readonly (readonly OwnRow[])[] {
  const rows: OwnRow[][] = Array.from({ length: images }, () => []);
  for (const said of tables) for (const [image, row] of said.table.rows) rows[image]?.push({ said, row });
  if (tables.length > 0)
    for (const [at, own] of rows.entries()) if (own.length === 0) odd.add('file-without-row', ids[at] ?? '');
  const hasSplits = tables.some(({ split }) => split !== null);
  for (const [at, own] of rows.entries()) {
    if (own.length < 2) continue;
    const split = hasSplits ? index.splitOf(at) : null;
    if (split !== null && own.some(({ said }) => said.split === split)) {
      const isOther = ({ said }: OwnRow): boolean => said.split !== null && said.split !== split;
      for (const { said } of own.filter(isOther)) {
        said.table.rows.delete(at);
        odd.add('row-without-file', `${said.table.path}: ${ids[at] ?? ''}`);
      }
      rows[at] = own.filter((row) => !isOther(row));
    }
    noteDisagreement(rows[at] ?? [], ids[at] ?? '', odd);
  }
  return rows;
}

/** Fields of which two tables must say the same. */
const SAME = Object.entries({
  lesion: folded,
  patient: folded,
  age: (cell) => String(numberIn(cell)),
  sex: (cell) => String(sexIn(cell)),
} satisfies Partial<Record<Field, (cell: string) => string>>) as [Field, (cell: string) => string][];

function noteDisagreement(rows: readonly OwnRow[], id: string, odd: OddityList): void {
  for (const [field, same] of SAME) {
    if (rows.filter(({ said }) => said.places[field].length > 0).length < 2) continue;
    const cells = rows.map((row) => fieldOf([row], field)).filter((cell) => cell !== '');
    if (cells.length > 1 && new Set(cells.map(same)).size > 1)
      odd.add('tables-disagree', `${id}: ${field} ${cells.join(', ')}`);
  }
}

export function fieldOf(rows: readonly OwnRow[], field: Field): string {
  for (const { row, said } of rows)
    for (const place of said.places[field]) {
      const cell = saidIn(row[place]);
      if (cell !== '') return cell;
    }
  return '';
}

/** What the row says, else the folder, else the name of the tables that have the image. */
export function splitOf(rows: readonly OwnRow[], ofFolder: OwnSplit | null): OwnSplit | null {
  const cell = splitCell(fieldOf(rows, 'split'));
  if (cell !== null || ofFolder !== null) return cell ?? ofFolder;
  const ofTables = new Set(rows.flatMap(({ said }) => said.split ?? []));
  const [first = null] = ofTables;
  return ofTables.size === 1 ? first : null;
}

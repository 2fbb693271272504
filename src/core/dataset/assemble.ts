/** Files and tables of a data set -> its images, and what is odd about them. Nothing that is odd is fatal. */
import { ISIC_CODES, ofClass, type ClassCode, type LesionClass } from '../../contracts/classes';
import type { DatasetImage, LabelCount, Oddity, Reading } from '../../contracts/dataset';
import { columnOf, folderLabel, keyStem } from './detect';
import { meaningsOf, type Meanings } from './labels';
import type { OddityList } from './oddities';
import { stem, withoutEnding, type FoundFiles } from './paths';

export type Row = Readonly<Record<string, string>>;

/** What a table says about the images that are here; a million rows about others leave nothing behind but their number. */
export interface Table {
  readonly path: string;
  readonly columns: readonly string[];
  readonly rows: RowsById;
}

/** An image before its split is known. */
export type UnsplitImage = Omit<DatasetImage, 'split'>;

export interface Assembled {
  readonly images: readonly UnsplitImage[];
  readonly labels: readonly LabelCount[];
  readonly oddities: readonly Oddity[];
  /** With the meaning of every label that was met filled in. */
  readonly reading: Reading;
}

/** What a table says about images, whatever the columns are called. Others are named as unknown. */
const FIELDS = {
  lesion: ['lesion_id', 'lesion'],
  patient: ['patient_id'],
  age: ['age_approx', 'age'],
  sex: ['sex', 'gender'],
  site: ['anatom_site_general', 'localization', 'anatom_site_general_challenge', 'anatom_site_special', 'site'],
  skinType: ['fitzpatrick_skin_type', 'fitzpatrick', 'skin_type'],
  mask: ['mask_file_name', 'mask', 'segmentation'],
} as const;
/** Columns that are known and not used. */
const PASSED_OVER =
  /^(dx|dx_type|label|class|target|category|lesion_type|dataset|attribution|copyright_license|licen[cs]e|diagnosis.*|image_type|dermoscopic_type|benign_malignant|concomitant_biopsy|acquisition_day|clin_size.*|family_hx_mm|personal_hx_mm|mel_.*|melanocytic|nevus_type|image_manipulation|rcm_case_id|public|pixels_[xy]|split|seed|synthetic)$/i;
const KNOWN = new Set<string>([
  'unk',
  ...ISIC_CODES.map((code) => code.toLowerCase()),
  ...Object.values(FIELDS).flat(),
]);

/** Rows by the image that they name. */
export type RowsById = ReadonlyMap<string, Row>;

/** @param paths of `uniqueImages` @param tables those of the reading that could be read @param classes of the project */
export function assemble(
  files: FoundFiles,
  paths: ReadonlyMap<string, string>,
  tables: readonly Table[],
  reading: Reading,
  classes: readonly LesionClass[],
  odd: OddityList,
): Assembled {
  const hot = hotColumns(reading, tables, classes);
  for (const table of tables) noteUnknownColumns(table, reading, hot, odd);
  const labels = new Map<string, number>();
  const images = [...paths].map(([id, path]) => {
    const label = labelOf(id, path, reading, tables, hot, odd);
    labels.set(label, (labels.get(label) ?? 0) + 1);
    const say = (field: keyof typeof FIELDS): string => firstCell(id, tables, FIELDS[field]);
    return {
      id,
      path,
      label,
      class: null,
      lesion: say('lesion') || say('patient') || null,
      mask: files.masks.get(stem(path)) ?? maskNamed(say('mask'), files),
      ageYears: number(say('age')),
      sex: sexOf(say('sex')),
      site: say('site').toLowerCase() || null,
      skinType: skinTypeOf(say('skinType')),
    };
  });
  const meaningOf = meaningsOf(classes);
  const meanings = new Map([...labels.keys()].map((label) => [label, meaning(label, reading, classes, meaningOf)]));
  const classed = images.map((image) => ({ ...image, class: meanings.get(image.label) ?? null }));
  for (const { id, label, class: code } of classed)
    if (code === null) odd.add(label === '' ? 'no-label' : 'unknown-label', label === '' ? id : label);
  noteLesionsOfTwoClasses(classed, odd);
  noteLonelyMasks(files, odd);
  return {
    images: classed,
    labels: [...labels]
      .map(([label, count]) => ({ label, class: meanings.get(label) ?? null, images: count }))
      .sort((a, b) => b.images - a.images),
    oddities: odd.all(),
    reading: { ...reading, classes: Object.fromEntries(meanings) },
  };
}

/**
 * Id -> path. Where a table names the images, two files of one name are one image: the first counts. Elsewhere the path is the name.
 */
export function uniqueImages(paths: readonly string[], reading: Reading, odd: OddityList): ReadonlyMap<string, string> {
  const byStem = reading.tables.length > 0;
  const counts = new Map<string, number>();
  for (const path of paths) counts.set(stem(path), (counts.get(stem(path)) ?? 0) + 1);
  const unique = new Map<string, string>();
  for (const path of paths) {
    const name = stem(path);
    const id = !byStem && (counts.get(name) ?? 0) > 1 ? withoutEnding(path) : name;
    if (unique.has(id)) odd.add('duplicate-name', path);
    else unique.set(id, path);
  }
  return unique;
}

/** Takes a table's rows one after the other and keeps the first one of each image that is here. */
export function collectRows(path: string, key: string, ids: ReadonlyMap<string, string>, odd: OddityList) {
  const rows = new Map<string, Row>();
  return {
    add(row: Row): void {
      const id = keyStem(row[key] ?? '');
      if (id === '') odd.add('broken-row', `${path}: a row without ${key}`);
      else if (!ids.has(id)) odd.add('row-without-file', id);
      else if (rows.has(id)) odd.add('duplicate-row', id);
      else rows.set(id, row);
    },
    /** After the last row. */
    finish(): RowsById {
      for (const id of ids.keys()) if (!rows.has(id)) odd.add('file-without-row', id);
      return rows;
    },
  };
}

function labelOf(
  id: string,
  path: string,
  { label }: Reading,
  tables: readonly Table[],
  columns: readonly string[],
  odd: OddityList,
): string {
  if (label.kind === 'folder') return folderLabel(path);
  const row = tables.find(({ path: name }) => name === label.table)?.rows.get(id);
  if (!row) return '';
  if (label.kind === 'column')
    return label.columns.map((column) => cellOf(row, column)).find((cell) => cell !== '') ?? '';
  const hot = columns.filter((column) => isHot(row, column));
  if (hot.length > 1) odd.add('two-labels', id);
  return hot.join(' and ');
}

function cellOf(row: Row | undefined, column: string): string {
  return row && Object.hasOwn(row, column) ? (row[column] ?? '').trim() : '';
}

function isHot(row: Row, column: string): boolean {
  return Number(cellOf(row, column)) > 0.5;
}

/**
 * The columns of a one-hot table that are classes: those of the known ones, and every other one that says 1 of images of which no known one
 * says it, and else 0: a class that the project does not have yet.
 */
function hotColumns(
  { label, tables: read }: Reading,
  tables: readonly Table[],
  classes: readonly LesionClass[],
): string[] {
  const table = label.kind === 'one-hot' ? tables.find(({ path }) => path === label.table) : undefined;
  if (!table) return [];
  const known = ['UNK', ...classes.map(({ code }) => code)].filter((column) => table.columns.includes(column));
  const key = read.find(({ path }) => path === table.path)?.key;
  const hot = [...known];
  for (const column of table.columns) {
    if (known.includes(column) || column === key || isKnownColumn(column)) continue;
    const rows = [...table.rows.values()];
    const isOneHot =
      rows.every((row) => /^[01](\.0*)?$/.test(cellOf(row, column))) &&
      rows.some((row) => isHot(row, column)) &&
      rows.every((row) => !isHot(row, column) || !hot.some((other) => isHot(row, other)));
    if (isOneHot) hot.push(column);
  }
  return hot;
}

function isKnownColumn(column: string): boolean {
  return KNOWN.has(column.toLowerCase()) || PASSED_OVER.test(column);
}

/**
 * What the person said, where the class is still there. In an archive's row the most exact column may say what the studio does not know; the
 * label is then left to the person.
 */
function meaning(
  label: string,
  { classes: said, label: from }: Reading,
  classes: readonly LesionClass[],
  meaningOf: Meanings,
): ClassCode | null {
  const own = ofClass(said, label);
  if (own === null || classes.some(({ code }) => code === own)) return own ?? null;
  const found = meaningOf(label);
  return from.kind !== 'one-hot' || found === label ? found : null;
}

function firstCell(id: string, tables: readonly Table[], names: readonly string[]): string {
  for (const table of tables) {
    const column = columnOf(table, names);
    const cell = column === null ? '' : cellOf(table.rows.get(id), column);
    if (cell !== '' && !/^(nan|none|null|unknown|n\/a)$/i.test(cell)) return cell;
  }
  return '';
}

function maskNamed(cell: string, files: FoundFiles): string | null {
  if (cell === '') return null;
  const name = cell.replaceAll('\\', '/');
  return [...files.masks.values(), ...files.images].find((path) => path === name || path.endsWith(`/${name}`)) ?? null;
}

function number(cell: string): number | null {
  const value = Number(cell);
  return cell !== '' && Number.isFinite(value) && value >= 0 && value < 130 ? value : null;
}

function sexOf(cell: string): 'female' | 'male' | null {
  const first = cell.toLowerCase()[0];
  return first === 'f' ? 'female' : first === 'm' ? 'male' : null;
}

function skinTypeOf(cell: string): number | null {
  const roman = ['i', 'ii', 'iii', 'iv', 'v', 'vi'].indexOf(cell.toLowerCase()) + 1;
  const value = roman > 0 ? roman : Number(cell);
  return Number.isInteger(value) && value >= 1 && value <= 6 ? value : null;
}

function noteUnknownColumns(table: Table, reading: Reading, hot: readonly string[], odd: OddityList): void {
  const key = reading.tables.find(({ path }) => path === table.path)?.key;
  const labels = reading.label.kind === 'column' ? reading.label.columns : [];
  for (const column of table.columns) {
    const known = column === key || labels.includes(column) || hot.includes(column) || isKnownColumn(column);
    if (!known) odd.add('unknown-column', column === '' ? `${table.path}: a column without a name` : column);
  }
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

function noteLonelyMasks(files: FoundFiles, odd: OddityList): void {
  const stems = new Set(files.images.map(stem));
  for (const [name, path] of files.masks) if (!stems.has(name)) odd.add('mask-without-image', path);
}

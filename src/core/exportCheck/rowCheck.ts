/** A row of a table against the record of its sample. Earlier releases wrote fewer columns: those that stand there are compared. */
import type { ClassList } from '../../contracts/classes';
import { failureOf, type Failure } from '../../contracts/failure';
import type { SampleRecord } from '../../contracts/sample';
import { EXPORT_SPLITS } from '../export/backgroundSplit';
import type { ExportRow } from '../export/rows';
import { shownText } from '../export/safeNames';
import { classInRow, groundTruthColumns, groundTruthCsv, metadataOf, pColumn } from '../export/tables';
import { GATE_FACTS } from '../gates/facts';
import { rowOf } from './csvRows';
import { differences, plainJson, words, type Facts } from './differences';

export const METADATA = 'metadata.jsonl';
export const TRUTH = 'GroundTruth.csv';

/** Gates of the first release: their columns are in every export. */
const FIRST_GATES = ['typical', 'label', 'novel'];
/** Columns that came later than the first release. */
const LATER = ['decided_by', 'tags', 'scene_fit', 'source_id'];

/** What has to stand in a row. @param format of the export */
export function neededColumns(columns: readonly string[], format: number, { scores }: Pick<SampleRecord, 'scores'>) {
  const optional = GATE_FACTS.filter(({ id }) => !FIRST_GATES.includes(id) && !Object.hasOwn(scores, id)).flatMap(
    ({ id }) => [pColumn(id), `${id}_score`],
  );
  return columns.filter((column) => !optional.includes(column) && !(format < 2 && isLater(column)));
}

function isLater(column: string): boolean {
  return (
    LATER.includes(column) || GATE_FACTS.some(({ id }) => !FIRST_GATES.includes(id) && column.startsWith(`${id}_`))
  );
}

export interface MetadataRow {
  readonly split: ExportRow['split'];
  readonly source: string | null;
  readonly hasSource: boolean;
  readonly faults: readonly Failure[];
}

/** @param line of metadata.jsonl, of the same place as the record; undefined where the file has ended */
export function readMetadata(line: string | undefined, record: SampleRecord, format: number): MetadataRow {
  const nothing = { split: 'train', source: null, hasSource: false } as const;
  const said = line === undefined ? null : plainJson(line);
  const rows = failureOf('export-rows', { path: METADATA, records: 'provenance.jsonl' });
  if (line === undefined) return { ...nothing, faults: [rows] };
  if (!said) return { ...nothing, faults: [failureOf('export-line', { path: METADATA, line: shownText(line) })] };
  const split = EXPORT_SPLITS.find((known) => known === said['split']) ?? 'train';
  const source = typeof said['source_id'] === 'string' ? said['source_id'] : null;
  const meant: Facts = metadataOf({ record, recipe: NO_RECIPE, split, source });
  const read = { split, source, hasSource: Object.hasOwn(said, 'source_id') };
  if (said['file_name'] !== meant['file_name']) return { ...read, faults: [rows] };
  if (JSON.stringify(meant) === line) return { ...read, faults: [] };
  const { id } = record;
  const faults = said['label'] === record.class ? [] : [failureOf('export-class', { path: METADATA, id })];
  const needed = neededColumns(Object.keys(meant), format, record);
  const others = differences(METADATA, id, { ...said, label: record.class }, meant, needed);
  return { ...read, faults: [...faults, ...others] };
}

/** The rows that are compared do not speak of it. */
export const NO_RECIPE = {} as ExportRow['recipe'];

/** @param line of GroundTruth.csv without its line end, of the same place as the record */
export function truthFaults(line: string | undefined, record: SampleRecord, list: ClassList): Failure[] {
  const row: ExportRow = { record, recipe: NO_RECIPE, split: 'train', source: null };
  const [meant] = groundTruthCsv(list).sections[0]?.rowsOf(row, 0) ?? [];
  if (line !== undefined && `${line}\n` === meant) return [];
  const columns = groundTruthColumns(list);
  const found = line === undefined ? undefined : rowOf(columns, line);
  if (found?.['image'] !== record.id) return [failureOf('export-rows', { path: TRUTH, records: 'provenance.jsonl' })];
  if (classInRow(found, columns.slice(1)) !== record.class)
    return [failureOf('export-class', { path: TRUTH, id: record.id })];
  return [failureOf('export-line', { path: TRUTH, line: words(line) })];
}

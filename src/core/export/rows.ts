/** The files of an export that have a row a sample: described so that they can be written a sample at a time. */
import type { Recipe } from '../../contracts/recipe';
import type { SampleRecord } from '../../contracts/sample';
import type { ExportSplit } from './backgroundSplit';

/** A sample as the rows of all files see it. */
export interface ExportRow {
  readonly record: SampleRecord;
  readonly recipe: Recipe;
  readonly split: ExportSplit;
  /** Name of the source image of its skin; null where a model made that whole. */
  readonly source: string | null;
}

/** A part of a file: head, then the rows of all samples with the separator between them, then foot. */
export interface Section {
  readonly head: string;
  readonly separator: string;
  readonly foot: string;
  /** @param place of the sample among those exported, from 0 */
  readonly rowsOf: (row: ExportRow, place: number) => readonly string[];
}

export interface RowFile {
  /** Under `data/`. */
  readonly path: string;
  readonly sections: readonly Section[];
  /** `decided`: also of samples that are not exported themselves. */
  readonly scope: 'exported' | 'decided';
}

/** Writes a whole file: for tests, and for sets that fit into memory. */
export function textOf({ sections }: RowFile, rows: readonly ExportRow[]): string {
  return sections
    .map(({ head, separator, foot, rowsOf }) => head + rows.flatMap(rowsOf).join(separator) + foot)
    .join('');
}

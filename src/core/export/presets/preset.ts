/**
 * A layout in which an export can be written beside the bag: for one trainer, and loaded by it in one line. Each stands in a file of its own
 * and as a line in `list.ts`; the screen, the command line and the documents go over that list.
 */
import type { RealImage } from '../../../contracts/archive';
import { SKIN } from '../../../contracts/classes';
import type { SampleRecord } from '../../../contracts/sample';
import type { ExportSplit } from '../backgroundSplit';
import type { ExportFacts } from '../facts';
import type { ExportRow, RowFile } from '../rows';

export interface Preset {
  /** On the command line; lower-case letters. */
  readonly id: string;
  /** Whether a sample has a place in it. */
  takes(record: SampleRecord): boolean;
  /** Where image and mask of a sample lie; null: it has none. */
  placeOf(row: ExportRow): { readonly image: string; readonly mask: string | null };
  /** Where the person's real training images lie, in their order. Absent: the set holds samples alone. */
  readonly realPlaces?: (real: readonly RealImage[]) => readonly string[];
  /** Files with a row a sample. @param real none where the set holds samples alone */
  tables(facts: ExportFacts, real: readonly RealImage[]): readonly RowFile[];
  /** Files that tell of the whole set; README.md among them. */
  texts(facts: ExportFacts, real: readonly RealImage[]): readonly { readonly path: string; readonly text: string }[];
}

/** Painted-away skin shows no class: a folder or a label of its own would be one. */
export function isLesion({ class: code }: SampleRecord): boolean {
  return code !== SKIN;
}

/** As PyTorch's own examples name the parts. */
export const SHORT_SPLITS: Readonly<Record<ExportSplit, string>> = { train: 'train', validation: 'val', test: 'test' };

/** A table that has the rows of one part alone. */
export function ofSplit(file: RowFile, path: string, split: ExportSplit): RowFile {
  const sections = file.sections.map((section) => ({
    ...section,
    rowsOf: (row: ExportRow, place: number) => (row.split === split ? section.rowsOf(row, place) : []),
  }));
  return { ...file, path, sections };
}

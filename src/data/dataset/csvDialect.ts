/** Which sign separates the cells of a table, and where its header stands. */
import Papa from 'papaparse';

/** In order of preference where two fit equally well. */
const DELIMITERS = ['\t', ';', ',', '|'] as const;
/** Rows that are looked at. */
const ROWS = 20;

export interface Dialect {
  readonly delimiter: string;
  /** Rows before the header: Excel's "sep=;". */
  readonly before: number;
}

/** @param start the first lines, ended by "\n" */
export function dialectOf(start: string): Dialect {
  const said = /^\uFEFF?"?sep=(.)"?[ \t]*(?=\n|$)/i.exec(start)?.[1];
  if (said !== undefined) return { delimiter: said, before: 1 };
  const scored = DELIMITERS.map((delimiter) => ({ delimiter, ...fitOf(start, delimiter) }));
  const best = scored.reduce((a, b) => (b.fit > a.fit || (b.fit === a.fit && b.width > a.width) ? b : a));
  return { delimiter: best.width > 1 ? best.delimiter : ',', before: 0 };
}

/** Share of the rows that are as wide as the header, empty cells at the end aside, and that width; nothing where there is one column only. */
function fitOf(start: string, delimiter: string): { readonly fit: number; readonly width: number } {
  const { data } = Papa.parse<string[]>(start, { delimiter, newline: '\n', preview: ROWS, skipEmptyLines: 'greedy' });
  const rows = start.endsWith('\n') || data.length < 2 || data.length === ROWS ? data : data.slice(0, -1);
  const [header, ...others] = rows;
  const width = widthOf(header ?? []);
  if (width < 2) return { fit: 0, width };
  const fitting = others.filter(
    (row) => row.length >= width && row.slice(header?.length).every((cell) => cell.trim() === ''),
  );
  return { fit: others.length === 0 ? 1 : fitting.length / others.length, width };
}

/** Cells up to the last one that is not empty. */
function widthOf(row: readonly string[]): number {
  return row.findLastIndex((cell) => cell.trim() !== '') + 1;
}

/**
 * Whether a text file is a table: two columns or more, and rows as wide as its header. A licence or a list of credits is none.
 * @param start its first lines
 */
export function looksLikeTable(start: string): boolean {
  const { delimiter, before } = dialectOf(start);
  const lines = start.split('\n').slice(before).join('\n');
  const { fit, width } = fitOf(lines, delimiter);
  return width > 1 && fit > 0.8 && lines.trim().includes('\n');
}

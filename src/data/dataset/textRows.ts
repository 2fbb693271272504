/** Tables read as a stream, row by row: CSV by papaparse, whatever its delimiter, and JSON lines. A row that is broken is told and left. */
import Papa from 'papaparse';
import { InlayError } from '../../contracts/failure';
import { LIMITS } from '../../contracts/limits';
import type { Row } from '../../core/dataset/tableRows';
import { dialectOf, type Dialect } from './csvDialect';
import { createTextDecoder } from './textDecoding';

export interface RowSink {
  /** Before the first row; once more, with all of them, where a line of JSON brings further ones. */
  readonly onColumns: (columns: readonly string[]) => void;
  /** Cells in the order of the columns. */
  readonly onRow: (row: Row) => void;
  /** @param what where and why */
  readonly onBroken: (what: string) => void;
}

/** A row longer than this is no row: a quotation mark was opened and never closed. */
const MAX_ROW_CHARS = LIMITS.table.rowCharacters;

/** The delimiter and the ends of lines are guessed from so much of a table. */
const GUESSED_FROM_CHARS = 1_000;

/**
 * Throws RangeError when it is no table, and InlayError of limit-*. @param isJson a JSON object a line, else CSV with a header
 * @param name of the file, for the person
 */
export async function readRows(table: Blob, isJson: boolean, sink: RowSink, name = 'The table'): Promise<void> {
  const limited = withinLimits(sink, name);
  const parser = isJson ? jsonLines(limited, name) : csvRows(limited, name);
  const decoder = createTextDecoder();
  const parts = table.stream().getReader();
  for (let part = await parts.read(); !part.done; part = await parts.read()) parser.push(decoder.push(part.value));
  parser.push(decoder.end());
  parser.end();
}

/** As many rows and columns as are read. */
function withinLimits(sink: RowSink, name: string): RowSink {
  const { rows: most, columns: mostColumns } = LIMITS.table;
  let rows = 0;
  return {
    ...sink,
    onColumns(columns) {
      if (columns.length > mostColumns) throw new InlayError('limit-columns', { name, most: mostColumns });
      sink.onColumns(columns);
    },
    onRow(row) {
      rows += 1;
      if (rows > most) throw new InlayError('limit-rows', { name, most });
      sink.onRow(row);
    },
  };
}

function endless(name: string): InlayError {
  return new InlayError('limit-line', { name, most: MAX_ROW_CHARS });
}

interface Parser {
  push(text: string): void;
  end(): void;
}

function csvRows(sink: RowSink, name: string): Parser {
  let rest = '';
  let columns: readonly string[] | null = null;
  let dialect: Dialect | null = null;
  let line = 0;

  /** Takes every row but the last one, which may go on in the next part, unless this is the last part. */
  function parse(isLast: boolean): void {
    const text = rest;
    dialect ??= dialectOf(text);
    const { delimiter } = dialect;
    let waiting: (() => void) | null = null;
    let waitingFrom = 0;
    let end = 0;
    Papa.parse<string[]>(text, {
      delimiter,
      newline: '\n',
      step({ data, errors, meta }) {
        waiting?.();
        const isBroken = errors.some(({ type }) => type === 'Quotes');
        waiting = () => take(data, isBroken);
        waitingFrom = end;
        end = meta.cursor;
      },
    });
    if (isLast) (waiting as (() => void) | null)?.();
    rest = isLast ? '' : text.slice(waitingFrom);
    if (rest.length > MAX_ROW_CHARS) throw new RangeError('A quotation mark is opened and never closed.');
  }

  function take(cells: readonly string[], isBroken: boolean): void {
    line += 1;
    if (line <= (dialect?.before ?? 0) || cells.every((cell) => cell.trim() === '')) return;
    if (columns === null) {
      const width = cells.findLastIndex((cell) => cell.trim() !== '') + 1; // a line may end with commas
      columns = cells.slice(0, width).map((cell) => cell.trim());
      sink.onColumns(columns);
    } else if (isBroken) sink.onBroken(`row ${line}: a quotation mark stands where none may`);
    else if (cells.length !== columns.length && !endsEmpty(cells, columns.length))
      sink.onBroken(`row ${line}: ${cells.length} cells under ${columns.length} columns`);
    else sink.onRow(cells);
  }

  return {
    push(text) {
      rest += text;
      const isEnough = dialect !== null || rest.length >= GUESSED_FROM_CHARS;
      if (isEnough && /[\n\r]/.test(text)) parse(false);
      else if (rest.length > MAX_ROW_CHARS) throw endless(name);
    },
    end: () => parse(true),
  };
}

/** A line may end with commas. */
function endsEmpty(cells: readonly string[], width: number): boolean {
  return cells.length > width && cells.slice(width).every((cell) => cell.trim() === '');
}

/** Every line may bring columns; a line that is no object is broken. Values that are no text are written as JSON. */
function jsonLines(sink: RowSink, name: string): Parser {
  let rest = '';
  let line = 0;
  const places = new Map<string, number>();

  function take(text: string): void {
    line += 1;
    if (text.trim() === '') return;
    const row = rowOf(text);
    if (!row) {
      sink.onBroken(`line ${line}: not a JSON object`);
      return;
    }
    const known = places.size;
    const cells: string[] = [];
    for (const [column, cell] of row) {
      const place = places.get(column) ?? places.size;
      places.set(column, place);
      cells[place] = cell;
    }
    if (places.size > known) sink.onColumns([...places.keys()]);
    sink.onRow(Array.from({ length: places.size }, (_, place) => cells[place] ?? ''));
  }

  return {
    push(text) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const text of lines) take(text);
      if (rest.length > MAX_ROW_CHARS) throw endless(name);
    },
    end: () => take(rest),
  };
}

function rowOf(text: string): [string, string][] | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    if (Object.keys(value).length > LIMITS.table.columns) return null;
    return Object.entries(value).map(([name, cell]) => [name, cellText(cell)]);
  } catch {
    return null;
  }
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'string' ? cell : JSON.stringify(cell);
}

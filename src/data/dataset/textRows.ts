/** Tables read as a stream, row by row: CSV by papaparse, whatever its delimiter, and JSON lines. A row that is broken is told and left. */
import Papa from 'papaparse';
import { InlayError } from '../../contracts/failure';
import { LIMITS } from '../../contracts/limits';
import type { Row } from '../../core/dataset/assemble';

export interface RowSink {
  /** Before the first row. */
  readonly onColumns: (columns: readonly string[]) => void;
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
  const decoder = new TextDecoder(); // leaves out a byte order mark
  const parts = table.stream().getReader();
  for (let part = await parts.read(); !part.done; part = await parts.read())
    parser.push(decoder.decode(part.value, { stream: true }));
  parser.push(decoder.decode());
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

/** The names of a table's columns. @param start the table's first bytes; a line that they cut is left out if there is another */
export async function readColumns(start: Blob, isJson: boolean): Promise<string[]> {
  let found: readonly string[] = [];
  await readRows(start, isJson, {
    onColumns: (columns) => (found = columns),
    onRow: () => undefined,
    onBroken: () => undefined,
  });
  return [...found];
}

function csvRows(sink: RowSink, name: string): Parser {
  let rest = '';
  let columns: readonly string[] | null = null;
  let dialect: { readonly delimiter: string; readonly newline: '\n' } | null = null;
  let line = 0;

  /** Takes every row but the last one, which may go on in the next part, unless this is the last part. */
  function parse(isLast: boolean): void {
    const text = rest;
    dialect ??= dialectOf(text);
    let waiting: (() => void) | null = null;
    let waitingFrom = 0;
    let end = 0;
    Papa.parse<string[]>(text, {
      ...dialect,
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
    if (cells.length === 1 && (cells[0] ?? '').trim() === '') return;
    if (columns === null) {
      columns = cells.map((cell) => cell.trim());
      sink.onColumns(columns);
    } else if (isBroken) sink.onBroken(`row ${line}: a quotation mark stands where none may`);
    else if (cells.length !== columns.length)
      sink.onBroken(`row ${line}: ${cells.length} cells under ${columns.length} columns`);
    else sink.onRow(Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ''])));
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

function dialectOf(start: string): { readonly delimiter: string; readonly newline: '\n' } {
  const { delimiter, linebreak } = Papa.parse(start, { preview: 20, skipEmptyLines: 'greedy' }).meta;
  return { delimiter, newline: linebreak as '\n' };
}

/** The first line tells the columns; a line that is no object is broken. Values that are no text are written as JSON. */
function jsonLines(sink: RowSink, name: string): Parser {
  let rest = '';
  let line = 0;
  let isFirst = true;

  function take(text: string): void {
    line += 1;
    if (text.trim() === '') return;
    const row = rowOf(text);
    if (!row) {
      sink.onBroken(`line ${line}: not a JSON object`);
      return;
    }
    if (isFirst) sink.onColumns(Object.keys(row));
    isFirst = false;
    sink.onRow(row);
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

function rowOf(text: string): Row | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    if (Object.keys(value).length > LIMITS.table.columns) return null;
    return Object.fromEntries(Object.entries(value).map(([name, cell]) => [name, cellText(cell)]));
  } catch {
    return null;
  }
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'string' ? cell : JSON.stringify(cell);
}

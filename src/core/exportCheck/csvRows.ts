/** Rows of a table as it is read line by line. */
import { fromCsv } from '../dataset/csv';

export type CsvRow = Readonly<Record<string, string>>;

/** Each record with its lines: a quoted cell may spread over several. @param lines the empty ones too, without `\n` */
export async function* csvRecords(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let record: string | null = null;
  for await (const line of lines) {
    record = record === null ? line : `${record}\n${line}`;
    if (record.split('"').length % 2 === 0) continue; // a quote is open
    if (record.trim() !== '') yield record;
    record = null;
  }
  if (record !== null) yield record;
}

/** Names of the columns; a header that is broken is one column. */
export function columnsIn(header: string): string[] {
  try {
    return Object.keys(fromCsv(`${header}\n${header}\n`)[0] ?? {});
  } catch {
    return [header];
  }
}

/** A record by the names of its columns. One that is broken is under the first column as it stands there. */
export function rowOf(columns: readonly string[], record: string): CsvRow {
  try {
    return fromCsv(`${columns.join()}\r\n${record.replace(/\r?\n?$/, '')}\r\n`)[0] ?? {};
  } catch {
    return { [columns[0] ?? '']: record };
  }
}

/** CSV that a spreadsheet can open without running anything: RFC 4180 by papaparse, formula starters neutralised. */
import Papa from 'papaparse';

/**
 * What a spreadsheet would take for the start of a formula (OWASP ASVS 5, V1.2.10), full-width forms, leading spaces and
 * quotes included: at the start of a cell, and where a program that separates by other signs than commas would start one.
 */
const FORMULA_START = /(^|[;|\t\r\n])(["\s\0]*)([=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/g;

export type Cell = string | number;

/** One row, with CRLF. Text that starts like a formula gets an apostrophe before it; numbers stay as they are. */
export function csvLine(cells: readonly Cell[]): string {
  const safe = cells.map((cell) => (typeof cell === 'number' ? cell.toString() : guard(cell)));
  return `${Papa.unparse([safe], { newline: '\r\n' })}\r\n`;
}

function guard(cell: string): string {
  return cell.replace(FORMULA_START, "$1$2'$3");
}

/** CSV with a header -> a record a row. Throws RangeError on a broken file. */
export function fromCsv(text: string): Record<string, string>[] {
  const parsed = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  const [error] = parsed.errors;
  if (error) throw new RangeError(`Row ${error.row ?? 0}: ${error.message}`);
  return parsed.data;
}

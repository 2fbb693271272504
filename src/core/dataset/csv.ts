/** CSV that a spreadsheet can open without running anything: RFC 4180 by papaparse, formula starters neutralised. */
import Papa from 'papaparse';

/** Cells that a spreadsheet would take for a formula (OWASP ASVS 5, V1.2.10). */
const FORMULA_START = /^[=+\-@\t\r\0]/;

/** Rows of text and numbers -> CSV with CRLF. Text that starts like a formula gets a leading apostrophe; numbers stay as they are. */
export function toCsv(columns: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const safe = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? cell.toString() : guard(cell))));
  return `${Papa.unparse({ fields: [...columns], data: safe }, { newline: '\r\n' })}\r\n`;
}

function guard(cell: string): string {
  return FORMULA_START.test(cell) ? `'${cell}` : cell;
}

/** CSV with a header -> a record a row. Throws RangeError on a broken file. */
export function fromCsv(text: string): Record<string, string>[] {
  const parsed = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  const [error] = parsed.errors;
  if (error) throw new RangeError(`Row ${error.row ?? 0}: ${error.message}`);
  return parsed.data;
}

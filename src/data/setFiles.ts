/** Files of an export that speak of all samples in several parts, COCO and PROV: compared while the records pass by, named line by line where they differ. */
import { failureOf, type Failure } from '../contracts/failure';
import type { ClassList } from '../contracts/classes';
import type { SampleRecord } from '../contracts/sample';
import type { ExportRow, RowFile } from '../core/export/rows';
import { shownText } from '../core/export/safeNames';
import { plainJson, words, type Facts } from '../core/exportCheck/differences';
import { NO_RECIPE } from '../core/exportCheck/rowCheck';
import {
  comparedRows,
  expectedParts,
  namedRow,
  objectRow,
  placedLines,
  type FoundParts,
  type PlacedLine,
  type ReadRow,
} from '../core/exportCheck/sectionCheck';
import { cocoJson } from '../core/export/tables';
import { provJson } from '../core/export/prov';

export const COCO = 'coco.json';
export const PROV = 'prov.json';

/** Names of the licences that a COCO file numbers; none where its head cannot be read. */
export function licencesIn(head: string): string[] {
  const licences: unknown = plainJson(`${head}]}`)?.['licenses'];
  if (!Array.isArray(licences)) return [];
  return licences.map((licence: unknown) => nameIn(licence as Facts | null));
}

function nameIn(licence: Facts | null): string {
  const name = licence?.['name'];
  return typeof name === 'string' ? name : '';
}

export const rowAlone = (record: SampleRecord): ExportRow => ({
  record,
  recipe: NO_RECIPE,
  split: 'train',
  source: null,
});

/** Places in a file that differs, so far as they are named. */
const MOST = 20;

/** @param make a fresh writer: some remember what they have written @param isThen a difference that an earlier release meant so */
export function openSetFile(
  path: string,
  make: () => RowFile,
  read: ReadRow,
  isThen: (failure: Failure) => boolean = () => false,
) {
  const expected = expectedParts(make());
  return {
    add: (row: ExportRow, place: number): void => expected.add(row, place),
    async faults(
      found: FoundParts,
      lines: () => AsyncIterable<string>,
      records: () => AsyncIterable<SampleRecord>,
    ): Promise<Failure[]> {
      const beside = found.beside.map((line) => failureOf('export-line', { path, line }));
      const parts = expected.end().flatMap((hash, part) => (hash === found.hashes[part] ? [] : [part]));
      const faults: Failure[] = [...beside];
      for (const part of parts) {
        const compared = await compare(path, make(), part, read, lines(), records());
        faults.push(...compared.filter((failure) => !isThen(failure)));
      }
      return faults;
    },
  };
}

/** Goes through a part and the records side by side. */
async function compare(
  path: string,
  file: RowFile,
  part: number,
  read: ReadRow,
  lines: AsyncIterable<string>,
  records: AsyncIterable<SampleRecord>,
): Promise<Failure[]> {
  const rows = comparedRows(path, inPart(placedLines(lines, file), part), read);
  const faults: Failure[] = [];
  let place = 0;
  for await (const record of records) {
    for (const meant of file.sections[part]?.rowsOf(rowAlone(record), place) ?? []) {
      faults.push(...(await rows.next(meant, record.id)));
      if (faults.length >= MOST) return faults;
    }
    place += 1;
  }
  return [...faults, ...(await rows.end())];
}

async function* inPart(placed: AsyncIterable<PlacedLine>, wanted: number): AsyncGenerator<string> {
  for await (const { part, text } of placed) if (part === wanted) yield text;
}

/** The head of COCO, fact by fact. */
export function cocoHeadFaults(head: string, list: ClassList, licences: readonly string[]): Failure[] {
  const meant = cocoJson(list, licences).sections[0]?.head ?? '';
  if (`${head}\n` === meant) return [];
  const [said, wanted] = [plainJson(`${head}]}`), plainJson(`${meant.trim()}]}`) ?? {}];
  if (!said) return [failureOf('export-line', { path: COCO, line: shownText(head) })];
  return Object.keys({ ...wanted, ...said }).flatMap((fact) =>
    words(said[fact]) === words(wanted[fact]) && JSON.stringify(said[fact]) === JSON.stringify(wanted[fact])
      ? []
      : [failureOf('export-set-says', { path: COCO, fact, said: words(said[fact]), meant: words(wanted[fact]) })],
  );
}

/** Readers of the first release were called after the rule as well. */
const FIRST_LABEL = /the (first|second) reader, a person/g;

/** The head of PROV: prefixes, the studio's version, readers. */
export function provHeadFaults(head: string, appVersion: string, format: number): Failure[] {
  const meant = provJson(appVersion).sections[0]?.head.trimEnd() ?? '';
  if (head === meant || (format < 2 && head === asFirst(meant))) return [];
  const said = /"inlay:version":"([^"]*)"/.exec(head)?.[1];
  if (said !== undefined && said !== appVersion)
    return [
      failureOf('export-set-says', {
        ...{ path: PROV, fact: 'inlay:version', said: shownText(said), meant: words(appVersion) },
      }),
    ];
  return [failureOf('export-line', { path: PROV, line: shownText(head) })];
}

function asFirst(head: string): string {
  return head
    .replace(/"inlay:rule":\{.*?"\},(?="inlay:first-reader")/, '')
    .replace(FIRST_LABEL, 'the $1 reader, or the rule that was set');
}

export const readCoco: ReadRow = objectRow;
export const readProv: ReadRow = namedRow;

/** A decision of a rule was its reader's in the first release. */
export function isFirstAgent(head: string): (failure: Failure) => boolean {
  const hasRule = head.includes('"inlay:rule"');
  return ({ code, params }) =>
    code === 'export-says' && !hasRule && params.meant === 'inlay:rule' && params.said.endsWith('-reader');
}

/**
 * Files of several parts, each with rows of every sample: COCO, PROV. What the records give is written again and compared by a hash of
 * each part, so that nothing is kept; only where a part differs is it gone through again, to say where.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { failureOf, type Failure } from '../../contracts/failure';
import type { ExportRow, RowFile } from '../export/rows';
import { shownText } from '../export/safeNames';
import { toHex } from '../provenance/digest';
import { differences, plainJson, type Facts } from './differences';

const encoder = new TextEncoder();

export interface ExpectedParts {
  /** Samples in their order. */
  add(row: ExportRow, place: number): void;
  /** A hash of the rows of each part. */
  end(): string[];
}

export function expectedParts({ sections }: RowFile): ExpectedParts {
  const parts = sections.map(({ rowsOf }) => ({ rowsOf, hash: sha256.create() }));
  return {
    add(row, place) {
      for (const { rowsOf, hash } of parts)
        for (const text of rowsOf(row, place)) hash.update(encoder.encode(`${text}\n`));
    },
    end: () => parts.map(({ hash }) => toHex(hash.digest())),
  };
}

/** A line of a file: its head (-1), or a row of a part, without the comma behind it. */
export interface PlacedLine {
  readonly part: number;
  readonly text: string;
}

/** The lines of a file with their parts. Ends with a row of part -2 where the file does not end as it should. */
export async function* placedLines(lines: AsyncIterable<string>, { sections }: RowFile): AsyncGenerator<PlacedLine> {
  const marks = sections.map(({ foot }, i) => `${foot}${sections[i + 1]?.head ?? ''}`.trim());
  let part = -1;
  for await (const line of lines) {
    if (line === '') continue;
    if (part === -1) {
      yield { part, text: line };
      part = 0;
    } else if (line === marks[part]) part += 1;
    else yield { part, text: line.replace(/,$/, '') };
  }
  if (part !== sections.length) yield { part: -2, text: '' };
}

export interface FoundParts {
  readonly head: string;
  readonly hashes: readonly string[];
  /** Lines that stand in no part. */
  readonly beside: readonly string[];
}

export async function foundParts(placed: AsyncIterable<PlacedLine>, { sections }: RowFile): Promise<FoundParts> {
  const hashes = sections.map(() => sha256.create());
  const beside: string[] = [];
  let head = '';
  for await (const { part, text } of placed) {
    if (part === -1) head = text;
    else if (hashes[part]) hashes[part].update(encoder.encode(`${text}\n`));
    else if (beside.length < 3) beside.push(shownText(text));
  }
  return { head, hashes: hashes.map((hash) => toHex(hash.digest())), beside };
}

/** A row as facts by their names. */
interface Row {
  /** Which thing it tells of: rows of both sides are held against each other by it. */
  readonly key: string;
  /** Whose facts they are, in words; empty: of the sample. */
  readonly name: string;
  readonly facts: Facts;
}
export type ReadRow = (text: string) => Row | null;

/** An object a line: `{"id":1,…}`. */
export const objectRow: ReadRow = (text) => {
  const facts = plainJson(text);
  return facts && { key: JSON.stringify(facts['file_name'] ?? facts['image_id']), name: '', facts };
};

/** A named thing a line: `"sample:SYN_…":{…}`. */
export const namedRow: ReadRow = (text) => {
  const [entry] = Object.entries(plainJson(`{${text}}`) ?? {});
  return entry ? { key: entry[0], name: shownText(entry[0]), facts: entry[1] as Facts } : null;
};

/** How far a row may stand from its place. */
const AHEAD = 8;

/** Holds the rows of a part against those that the records give, one after another. */
export function comparedRows(path: string, found: AsyncIterator<string>, read: ReadRow) {
  const waiting: string[] = [];

  async function fill(): Promise<void> {
    while (waiting.length < AHEAD) {
      const next = await found.next();
      if (next.done === true) return;
      waiting.push(next.value);
    }
  }

  const extra = (line: string): Failure => failureOf('export-line', { path, line: shownText(line) });

  return {
    /** @param id of the sample */
    async next(meant: string, id: string): Promise<Failure[]> {
      await fill();
      if (waiting[0] === meant) {
        waiting.shift();
        return [];
      }
      const wanted = read(meant);
      const at = waiting.findIndex((text) => read(text)?.key === wanted?.key);
      if (at < 0 || !wanted) return [failureOf('export-line-missing', { path, line: shownText(meant) })];
      const passed = waiting.splice(0, at + 1);
      const text = passed.pop() ?? '';
      const faults = differences(
        path,
        wanted.name || id,
        read(text)?.facts ?? {},
        wanted.facts,
        Object.keys(wanted.facts),
      );
      return [...passed.map(extra), ...(faults.length > 0 || text === meant ? faults : [extra(text)])];
    },
    /** What stands there behind the last one. */
    async end(): Promise<Failure[]> {
      await fill();
      return waiting.map(extra);
    },
  };
}

/** decisions.csv against the records. It also tells of samples that are not in the set: what it says of those has to hold together. */
import { classCodeSchema } from '../../contracts/classes';
import { failureOf, type Failure } from '../../contracts/failure';
import {
  decisionSchema,
  sampleIdSchema,
  verdictSchema,
  type Decision,
  type SampleRecord,
} from '../../contracts/sample';
import type { ExportRow } from '../export/rows';
import { shownText } from '../export/safeNames';
import { decisionColumns, decisionsCsv, pColumn } from '../export/tables';
import { GATE_FACTS } from '../gates/facts';
import { columnsIn, rowOf, type CsvRow } from './csvRows';
import { differences, words } from './differences';
import { NO_RECIPE, neededColumns } from './rowCheck';

export const DECISIONS = 'decisions.csv';

/** What a sample that is not in the set was decided, by each reader. */
export interface Elsewhere {
  readonly decision: Decision | null;
  readonly secondReading: Decision | null;
}

export interface DecisionCheck {
  /** Compares what stands there of samples up to this one. */
  record(record: SampleRecord): Promise<Failure[]>;
  /** What stands there behind the last one. */
  end(): Promise<Failure[]>;
}

/**
 * @param elsewhere told of each sample that is not in the set
 * @param records of the table, its header first
 */
export async function openDecisions(
  records: AsyncIterator<string>,
  format: number,
  elsewhere: (sample: Elsewhere) => void,
): Promise<DecisionCheck & { readonly faults: readonly Failure[] }> {
  const header = (await records.next()).value as string | undefined;
  const columns = columnsIn(header ?? '');
  const faults = headerFaults(header ?? '', columns, format);
  const isAsNow = `${header ?? ''}\n` === decisionsCsv.sections[0]?.head;
  let next = await read();

  async function read(): Promise<{ readonly text: string; readonly row: CsvRow } | null> {
    const found = await records.next();
    return found.done ? null : { text: found.value, row: rowOf(columns, found.value) };
  }

  async function passBy(until: string | null): Promise<Failure[]> {
    const found: Failure[] = [];
    while (next && (until === null || (next.row['image'] ?? '') < until)) {
      const { row } = next;
      next = await read();
      const second = next && next.row['image'] === row['image'] && next.row['reader'] === 'second' ? next.row : null;
      if (second) next = await read();
      found.push(...rowFaults(row), ...(second ? rowFaults(second) : []));
      const [first, other] = row['reader'] === 'second' ? [null, row] : [row, second];
      elsewhere({ decision: decisionIn(first), secondReading: decisionIn(other) });
    }
    return found;
  }

  return {
    faults,
    async record(record) {
      const found = await passBy(record.id);
      const row: ExportRow = { record, recipe: NO_RECIPE, split: 'train', source: null };
      for (const meant of decisionsCsv.sections[0]?.rowsOf(row, 0) ?? []) {
        const wanted = rowOf(decisionColumns(), meant);
        if (next?.row['image'] !== record.id || next.row['reader'] !== wanted['reader']) {
          found.push(failureOf('export-decision-missing', { path: DECISIONS, id: record.id }));
          continue;
        }
        if (!isAsNow || `${next.text}\n` !== meant)
          found.push(...differences(DECISIONS, record.id, next.row, wanted, neededColumns(columns, format, record)));
        next = await read();
      }
      while (next?.row['image'] === record.id) {
        found.push(failureOf('export-decision-extra', { path: DECISIONS, id: record.id }));
        next = await read();
      }
      return found;
    },
    end: () => passBy(null),
  };
}

function headerFaults(header: string, columns: readonly string[], format: number): Failure[] {
  const known = decisionColumns();
  const unknown = columns.filter((column) => !known.includes(column));
  const needed = neededColumns(known, format, { scores: {} });
  const missing = needed.filter((column) => !columns.includes(column));
  if (header.trimEnd().split(',').length !== columns.length)
    return [failureOf('export-line', { path: DECISIONS, line: shownText(header) })];
  const named = (code: 'export-fact-unknown' | 'export-fact-missing', names: readonly string[]): Failure[] =>
    names.length === 0 ? [] : [failureOf(code, { path: DECISIONS, fact: shownText(names.join(', ')) })];
  return [...named('export-fact-unknown', unknown), ...named('export-fact-missing', missing)];
}

/** Of a sample that is not in the set. All accepted ones are in it. */
function rowFaults(row: CsvRow): Failure[] {
  const id = shownText(row['image'] ?? '');
  const isRow =
    sampleIdSchema.safeParse(row['image']).success &&
    classCodeSchema.safeParse(row['class']).success &&
    decisionSchema.shape.when.safeParse(row['when']).success &&
    verdictSchema.shape.outcome.safeParse(row['verdict']).success;
  if (!isRow) return [failureOf('export-line', { path: DECISIONS, line: shownText(Object.values(row).join()) })];
  const says = (fact: string, meant: string): Failure =>
    failureOf('export-says', { path: DECISIONS, id, fact, said: words(row[fact]), meant });
  const meant = outcomeByRow(row);
  const isElsewhere = row['decision'] === 'rejected' || (row['decision'] === 'accepted' && row['reader'] === 'second');
  return [
    ...(isElsewhere ? [] : [says('decision', 'rejected')]),
    ...(meant === null || row['verdict'] === meant ? [] : [says('verdict', meant)]),
  ];
}

/** Null where it cannot be told, for a final gate may reject at another level than its usual one. */
function outcomeByRow(row: CsvRow): string | null {
  const ps = GATE_FACTS.flatMap(({ id, level, isFinal = false }) => {
    const p = row[pColumn(id)] ?? '';
    return p === '' ? [] : [{ p: Number(p), level, isFinal }];
  });
  if (ps.length === 0) return null;
  if (ps.some(({ p, level, isFinal }) => (isFinal ? p <= level : p < level))) return 'doubtful';
  return ps.some(({ isFinal }) => isFinal) ? null : 'credible';
}

function decisionIn(row: CsvRow | null): Decision | null {
  if (!row) return null;
  const by = row['decided_by'];
  const { success, data } = decisionSchema.safeParse({
    outcome: row['decision'],
    reason: row['reason'],
    when: row['when'],
    ...(by === 'person' || by === 'rule' ? { by } : {}),
  });
  return success ? data : null;
}

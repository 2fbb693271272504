/** How a command ends. */
import { failureIn, type Failure } from '../src/contracts/failure';
import { commandLine } from '../src/messages/en/commandLine';
import { failureText, messageOf, type Holes } from '../src/messages/failures';

export const EXIT_CODES = {
  ok: 0,
  differs: 1,
  usage: 2,
  unreadable: 3,
  device: 4,
  unwritable: 5,
  unexpected: 70,
} as const;
export type ExitKind = keyof typeof EXIT_CODES;

type Reason = keyof typeof commandLine;
type Said<Why extends Reason> = [Holes<(typeof commandLine)[Why]>] extends [never]
  ? []
  : [Readonly<Record<Holes<(typeof commandLine)[Why]>, string>>];

/** Ends the command with one line on stderr. */
export class ExitError extends Error {
  readonly kind: ExitKind;
  /** Of core or engine; null where the command has a reason of its own. */
  readonly failure: Failure | null;

  constructor(kind: ExitKind, line: string, failure: Failure | null = null) {
    super(line);
    this.kind = kind;
    this.failure = failure;
  }
}

/** The end of a command for a reason of its own. */
export function exitBecause<Why extends Reason>(kind: ExitKind, why: Why, ...[said]: Said<Why>): ExitError {
  const values: Readonly<Record<string, string>> = said ?? {};
  return new ExitError(
    kind,
    commandLine[why].replace(/\{\{(\w+)\}\}/g, (hole, name: string) => values[name] ?? hole),
  );
}

/** A failure of core or engine as the end of a command. */
export function exitWith(failure: Failure): ExitError {
  const { message, advice } = failureText(failure);
  const { code, detail } = failure;
  const kind = code.startsWith('device-') || code.startsWith('worker-') ? 'device' : 'unreadable';
  return new ExitError(kind, [message, advice, detail ? `(${detail})` : ''].filter(Boolean).join(' '), failure);
}

/** In a sentence what was thrown. */
export function faultWords(error: unknown): string {
  const failure = failureIn(error);
  return failure.code === 'unexpected' ? thrownWords(error) : messageOf(failure);
}

/** What an error of Node's or of a library says. */
export function thrownWords(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether the system said no: a file that is not there or may not be read, a full disk. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'errno' in error && 'code' in error && typeof error.code === 'string';
}

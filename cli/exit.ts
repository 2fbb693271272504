/** How a command ends. */
import type { Failure } from '../src/contracts/failure';

export const EXIT_CODES = { ok: 0, differs: 1, usage: 2, unreadable: 3, device: 4, unexpected: 70 } as const;
export type ExitKind = keyof typeof EXIT_CODES;

/** Ends the command with one line on stderr. */
export class ExitError extends Error {
  readonly kind: ExitKind;

  constructor(kind: ExitKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** A failure of core or engine as the end of a command. */
export function exitWith({ code, message, advice, detail }: Failure): ExitError {
  const kind = code.startsWith('device-') || code === 'worker-died' ? 'device' : 'unreadable';
  return new ExitError(kind, [message, advice, detail ? `(${detail})` : ''].filter(Boolean).join(' '));
}

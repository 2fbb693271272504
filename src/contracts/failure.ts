/**
 * Expected failures as data: a code for each cause, and what its words name. The words lie in src/messages, a file a language; every one
 * says what happened, what was kept and what to do. Exceptions are for bugs.
 */
import type { FailureParams, ParamOf } from './failureParams';

export type FailureCode = keyof FailureParams;

/** Plain data, so that it crosses threads as it is. */
export type Failure = {
  readonly [Code in FailureCode]: {
    readonly code: Code;
    /** What the words of the code name. */
    readonly params: FailureParams[Code];
    /** For the log, in English: never shown first. */
    readonly detail?: string;
  };
}[FailureCode];

/** Codes of which the words name nothing. */
type PlainCode = { [Code in FailureCode]: [ParamOf<Code>] extends [never] ? Code : never }[FailureCode];

type Said<Code extends FailureCode> = Code extends PlainCode
  ? [params?: FailureParams[Code], detail?: string]
  : [params: FailureParams[Code], detail?: string];

/** A result that crosses a thread: exceptions lose their class there, results do not. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | Failed;

export interface Failed {
  readonly ok: false;
  readonly failure: Failure;
}

export function succeed<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function fail<Code extends FailureCode>(code: Code, ...said: Said<Code>): Failed {
  return { ok: false, failure: failureOf(code, ...said) };
}

export function failureOf<Code extends FailureCode>(code: Code, ...[params = {}, detail]: Said<Code>): Failure {
  return { code, params, ...(detail === undefined ? {} : { detail }) } as Failure;
}

/**
 * A failure on its way through code that cannot return it; caught before it leaves its thread. Every other error is a bug, and its English
 * sentence is for developers.
 */
export class InlayError<Code extends FailureCode = FailureCode> extends Error {
  readonly failure: Failure;

  constructor(code: Code, ...said: Said<Code>) {
    const failure = failureOf(code, ...said);
    super(logLine(failure));
    this.failure = failure;
  }

  static of({ code, params, detail }: Failure): InlayError {
    return new InlayError(code, ...([params, detail] as unknown as Said<FailureCode>));
  }
}

/** The failure that was thrown, or for any other error that something unexpected happened. */
export function failureIn(error: unknown): Failure {
  return error instanceof InlayError ? error.failure : failureOf('unexpected', {}, String(error));
}

/** The value of an outcome. Throws InlayError where there is none. */
export function orThrow<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw InlayError.of(outcome.failure);
}

/** A failure in a log: `mask-too-large {"percent":90}`. */
export function logLine({ code, params, detail }: Failure): string {
  const named = Object.keys(params).length === 0 ? '' : ` ${JSON.stringify(params)}`;
  return `${code}${named}${detail === undefined ? '' : `: ${detail}`}`;
}

/** As much of zod's error as is read. */
interface SchemaError {
  readonly issues: readonly {
    readonly code?: string | undefined;
    readonly path: readonly PropertyKey[];
    readonly message: string;
  }[];
}

/** What the first fault is that a schema has found, and where: "classes.0.attempts". A rule of our own names its code in place of a message. */
export function misfit({ issues }: SchemaError): { readonly where: string; readonly fault: Failure } {
  const [issue] = issues;
  return {
    where: (issue?.path ?? []).map(String).join('.'),
    fault: issue ? faultOf(issue) : failureOf('misfit-other'),
  };
}

function faultOf(issue: SchemaError['issues'][number]): Failure {
  const said = issue as Readonly<Record<string, unknown>>;
  switch (issue.code) {
    case 'invalid_type':
      return failureOf('misfit-type', { expected: String(said['expected']) });
    case 'invalid_value':
      return failureOf('misfit-value', { values: (said['values'] as unknown[]).map(String) });
    case 'too_small':
      return failureOf('misfit-small', { least: Number(said['minimum']) });
    case 'too_big':
      return failureOf('misfit-large', { most: Number(said['maximum']) });
    case 'unrecognized_keys':
      return failureOf('misfit-keys', { keys: said['keys'] as string[] });
    case 'custom':
      return failureOf(RULES.find((rule) => rule === issue.message) ?? 'misfit-other');
    default:
      return failureOf('misfit-other');
  }
}

/** Rules of our own schemas, to be given as the message of a refinement. */
const RULES = [
  'rule-attempts',
  'rule-candidates',
  'rule-counterparts',
  'rule-mask-size',
  'rule-runs',
  'rule-class-code',
  'rule-class-reserved',
  'rule-class-twice',
  'rule-scene',
  'rule-repaint',
  'rule-falling',
  'rule-lesion',
  'rule-graphs',
  'rule-square',
] as const satisfies readonly PlainCode[];
export type Rule = (typeof RULES)[number];

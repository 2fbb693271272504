/** What failures say in the language that the person reads. */
import type { Failure, FailureCode } from '../contracts/failure';
import type { ParamOf } from '../contracts/failureParams';
import { i18n } from '.';
import type { failures } from './en/failures';

export interface FailureText {
  /** What happened. */
  readonly message: string;
  /** What was kept and what to do; empty where another failure says so. */
  readonly advice: string;
}

/** Names in braces: "{{n, thousands}} files of {{name}}" has n and name. */
export type Holes<Words> = Words extends `${string}{{${infer Hole}}}${infer Rest}`
  ? (Hole extends `${infer Name},${string}` ? Name : Hole) | Holes<Rest>
  : never;
type HolesOf<Code extends keyof typeof failures> = Holes<(typeof failures)[Code][keyof (typeof failures)[Code]]>;

/** Codes that have words which name all of their parameters and nothing else: all of them, or this file does not compile. */
type Said = {
  [Code in FailureCode & keyof typeof failures]: [HolesOf<Code>, ParamOf<Code>] extends [ParamOf<Code>, HolesOf<Code>]
    ? Code
    : never;
}[FailureCode & keyof typeof failures];

type Param = string | number | Failure | readonly string[] | readonly Failure[];

/** Works once a language is spoken (./index.ts). */
export function failureText(failure: Failure): FailureText {
  return { message: messageOf(failure), advice: say(failure, 'advice') };
}

/** What happened, without the advice. */
export function messageOf(failure: Failure): string {
  return say(failure, 'message').trim();
}

function say({ code, params }: Failure, part: keyof FailureText): string {
  const said: Said = code;
  const key = `failures.${said}.${part}`;
  const values = Object.fromEntries(
    Object.entries(params as Readonly<Record<string, Param>>).map(([name, value]) => [name, wordsOf(value)]),
  );
  if (!i18n.exists(key, values)) return '';
  return (i18n.t as (key: string, values: Readonly<Record<string, unknown>>) => string)(key, values);
}

/** Of a failure within another one its sentence. */
function wordsOf(value: Param): string | number {
  if (typeof value === 'string' || typeof value === 'number') return value;
  if ('code' in value) return messageOf(value);
  const isSentences = value.some((part) => typeof part !== 'string');
  return value.map(wordsOf).join(isSentences ? ' ' : ', ');
}

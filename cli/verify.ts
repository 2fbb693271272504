/** verify: an export or a bundle, every byte of it; of an export whether it is intact, consistent, and signed. */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { ExportReport } from '../src/contracts/exportReport';
import { failureIn, type Failure } from '../src/contracts/failure';
import { isOverLimit } from '../src/contracts/limits';
import { publicKeySchema } from '../src/core/export/signature';
import { shownText } from '../src/core/export/safeNames';
import { messageOf } from '../src/messages/failures';
import { isBag } from '../src/data/openExport';
import { verifyExport } from '../src/data/verifyExport';
import { exitBecause, exitWith, faultWords, type ExitKind } from './exit';
import { openZipFile, isFolder, readBundle, readBytes } from './files';
import { backgroundsIn } from './skins';

export async function verify(args: readonly string[]): Promise<ExitKind> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      skin: { type: 'string', multiple: true, default: [] },
      key: { type: 'string' },
    },
  });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw exitBecause('usage', 'verify-arguments');
  const key = values.key === undefined ? null : await readKey(values.key);
  const say = (value: Readonly<Record<string, unknown>>, words: string): void =>
    console.log(values.json ? JSON.stringify(value) : words);
  if (!isFolder(path) && (await isBag(await openZipFile(path)))) return verifySet(path, key, values.skin, say);
  const { manifest } = await readBundle(path);
  const { id, version, files } = manifest;
  say(
    { kind: 'bundle', ok: true, id, version, files: files.length },
    `${path}: ${shownText(id)} ${shownText(version)}, ${files.length} files, every hash is right.`,
  );
  return 'ok';
}

type Say = (value: Readonly<Record<string, unknown>>, words: string) => void;

async function verifySet(path: string, key: string | null, skin: readonly string[], say: Say): Promise<ExitKind> {
  try {
    const backgroundOf = backgroundsIn(skin);
    const report = await verifyExport(await openZipFile(path), { backgroundOf });
    const answer = answerOf(report, key);
    say(answer.value, answer.lines.map((line) => `${path}: ${line}`).join('\n'));
    return answer.ok ? 'ok' : 'differs';
  } catch (error) {
    const failure = failureIn(error);
    if (isOverLimit(failure)) throw exitWith(failure); // it may be whole, and is not read
    const fault = faultWords(error);
    const none = {
      intact: false,
      consistent: false,
      signed: null,
      damages: [fault],
      contradictions: [],
      unchecked: [],
    };
    say({ kind: 'export', ok: false, fault, ...none }, `${path}: not intact: ${fault}`);
    return 'differs';
  }
}

interface Answer {
  readonly ok: boolean;
  readonly value: Readonly<Record<string, unknown>>;
  readonly lines: readonly string[];
}

/** @param key that it has to be signed with; null: any or none */
function answerOf(report: ExportReport, key: string | null): Answer {
  const { files, samples, damages, contradictions, more, unchecked, signed } = report;
  const by = signed.kind === 'signed' ? signed.key : null;
  const isAsked = key === null || by === key;
  const [intact, consistent] = [damages.length === 0, contradictions.length === 0];
  const ok = intact && consistent && isAsked;
  const said = (failures: readonly Failure[]): string[] => failures.map(messageOf);
  const faults = [...said(damages), ...said(contradictions), ...(isAsked ? [] : [otherKey(by, key)])];
  const value = {
    ...{ kind: 'export', ok, files, samples, intact, consistent, signed: by },
    ...{ damages: said(damages), contradictions: said(contradictions), more, unchecked: said(unchecked) },
    ...(ok ? {} : { fault: faults[0] ?? '' }),
  };
  const lines = [
    intact ? `intact: ${files} files, each as its hash says.` : listed('not intact:', said(damages)),
    consistent
      ? `consistent: ${samples} samples, no fact contradicts another.`
      : listed('not consistent:', [...said(contradictions), ...(more > 0 ? [`And ${more} more.`] : [])]),
    ...signedLines(by, key, intact && consistent),
    ...said(unchecked).map((words) => `not checked: ${words}`),
  ];
  return { ok, value, lines };
}

function listed(head: string, words: readonly string[]): string {
  return words.length === 1 ? `${head} ${words.join('')}` : [head, ...words.map((line) => `  - ${line}`)].join('\n');
}

function signedLines(by: string | null, key: string | null, isWhole: boolean): string[] {
  if (key !== null && by !== key) return [otherKey(by, key)];
  if (key !== null) return [`signed: by the key that you named, ${key}.`];
  if (by !== null) return [`signed: by ${by}; whose key that is, its holder can tell you.`];
  return [isWhole ? 'not signed: consistent; anyone could have written it.' : 'not signed.'];
}

function otherKey(by: string | null, key: string): string {
  return `not signed by ${key}: ${by === null ? 'it has no signature' : `it is signed by ${by}`}.`;
}

/** A public key as 64 digits, or a file that has them, or such a line as `signature.json` has. */
async function readKey(given: string): Promise<string> {
  const text = existsSync(given) ? new TextDecoder().decode(await readBytes(given)) : given;
  const found = /\b[0-9a-f]{64}\b/.exec(text.toLowerCase())?.[0];
  if (!publicKeySchema.safeParse(found).success || found === undefined)
    throw exitBecause('usage', 'not-a-key', { given });
  return found;
}

/** The payload of an export, each file read once: its hash is compared with the manifest's while it passes by. */
import { sha256 } from '@noble/hashes/sha2.js';
import { failureIn, failureOf } from '../contracts/failure';
import { sha256Hex, toHex } from '../core/provenance/digest';
import type { Findings } from './findings';
import type { OpenedExport } from './openExport';

/** Files of so many bytes are hashed here and now: WebCrypto would take longer to be asked than to answer. */
const SHORT = 2 ** 14;

export interface CheckedPayload {
  /** Paths begin with `data/`. */
  has(path: string): boolean;
  /** As the manifest has it. */
  hashOf(path: string): string | undefined;
  /** Null where it cannot be read. */
  bytes(path: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Every line, the empty ones too; none where it cannot be read. */
  lines(path: string): AsyncGenerator<string>;
  /** Reads what nobody has asked for. */
  rest(): Promise<void>;
  /** Paths that a record or the layout of an export accounts for are told; the others belong to nothing. */
  readonly paths: ReadonlySet<string>;
}

export function checkedPayload(
  opened: OpenedExport,
  manifest: ReadonlyMap<string, string>,
  findings: Findings,
  onFile: (done: number, total: number) => void,
): CheckedPayload {
  const waiting = new Set(manifest.keys());
  const there = new Set(opened.paths());

  function finish(path: string, hash: string): void {
    if (!waiting.delete(path)) return;
    if (manifest.get(path) !== hash) findings.damage(failureOf('export-file-hash', { path }));
    onFile(manifest.size - waiting.size, manifest.size);
  }

  async function* chunks(path: string): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const hash = sha256.create();
    for await (const chunk of opened.chunks(path)) {
      hash.update(chunk);
      yield chunk;
    }
    finish(path, toHex(hash.digest()));
  }

  async function* lines(path: string): AsyncGenerator<string> {
    try {
      yield* opened.everyLine(path, chunks(path));
    } catch (error) {
      waiting.delete(path);
      findings.damage(failureIn(error));
    }
  }

  return {
    paths: new Set(manifest.keys()),
    has: (path) => there.has(path),
    hashOf: (path) => manifest.get(path),
    async bytes(path) {
      const whole = await findings.attempt(() => opened.bytes(path));
      if (whole) finish(path, whole.length < SHORT ? toHex(sha256(whole)) : await sha256Hex(whole));
      else waiting.delete(path);
      return whole;
    },
    lines,
    async rest() {
      for (const path of [...waiting]) await through(path);
    },
  };

  async function through(path: string): Promise<void> {
    try {
      const read = chunks(path);
      while ((await read.next()).done !== true);
    } catch (error) {
      waiting.delete(path);
      findings.damage(failureIn(error));
    }
  }
}

/** The next line that is not empty; undefined where there is none. */
export async function nextLine(lines: AsyncIterator<string>): Promise<string | undefined> {
  for (let found = await lines.next(); !found.done; found = await lines.next())
    if (found.value !== '') return found.value;
  return undefined;
}

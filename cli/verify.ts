/** verify: an export or a bundle, every byte of it. */
import { parseArgs } from 'node:util';
import { failureIn } from '../src/contracts/failure';
import { isOverLimit } from '../src/contracts/limits';
import { checkExport } from '../src/data/exportCheck';
import { isBag } from '../src/data/openExport';
import { exitBecause, exitWith, faultWords, type ExitKind } from './exit';
import { openZipFile, isFolder, readBundle } from './files';

export async function verify(args: readonly string[]): Promise<ExitKind> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw exitBecause('usage', 'verify-arguments');
  const say = (value: Readonly<Record<string, unknown>>, words: string): void =>
    console.log(values.json ? JSON.stringify(value) : words);
  if (!isFolder(path) && (await isBag(await openZipFile(path)))) {
    try {
      const files = await checkExport(await openZipFile(path), () => undefined);
      say({ kind: 'export', ok: true, files }, `${path}: ${files} files, and all is as it was exported.`);
      return 'ok';
    } catch (error) {
      const failure = failureIn(error);
      if (isOverLimit(failure)) throw exitWith(failure); // it may be whole, and is not read
      const fault = faultWords(error);
      say({ kind: 'export', ok: false, fault }, `${path}: ${fault}`);
      return 'differs';
    }
  }
  const { manifest } = await readBundle(path);
  const { id, version, files } = manifest;
  say(
    { kind: 'bundle', ok: true, id, version, files: files.length },
    `${path}: ${id} ${version}, ${files.length} files, every hash is right.`,
  );
  return 'ok';
}

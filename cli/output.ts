/** Where commands write: what is there stays unless --force is given, and nothing is written through a link or onto a device. */
import { randomUUID } from 'node:crypto';
import { existsSync, lstatSync, statSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { exitBecause, ExitError, isSystemError, thrownWords } from './exit';

/** Of every command that writes. */
export const FORCE_OPTION = { force: { type: 'boolean', default: false } } as const;

/** Runs what writes to `path`. Throws ExitError of unwritable for what the system says: no space, no permission. */
export async function writing<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (isSystemError(error)) throw exitBecause('unwritable', 'not-written', { path, fault: thrownWords(error) });
    throw error;
  }
}

/** Throws ExitError of usage where a file cannot be put at a path. @param force a regular file may be there already */
export function checkNewFile(path: string, force: boolean): void {
  const there = lookAt(path);
  if (there && !there.isFile()) throw exitBecause('usage', 'out-not-a-file', { path });
  if (there && !force) throw exitBecause('usage', 'out-exists', { path });
  const folder = dirname(path);
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw exitBecause('usage', 'out-no-folder', { path: folder });
}

/** Makes a folder with folders in it. Throws ExitError of usage where something else is in the place of one. */
export async function makeFolders(path: string, inside: readonly string[]): Promise<void> {
  if (existsSync(path) && !statSync(path).isDirectory()) throw exitBecause('usage', 'out-not-a-folder', { path });
  for (const name of inside) {
    const folder = join(path, name);
    const there = lookAt(folder);
    if (there && !there.isDirectory()) throw exitBecause('usage', 'out-not-a-folder', { path: folder });
    if (!there) await writing(folder, () => mkdir(folder, { recursive: true }));
  }
}

/** A name beside a file that nothing has. */
export function besides(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.partial`);
}

/**
 * Writes a file beside its place and puts it there once it is whole. Throws ExitError of usage or unwritable.
 * @param over what is there, and the beginning of one that an earlier run has left, is replaced
 */
export async function writeWhole(path: string, bytes: Uint8Array, over: boolean): Promise<void> {
  checkNewFile(path, over);
  const partial = `${path}.partial`;
  checkNewFile(partial, over);
  await writing(path, async () => {
    if (over) await rm(partial, { force: true });
    const file = await open(partial, 'wx');
    try {
      await file.writeFile(bytes);
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    } finally {
      await file.close();
    }
    await rename(partial, path);
  });
}

function lookAt(path: string): ReturnType<typeof lstatSync> | null {
  try {
    return lstatSync(path);
  } catch (error) {
    if (error instanceof ExitError || !isSystemError(error)) throw error;
    if (error.code === 'ENOENT') return null;
    if (error.code === 'ENOTDIR') throw exitBecause('usage', 'out-no-folder', { path: dirname(path) });
    throw exitBecause('unwritable', 'not-written', { path, fault: thrownWords(error) });
  }
}

/** The files of a data set on the disk, for the reader that the Dataset screen has. */
import { openAsBlob } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Outcome } from '../src/contracts/failure';
import { filesSource, zipSource, type OpenSource } from '../src/data/dataset/source';
import { exitBecause, thrownWords } from './exit';
import { isFolder } from './files';

/** A folder or a zip. Throws ExitError where it is not there, or cannot be listed. */
export async function openOnDisk(path: string): Promise<Outcome<OpenSource>> {
  const name = basename(resolve(path));
  if (!isFolder(path)) return zipSource(name, await openAsBlob(path), () => undefined);
  return filesSource(
    name,
    new Map((await filesIn(path)).map((file) => [file, { getFile: () => openAsBlob(join(path, file)) }])),
  );
}

/** Paths of all files, relative, with forward slashes; hidden ones are passed over, links are not followed. */
async function filesIn(root: string): Promise<string[]> {
  const found: string[] = [];
  const folders = [''];
  for (let prefix = folders.pop(); prefix !== undefined; prefix = folders.pop()) {
    try {
      for (const entry of await readdir(join(root, prefix), { withFileTypes: true })) {
        if (entry.name.startsWith('.')) continue;
        if (entry.isDirectory()) folders.push(`${prefix}${entry.name}/`);
        else if (entry.isFile()) found.push(prefix + entry.name);
      }
    } catch (error) {
      throw exitBecause('unreadable', 'not-readable', { path: join(root, prefix), fault: thrownWords(error) });
    }
  }
  return found;
}

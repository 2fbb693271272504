/** Files in the origin-private file system, through synchronous handles: the one way to write there in every browser's worker. */
import type { Sink } from './sink';

/** Resolves a path like "samples/a.png" to its folder and name. */
async function locate(path: string, create: boolean): Promise<[FileSystemDirectoryHandle, string]> {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  let folder = await navigator.storage.getDirectory();
  for (const part of parts) folder = await folder.getDirectoryHandle(part, { create });
  return [folder, name];
}

/** Writes a whole file and waits until it is on the disk. Throws DOMException QuotaExceededError when the quota is used up. */
export async function writeFile(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const sink = await openSink(path);
  try {
    await sink.write(bytes);
  } finally {
    await sink.close();
  }
}

/** Opens a file for writing from its start. */
export async function openSink(path: string): Promise<Sink> {
  const [folder, name] = await locate(path, true);
  const handle = await (await folder.getFileHandle(name, { create: true })).createSyncAccessHandle();
  handle.truncate(0);
  let at = 0;
  return {
    write(bytes) {
      writeAll(handle, bytes, at);
      at += bytes.byteLength;
    },
    close() {
      try {
        handle.flush();
      } finally {
        handle.close();
      }
    },
  };
}

/** Writes bytes at a place of an open file. Throws DOMException QuotaExceededError when the quota is used up before all of them are written. */
export function writeAll(handle: FileSystemSyncAccessHandle, bytes: Uint8Array<ArrayBuffer>, at: number): void {
  if (handle.write(bytes, { at }) < bytes.byteLength)
    throw new DOMException('The file could not be written whole.', 'QuotaExceededError');
}

/** A page that was reloaded may give its files back a while after the next one began. */
const OPEN_TRIES = 100;
const OPEN_RETRY_MS = 100;

/** Opens a file for reading and writing, as it is; made when it is not there. Nobody else can open it so at the same time. */
export async function openForUpdate(path: string): Promise<FileSystemSyncAccessHandle> {
  const [folder, name] = await locate(path, true);
  const file = await folder.getFileHandle(name, { create: true });
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await file.createSyncAccessHandle();
    } catch (error) {
      const isHeld = error instanceof DOMException && error.name === 'NoModificationAllowedError';
      if (!isHeld || attempt === OPEN_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, OPEN_RETRY_MS));
    }
  }
}

/** Not in TypeScript's types yet; a browser that does not know it opens the file for nobody else. */
const READ_ONLY = { mode: 'read-only' } as const;

/** Opens a file that nobody writes to: many small reads are faster than from a Blob. Null where it cannot be opened so. */
export async function openForReading(path: string): Promise<FileSystemSyncAccessHandle | null> {
  try {
    const [folder, name] = await locate(path, false);
    const file: { createSyncAccessHandle(options: typeof READ_ONLY): Promise<FileSystemSyncAccessHandle> } =
      await folder.getFileHandle(name);
    return await file.createSyncAccessHandle(READ_ONLY);
  } catch {
    return null;
  }
}

/** The file as a Blob that lies on the disk. Throws DOMException NotFoundError. */
export async function openFile(path: string): Promise<File> {
  const [folder, name] = await locate(path, false);
  return (await folder.getFileHandle(name)).getFile();
}

export async function readFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await openFile(path)).arrayBuffer());
}

/** Removes a file or a folder with all it holds; nothing happens when it is not there. */
export async function remove(path: string): Promise<void> {
  try {
    const [folder, name] = await locate(path, false);
    await folder.removeEntry(name, { recursive: true });
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
  }
}

/** Names in a folder; none when it does not exist. */
export async function list(path: string): Promise<string[]> {
  try {
    const [parent, name] = await locate(path, false);
    const folder = await parent.getDirectoryHandle(name);
    const names: string[] = [];
    for await (const entry of folder.keys()) names.push(entry);
    return names;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotFoundError') return [];
    throw error;
  }
}

/** Paths of all files in a folder, without its own. */
export async function* filesIn(path: string): AsyncGenerator<string> {
  for (const name of await list(path)) {
    const inner = `${path}/${name}`;
    if (await isFolder(inner)) for await (const file of filesIn(inner)) yield `${name}/${file}`;
    else yield name;
  }
}

async function isFolder(path: string): Promise<boolean> {
  const [parent, name] = await locate(path, false);
  try {
    await parent.getDirectoryHandle(name);
    return true;
  } catch {
    return false;
  }
}

/** Copies a file, piece by piece; another one in its place is overwritten. */
export async function copyFile(from: string, to: string): Promise<void> {
  const sink = await openSink(to);
  try {
    const reader = (await openFile(from)).stream().getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read())
      await sink.write(new Uint8Array(part.value));
  } finally {
    await sink.close();
  }
}

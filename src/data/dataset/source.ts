/** The files of a data set, wherever it lies: a folder that was picked, a list of files, a zip. */
import type { DatasetSource } from '../../contracts/dataset';
import { fail, InlayError, succeed, type Outcome } from '../../contracts/failure';
import { LIMITS } from '../../contracts/limits';
import { unreachable } from './access';

export interface OpenSource {
  readonly name: string;
  readonly paths: readonly string[];
  /**
   * Throws DOMException NotFoundError, NotAllowedError, NotReadableError, RangeError for a file that is not what its zip says, or InlayError
   * of limit-* for one of more than `maxBytes`. @param start of a file that is packed only so many bytes, or a little more
   */
  read(path: string, maxBytes: number, start?: number): Promise<Blob>;
  close(): Promise<void>;
}

/** Between two reports of how many files were found. */
const REPORT_EVERY = 500;

/** Lists a data set's files. Fails with dataset-unsafe-archive, dataset-permission, dataset-not-readable. */
export async function openSource(
  source: DatasetSource,
  onListed: (files: number) => void,
  isStopped: () => boolean = () => false,
): Promise<Outcome<OpenSource>> {
  const onFound = (files: number): void => {
    if (isStopped()) throw new InlayError('cancelled');
    onListed(files);
  };
  try {
    if (source.kind === 'zip') return await zipFiles(source.file, onFound);
    const files = source.kind === 'folder' ? await listFolder(source.handle, onFound) : pickedFiles(source.files);
    if (files.size > LIMITS.zip.entries) {
      return fail('dataset-too-many-files', { most: LIMITS.zip.entries });
    }
    const name = source.kind === 'folder' ? source.handle.name : source.name;
    return succeed({
      name,
      paths: [...files.keys()],
      async read(path, maxBytes) {
        const found = files.get(path);
        if (!found) throw new DOMException(`${path} is not there.`, 'NotFoundError');
        const file = found instanceof File ? found : await found.getFile();
        if (file.size > maxBytes)
          throw new InlayError('limit-bytes', { name: path, most: Math.round(maxBytes / 2 ** 20) });
        return file;
      },
      close: () => Promise.resolve(),
    });
  } catch (error) {
    if (error instanceof InlayError) return { ok: false, failure: error.failure };
    return unreachable(error);
  }
}

async function listFolder(
  folder: FileSystemDirectoryHandle,
  onListed: (files: number) => void,
): Promise<Map<string, FileSystemFileHandle>> {
  const files = new Map<string, FileSystemFileHandle>();
  const folders: [string, FileSystemDirectoryHandle][] = [['', folder]];
  for (let at = folders.pop(); at; at = folders.pop()) {
    const [prefix, current] = at;
    for await (const handle of current.values()) {
      if (handle.name.startsWith('.')) continue;
      const path = prefix + handle.name;
      if (isFolder(handle)) folders.push([`${path}/`, handle]);
      else if (isFile(handle)) files.set(path, handle);
      if (files.size % REPORT_EVERY === 0) onListed(files.size);
      if (files.size > LIMITS.zip.entries) return files;
    }
  }
  return files;
}

function isFolder(handle: FileSystemHandle): handle is FileSystemDirectoryHandle {
  return handle.kind === 'directory';
}

function isFile(handle: FileSystemHandle): handle is FileSystemFileHandle {
  return handle.kind === 'file';
}

function pickedFiles(files: readonly { readonly path: string; readonly file: File }[]): Map<string, File> {
  return new Map(files.map(({ path, file }) => [path.replaceAll('\\', '/'), file]));
}

async function zipFiles(zip: File, onListed: (files: number) => void): Promise<Outcome<OpenSource>> {
  const { openZip, unpackBlob } = await import('../safeZip'); // most data sets are folders
  const opened = await openZip(zip, LIMITS.zip.entries);
  if ('fault' in opened) return fail('dataset-unsafe-archive', { fault: opened.fault }, opened.fault.detail);
  const { files } = opened;
  onListed(files.size);
  return succeed({
    name: zip.name.replace(/\.zip$/i, ''),
    paths: [...files.keys()],
    read: (path, maxBytes, start) => unpackBlob(opened, path, maxBytes, start),
    close: () => opened.close(),
  });
}

/** The files of a data set, wherever it lies: a folder that was picked, a list of files, a zip. */
import type { DatasetSource, Oddity } from '../../contracts/dataset';
import { fail, InlayError, succeed, type Outcome } from '../../contracts/failure';
import { LIMITS } from '../../contracts/limits';
import { unreachable } from './access';

export interface OpenSource {
  readonly name: string;
  readonly paths: readonly string[];
  /** What was left out, and why. */
  readonly oddities: readonly Oddity[];
  /** The same for two files that are the same, where that is known without reading them. */
  fingerprint?(path: string): string | undefined;
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
    if (source.kind === 'zip') return await zipSource(source.file.name, source.file, onFound);
    const files = source.kind === 'folder' ? await listFolder(source.handle, onFound) : pickedFiles(source.files);
    return await filesSource(source.kind === 'folder' ? source.handle.name : source.name, files);
  } catch (error) {
    if (error instanceof InlayError) return { ok: false, failure: error.failure };
    return unreachable(error);
  }
}

/** What a file of a folder is reached by. */
type Reached = Blob | { getFile(): Promise<Blob> };

/** Files that lie in a folder, and in zips in it. */
export async function filesSource(name: string, files: ReadonlyMap<string, Reached>): Promise<Outcome<OpenSource>> {
  if (files.size > LIMITS.zip.entries) return fail('dataset-too-many-files', { most: LIMITS.zip.entries });
  const fileOf = async (path: string): Promise<Blob> => {
    const found = files.get(path);
    if (!found) throw new DOMException(`${path} is not there.`, 'NotFoundError');
    return found instanceof Blob ? found : found.getFile();
  };
  const paths = [...files.keys()];
  const hasZip = paths.some((path) => /\.zip$/i.test(path));
  const inside = hasZip ? await (await import('./zipFiles')).openInside(paths, fileOf, LIMITS.zip.entries) : null;
  return succeed({
    name,
    paths: [...paths, ...(inside?.paths ?? [])],
    oddities: inside?.oddities ?? [],
    ...(inside && { fingerprint: (path: string) => inside.fingerprint(path) }),
    async read(path, maxBytes, start) {
      if (inside?.has(path) === true) return inside.read(path, maxBytes, start);
      const file = await fileOf(path);
      if (file.size > maxBytes)
        throw new InlayError('limit-bytes', { name: path, most: Math.round(maxBytes / 2 ** 20) });
      return file;
    },
    close: async () => inside?.close(),
  });
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

/** The files of a zip, and of zips in it. Fails with dataset-unsafe-archive. */
export async function zipSource(
  fileName: string,
  zip: Blob,
  onListed: (files: number) => void,
): Promise<Outcome<OpenSource>> {
  const { openWhole } = await import('./zipFiles'); // most data sets are folders
  const opened = await openWhole(zip, LIMITS.zip.entries);
  if ('fault' in opened) return fail('dataset-unsafe-archive', { fault: opened.fault }, opened.fault.detail);
  onListed(opened.paths.length);
  return succeed({ name: fileName.replace(/\.zip$/i, ''), ...opened });
}

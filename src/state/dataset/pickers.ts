/** How files come in: the browser's pickers, which give a handle that can be kept, the plain ones where those are missing, and drops. */
import type { DatasetSource, PathedFile } from '../../contracts/dataset';
import { t } from '../../messages';

/** Parts of the File System Access API that TypeScript does not know. */
declare global {
  interface Window {
    showDirectoryPicker?(options: { readonly id: string; readonly mode: 'read' }): Promise<FileSystemDirectoryHandle>;
    showOpenFilePicker?(options: object): Promise<FileSystemFileHandle[]>;
  }
  interface DataTransferItem {
    getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
  }
  interface FileSystemHandle {
    requestPermission?(wanted: { readonly mode: 'read' }): Promise<PermissionState>;
  }
}

/** What a picker gave; `cancelled`: the person chose nothing; `missing`: the plain picker is to be used. */
export type Picked = DatasetSource | 'cancelled' | 'missing';

export async function pickFolder(): Promise<Picked> {
  if (!window.showDirectoryPicker) return 'missing';
  try {
    return { kind: 'folder', handle: await window.showDirectoryPicker({ id: 'inlay-dataset', mode: 'read' }) };
  } catch (error) {
    return afterFailure(error);
  }
}

export async function pickZip(): Promise<Picked> {
  if (!window.showOpenFilePicker) return 'missing';
  try {
    const [handle] = await window.showOpenFilePicker({
      id: 'inlay-dataset',
      types: [{ description: t('dataset.opening.zipFiles'), accept: { 'application/zip': ['.zip'] } }],
    });
    return handle ? { kind: 'zip', file: await handle.getFile(), handle } : 'cancelled';
  } catch (error) {
    return afterFailure(error);
  }
}

/** Where a policy forbids the picker, the plain one may still work. */
function afterFailure(error: unknown): Picked {
  const byPerson = error instanceof DOMException && error.name === 'AbortError' && /user aborted/i.test(error.message);
  return byPerson ? 'cancelled' : 'missing';
}

/** What the plain picker of a folder gave: its paths begin with the folder's name. */
export function fromList(files: readonly File[]): DatasetSource | null {
  const [first] = files;
  if (!first) return null;
  const [name = 'files'] = first.webkitRelativePath.split('/');
  const inFolder = (file: File): string => file.webkitRelativePath.split('/').slice(1).join('/') || file.name;
  return { kind: 'files', name, files: files.map((file) => ({ path: inFolder(file), file })) };
}

/** A thing that was dropped. */
export type Dropped =
  | { readonly kind: 'folder'; readonly name: string; readonly source: DatasetSource }
  | { readonly kind: 'file'; readonly file: File; readonly handle: FileSystemFileHandle | null };

/** All that was dropped. The browser forgets it when the event is over, so everything is asked for at once. */
export async function droppedThings(transfer: DataTransfer): Promise<Dropped[]> {
  const asked = [...transfer.items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => ({
      entry: item.webkitGetAsEntry(),
      file: item.getAsFile(),
      handle: item.getAsFileSystemHandle?.() ?? Promise.resolve(null),
    }));
  const found = await Promise.all(
    asked.map(async ({ entry, file, handle: asking }): Promise<Dropped | null> => {
      const handle = await asking.catch(() => null);
      if (handle instanceof FileSystemDirectoryHandle)
        return { kind: 'folder', name: handle.name, source: { kind: 'folder', handle } };
      if (entry?.isDirectory) {
        const { name } = entry;
        return { kind: 'folder', name, source: { kind: 'files', name, files: await filesIn(entry) } };
      }
      return file && { kind: 'file', file, handle: handle instanceof FileSystemFileHandle ? handle : null };
    }),
  );
  return found.filter((thing) => thing !== null);
}

/** Every file of a dropped folder, in browsers that give no handles. */
async function filesIn(root: FileSystemEntry): Promise<PathedFile[]> {
  const files: PathedFile[] = [];
  const waiting = [root];
  for (let entry = waiting.pop(); entry; entry = waiting.pop()) {
    if (isDirectory(entry)) waiting.push(...(await entriesOf(entry)));
    else if (isFile(entry)) {
      const handle = entry;
      const file = await new Promise<File>((resolve, reject) => handle.file(resolve, reject));
      files.push({ path: handle.fullPath.split('/').slice(2).join('/'), file });
    }
  }
  return files;
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

/** The browser gives a hundred at a time, until it gives none. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const listing = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => listing.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

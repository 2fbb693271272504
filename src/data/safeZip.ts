/** Zips that nobody has vouched for: checked before any file is read, and counted while it is unpacked. */
import {
  BlobReader,
  configure,
  ERR_UNSAFE_FILENAME,
  Uint8ArrayWriter,
  ZipReader,
  type Entry,
  type FileEntry,
} from '@zip.js/zip.js/lib/zip-core-custom.js';

import { failureOf, type Failure } from '../contracts/failure';

configure({ useWebWorkers: false });

export interface OpenedZip {
  /** Path -> file, without folders. */
  readonly files: ReadonlyMap<string, FileEntry>;
  close(): Promise<void>;
}

export interface ZipFault {
  /** A zip-* code. */
  readonly fault: Failure;
}

/**
 * Count, names and encryption are looked at; what is wrong is said, and the zip is closed.
 * @param leftOut is told the names that lead out of the zip: they are left out, folders may be parted by backslashes, and the rest is read
 */
export async function openZip(
  zip: Blob,
  maxEntries: number,
  leftOut?: (path: string) => void,
): Promise<OpenedZip | ZipFault> {
  const lenient = {
    filenameValidation: 'tolerant',
    normalizeFilename: (name: string) => name.replaceAll('\\', '/'),
  } as const;
  const archive = new ZipReader(new BlobReader(zip), leftOut ? lenient : {});
  const close = (): Promise<void> => archive.close().then(() => undefined);
  const files = new Map<string, FileEntry>();
  try {
    for await (const entry of archive.getEntriesGenerator()) {
      if (leftOut && leadsOut(entry.filename)) {
        leftOut(entry.filename);
        continue;
      }
      const fault = faultOf(entry, files, maxEntries);
      if (fault !== null) {
        await close();
        return { fault };
      }
      if (!entry.directory) files.set(entry.filename, entry);
    }
  } catch (error) {
    await close();
    return { fault: faultOfError(error) };
  }
  return { files, close };
}

/** As zip.js judges names. */
function leadsOut(path: string): boolean {
  return path.startsWith('/') || /^[a-z]:/i.test(path) || path.split('/').includes('..');
}

function faultOf(
  { filename, encrypted }: Entry,
  before: ReadonlyMap<string, FileEntry>,
  maxEntries: number,
): Failure | null {
  if (before.size >= maxEntries) return failureOf('zip-too-many-files', { most: maxEntries });
  if (encrypted) return failureOf('zip-encrypted');
  return before.has(filename) ? failureOf('zip-path-twice', { path: filename }) : null;
}

/** zip.js refuses names that would leave the folder in which they are unpacked, and says which. */
export function faultOfError(error: unknown): Failure {
  return error instanceof Error && error.message === ERR_UNSAFE_FILENAME
    ? failureOf('zip-path-outside', { path: 'filename' in error ? String(error.filename) : '?' })
    : failureOf('zip-damaged', {}, String(error));
}

/** Unpacks one file. The size that a zip declares may lie: it ends with RangeError as soon as `maxBytes` are passed. */
export async function unpack(entry: FileEntry, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = (): RangeError => new RangeError(`${entry.filename} unpacks to more than ${maxBytes} bytes.`);
  if (entry.uncompressedSize > maxBytes) throw tooLarge();
  const stop = new AbortController();
  const bytes = await entry.getData(new Uint8ArrayWriter(), {
    signal: stop.signal,
    onprogress: (done) => {
      if (done > maxBytes) stop.abort(tooLarge());
      return undefined;
    },
  });
  if (bytes.byteLength > maxBytes) throw tooLarge();
  return new Uint8Array(bytes);
}

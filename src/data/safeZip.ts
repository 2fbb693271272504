/** Zips that nobody has vouched for: checked before any file is read, and counted while it is unpacked. */
import {
  BlobReader,
  configure,
  ERR_UNSAFE_FILENAME,
  ZipReader,
  type Entry,
} from '@zip.js/zip.js/lib/zip-core-custom.js';

import { failureOf, InlayError, type Failure } from '../contracts/failure';
import { LIMITS } from '../contracts/limits';
import { placeOf, readFile, type PlaceInZip } from './zipPlaces';

configure({ useWebWorkers: false });

const MIB = 2 ** 20;
/** Bytes that are gathered before they are handed to the browser, which may keep them on the disk. */
const PART_BYTES = 4 * MIB;

export interface OpenedZip {
  /** Path -> its place, without folders. */
  readonly files: ReadonlyMap<string, PlaceInZip>;
  /** A file piece by piece. Throws RangeError where it is not what the zip says, DOMException NotFoundError where it is not there. */
  chunks(path: string): AsyncGenerator<Uint8Array<ArrayBuffer>>;
  close(): Promise<void>;
}

export interface ZipFault {
  /** A zip-* or limit-* code. */
  readonly fault: Failure;
}

/**
 * Count, names, sizes and encryption are looked at; what is wrong is said, and the zip is closed.
 * @param leftOut is told the names that lead out of the zip: they are left out, folders may be parted by backslashes, and the rest is read.
 * Of such a zip a file that unpacks to too much is refused when it is read
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
  const bytes = new BlobReader(zip);
  const archive = new ZipReader(bytes, leftOut ? lenient : {});
  const close = (): Promise<void> => archive.close().then(() => undefined);
  const files = new Map<string, PlaceInZip>();
  let unpacked = 0;
  try {
    for await (const entry of archive.getEntriesGenerator()) {
      if (leftOut && leadsOut(entry.filename)) {
        leftOut(entry.filename);
        continue;
      }
      unpacked += entry.uncompressedSize;
      const fault = faultOf(entry, files, maxEntries) ?? (leftOut ? null : packingOf(entry, unpacked, zip.size));
      if (fault !== null) {
        await close();
        return { fault };
      }
      if (!entry.directory) files.set(entry.filename, placeOf(entry));
    }
  } catch (error) {
    await close();
    return { fault: faultOfError(error) };
  }
  return {
    files,
    close,
    chunks(path) {
      const place = files.get(path);
      if (!place) throw new DOMException(`${path} is not there.`, 'NotFoundError');
      return readFile(bytes, place);
    },
  };
}

/** As zip.js judges names. */
function leadsOut(path: string): boolean {
  return path.startsWith('/') || /^[a-z]:/i.test(path) || path.split('/').includes('..');
}

function faultOf(entry: Entry, before: ReadonlyMap<string, PlaceInZip>, maxEntries: number): Failure | null {
  const { filename, encrypted } = entry;
  if (before.size >= maxEntries) return failureOf('zip-too-many-files', { most: maxEntries });
  if (encrypted) return failureOf('zip-encrypted');
  if (before.has(filename)) return failureOf('zip-path-twice', { path: filename });
  return pathFault(filename);
}

/** Of a file, and of all so far. */
function packingOf({ filename, compressedSize, uncompressedSize }: Entry, unpacked: number, size: number) {
  return packingFault(filename, uncompressedSize, compressedSize) ?? packingFault(filename, unpacked, size);
}

function pathFault(path: string): Failure | null {
  const { pathCharacters, pathDepth } = LIMITS.zip;
  if (path.length > pathCharacters)
    return failureOf('limit-path', { name: `${path.slice(0, 80)}…`, most: pathCharacters });
  const isDeep = path.split('/', pathDepth + 2).length > pathDepth + 1;
  return isDeep ? failureOf('limit-path', { name: `${path.slice(0, 80)}…`, most: pathDepth }) : null;
}

/** Of files, and of the whole, whose entries may all lie in the same place. */
export function packingFault(name: string, unpacked: number, packed: number): Failure | null {
  const { ratio, freeBytes } = LIMITS.packing;
  return unpacked > freeBytes + ratio * packed ? failureOf('limit-ratio', { name, most: ratio }) : null;
}

/** zip.js refuses names that would leave the folder in which they are unpacked, and says which. */
export function faultOfError(error: unknown): Failure {
  return error instanceof Error && error.message === ERR_UNSAFE_FILENAME
    ? failureOf('zip-path-outside', { path: 'filename' in error ? String(error.filename) : '?' })
    : failureOf('zip-damaged', {}, String(error));
}

/** Unpacks one file into memory. Throws as `chunks`, and InlayError of limit-unpacked. */
export async function unpack(zip: OpenedZip, path: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(sizeOf(zip, path, maxBytes));
  let at = 0;
  for await (const chunk of zip.chunks(path)) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/**
 * Unpacks one file into a blob, which the browser keeps outside of the page's memory. Throws as `unpack`.
 * @param start only so many bytes, or a little more
 */
export async function unpackBlob(zip: OpenedZip, path: string, maxBytes: number, start = Infinity): Promise<Blob> {
  sizeOf(zip, path, maxBytes);
  const parts: Blob[] = [];
  let [waiting, held, done]: [Uint8Array<ArrayBuffer>[], number, number] = [[], 0, 0];
  for await (const chunk of zip.chunks(path)) {
    waiting.push(chunk);
    held += chunk.length;
    done += chunk.length;
    if (done >= start) break;
    if (held < PART_BYTES) continue;
    parts.push(new Blob(waiting));
    [waiting, held] = [[], 0];
  }
  return new Blob([...parts, ...waiting]);
}

function sizeOf({ files }: OpenedZip, path: string, maxBytes: number): number {
  const { size, packed } = files.get(path) ?? { size: 0, packed: 0 };
  const fault = packingFault(path, size, packed);
  if (fault) throw InlayError.of(fault);
  if (size > maxBytes) throw new InlayError('limit-unpacked', { name: path, most: Math.round(maxBytes / MIB) });
  return size;
}

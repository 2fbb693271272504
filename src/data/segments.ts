/**
 * Images one after another in a few large files. Before each stands its length and its SHA-256. What is appended is on the disk before its place
 * is told, so a killed tab leaves at most bytes that nothing names.
 */
import { toHex } from '../core/provenance/digest';
import type { Piece } from './keptSample';
import { list, openFile, openForReading, openForUpdate, remove, writeAll } from './opfs';

/** What is there is not what was written. */
class DamagedPieceError extends Error {}

/** A segment that is as long is followed by another one. So large, few are open at once. */
const SEGMENT_BYTES = 64 * 2 ** 20;
const HASH_BYTES = 32;
const HEADER_BYTES = 4 + HASH_BYTES;
const DIGITS = 6;
const NAME = /^\d{6}\.segment$/;
const FIRST = `${'0'.repeat(DIGITS)}.segment`;

/** @param folder in OPFS @param segmentBytes a segment that is as long is full */
export function createSegments(folder: string, segmentBytes = SEGMENT_BYTES) {
  /** As they were when they were last opened; a file that was written to since can no longer be read by these. */
  const files = new Map<string, File>();
  /** Segments that are held open; null where one cannot be, and is read as a file. */
  const held = new Map<string, Promise<FileSystemSyncAccessHandle | null>>();

  async function names(): Promise<string[]> {
    return (await list(folder)).filter((name) => NAME.test(name)).sort();
  }

  async function bytesOf({ segment, offset, length }: Piece, isFresh: boolean): Promise<Uint8Array<ArrayBuffer>> {
    const handle = await held.get(segment);
    if (handle) {
      const bytes = new Uint8Array(length);
      if (handle.read(bytes, { at: offset }) < length) throw new DamagedPieceError(`${segment} ends before.`);
      return bytes;
    }
    const known = isFresh ? undefined : files.get(segment);
    const file = known ?? (await openFile(`${folder}/${segment}`));
    files.set(segment, file);
    if (file.size < offset + length) throw new DamagedPieceError(`${segment} ends at ${file.size}.`);
    return new Uint8Array(await file.slice(offset, offset + length).arrayBuffer());
  }

  return {
    names,
    /** Holds all segments open that are not written to any more, for many reads. @returns what lets go of them */
    async hold(): Promise<() => Promise<void>> {
      const full = (await names()).slice(0, -1);
      for (const name of full) held.set(name, openForReading(`${folder}/${name}`));
      return async () => {
        const handles = await Promise.all(held.values());
        held.clear();
        for (const handle of handles) handle?.close();
      };
    },
    /** Bytes in each segment, by name. */
    async sizes(): Promise<ReadonlyMap<string, number>> {
      const found = new Map<string, number>();
      for (const name of await names()) found.set(name, (await openFile(`${folder}/${name}`)).size);
      return found;
    },
    /**
     * Writes images behind all others. One at a time: whoever calls holds a lock. Throws DOMException QuotaExceededError.
     * @param not a segment that is to be removed
     */
    async append(images: readonly Uint8Array<ArrayBuffer>[], not?: string): Promise<Piece[]> {
      const digests = await Promise.all(images.map((image) => crypto.subtle.digest('SHA-256', image)));
      const hashes = digests.map((digest) => new Uint8Array(digest));
      const pieces: Piece[] = [];
      for (let segment = (await names()).at(-1) ?? FIRST; pieces.length < images.length; segment = after(segment)) {
        if (segment === not) continue;
        const path = `${folder}/${segment}`;
        const handle = await openForUpdate(path);
        let end = handle.getSize();
        try {
          for (let at = pieces.length; at < images.length && end < segmentBytes; at += 1) {
            const [image = new Uint8Array(), hash = new Uint8Array()] = [images[at], hashes[at]];
            const entry = new Uint8Array(HEADER_BYTES + image.length);
            new DataView(entry.buffer).setUint32(0, image.length, true);
            entry.set(hash, HEADER_BYTES - HASH_BYTES);
            entry.set(image, HEADER_BYTES);
            writeAll(handle, entry, end);
            pieces.push({ segment, offset: end + HEADER_BYTES, length: image.length, sha256: toHex(hash) });
            end += entry.length;
          }
          handle.flush();
        } finally {
          handle.close();
        }
        // Where the disk is full a browser may take bytes and not keep them.
        if ((await openFile(path)).size < end)
          throw new DOMException('The file is shorter than it was written.', 'QuotaExceededError');
      }
      return pieces;
    },
    /** Throws DamagedPieceError where it is not what was written, DOMException NotFoundError where the segment is gone. */
    async read(piece: Piece): Promise<Uint8Array<ArrayBuffer>> {
      const bytes = await bytesOf(piece, false).catch(() => bytesOf(piece, true)); // it may have been written to
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      if (toHex(hash) !== piece.sha256) throw new DamagedPieceError('The bytes have another hash.');
      return bytes;
    },
    async remove(segment: string): Promise<void> {
      files.delete(segment);
      await remove(`${folder}/${segment}`);
    },
  };
}

export type Segments = ReturnType<typeof createSegments>;

/** Bytes that a piece takes of its segment. */
export function takenBy(piece: Piece): number {
  return HEADER_BYTES + piece.length;
}

function after(segment: string): string {
  return `${String(Number.parseInt(segment, 10) + 1).padStart(DIGITS, '0')}.segment`;
}

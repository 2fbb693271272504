/**
 * What the scan of a data set's images found, kept in two files: one record of fixed size for each image, and all thumbnails, one after
 * the other. Records are written after their thumbnails, so a killed tab leaves at most thumbnails that nothing points to.
 */
import { SCAN_STATES, type ScanState } from '../../contracts/dataset';
import type { ImageLooks } from '../../core/dataset/looks';
import { toHex } from '../../core/provenance/digest';
import { openFile, openForUpdate, writeAll } from '../opfs';
import type { ScannedImage } from './imageScanner';
import type { ScanStore } from './scanning';

const RECORDS = 'looks.bin';
const THUMBNAILS = 'thumbnails.bin';

/** Bytes of a record and the places in it, little-endian. */
const RECORD = 56;
const AT = { state: 0, looked: 1, diameter: 2, ita: 4, offset: 8, length: 16, sha256: 20, hair: 52 } as const;
/** The lesion's diameter is kept in thousandths of the shorter side; 0 where none was found. */
const DIAMETER_UNIT = 1_000;
const SHA256_BYTES = 32;

/** Opens what is kept, for the one tab that may write. @param folder in OPFS @param count number of files */
export async function openScans(folder: string, count: number): Promise<ScanStore> {
  const records = await openForUpdate(`${folder}/${RECORDS}`);
  const thumbnails = await openForUpdate(`${folder}/${THUMBNAILS}`);
  const bytes = new Uint8Array(count * RECORD);
  records.read(bytes, { at: 0 });
  let end = thumbnails.getSize();
  let waiting: Uint8Array<ArrayBuffer>[] = [];
  let waitingBytes = 0;
  let [first, last] = [Infinity, -1];
  const table = readTable(bytes, end);

  /** Its record is written at the next flush. */
  function touch(file: number): void {
    [first, last] = [Math.min(first, file), Math.max(last, file)];
  }

  function flush(): void {
    if (last < 0) return;
    const joined = new Uint8Array(waitingBytes);
    let at = 0;
    for (const jpeg of waiting) {
      joined.set(jpeg, at);
      at += jpeg.byteLength;
    }
    writeAll(thumbnails, joined, end);
    writeAll(records, bytes.subarray(first * RECORD, (last + 1) * RECORD), first * RECORD);
    end += waitingBytes;
    [waiting, waitingBytes, first, last] = [[], 0, Infinity, -1];
  }

  return {
    ...table.reads,
    thumbnail(file) {
      const place = table.placeOf(file);
      if (!place) return Promise.resolve(null);
      if (place.offset >= end) flush();
      const jpeg = new Uint8Array(place.length);
      thumbnails.read(jpeg, { at: place.offset });
      return Promise.resolve(jpeg);
    },
    put(file, scanned) {
      if (typeof scanned !== 'string') {
        table.put(file, scanned, end + waitingBytes);
        waiting.push(scanned.jpeg);
        waitingBytes += scanned.jpeg.byteLength;
      } else table.mark(file, scanned);
      touch(file);
    },
    putLooks(file, looks) {
      table.putLooks(file, looks);
      touch(file);
    },
    flush,
    close() {
      for (const handle of [records, thumbnails]) {
        handle.flush();
        handle.close();
      }
    },
  };
}

/** Opens what is kept for a tab that only shows it. */
export async function openScansToShow(folder: string, count: number): Promise<ScanStore> {
  const read = (name: string): Promise<File> => openFile(`${folder}/${name}`);
  const kept = await Promise.all([read(RECORDS), read(THUMBNAILS)]).catch(() => null);
  const bytes = new Uint8Array(count * RECORD);
  if (kept) bytes.set(new Uint8Array(await kept[0].arrayBuffer()).subarray(0, bytes.length));
  const table = readTable(bytes, kept?.[1].size ?? 0);
  return {
    ...table.reads,
    async thumbnail(file) {
      const place = table.placeOf(file);
      if (!place) return null;
      const now = await read(THUMBNAILS); // the other tab writes: an older snapshot can no longer be read
      return new Uint8Array(await now.slice(place.offset, place.offset + place.length).arrayBuffer());
    },
    put: () => undefined,
    putLooks: () => undefined,
    flush: () => undefined,
    close: () => undefined,
  };
}

/** @param thumbnailBytes a record that points beyond them was never finished */
function readTable(bytes: Uint8Array<ArrayBuffer>, thumbnailBytes: number) {
  const view = new DataView(bytes.buffer);
  const count = bytes.length / RECORD;
  const place = (file: number): { readonly offset: number; readonly length: number } => ({
    offset: view.getFloat64(file * RECORD + AT.offset, true),
    length: view.getUint32(file * RECORD + AT.length, true),
  });
  for (let file = 0; file < count; file += 1) {
    const { offset, length } = place(file);
    if (!(offset + length <= thumbnailBytes)) bytes.fill(0, file * RECORD, (file + 1) * RECORD);
  }
  const stateOf = (file: number): ScanState => SCAN_STATES[bytes[file * RECORD + AT.state] ?? 0] ?? 'not-yet';
  const mark = (file: number, as: ScanState): void => view.setUint8(file * RECORD + AT.state, SCAN_STATES.indexOf(as));
  return {
    reads: {
      stateOf,
      itaDeg: (file: number): number =>
        stateOf(file) === 'scanned' ? view.getFloat32(file * RECORD + AT.ita, true) : NaN,
      looks(file: number): ImageLooks | null {
        if (stateOf(file) !== 'scanned' || bytes[file * RECORD + AT.looked] !== 1) return null;
        const diameter = view.getUint16(file * RECORD + AT.diameter, true) / DIAMETER_UNIT;
        return {
          hairShare: view.getFloat32(file * RECORD + AT.hair, true),
          diameter: diameter === 0 ? null : diameter,
        };
      },
      sha256(file: number): string | null {
        if (stateOf(file) !== 'scanned') return null;
        const at = file * RECORD + AT.sha256;
        return toHex(bytes.subarray(at, at + SHA256_BYTES));
      },
    },
    placeOf: (file: number) => (stateOf(file) === 'scanned' ? place(file) : null),
    put(file: number, { jpeg, itaDeg, sha256 }: ScannedImage, offset: number): void {
      const at = file * RECORD;
      mark(file, 'scanned');
      view.setFloat32(at + AT.ita, itaDeg ?? NaN, true);
      view.setFloat64(at + AT.offset, offset, true);
      view.setUint32(at + AT.length, jpeg.byteLength, true);
      bytes.set(sha256, at + AT.sha256);
    },
    putLooks(file: number, { hairShare, diameter }: ImageLooks): void {
      const at = file * RECORD;
      bytes[at + AT.looked] = 1;
      view.setUint16(at + AT.diameter, Math.round((diameter ?? 0) * DIAMETER_UNIT), true);
      view.setFloat32(at + AT.hair, hairShare, true);
    },
    mark,
  };
}

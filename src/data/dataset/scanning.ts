/** Scans image after image of an open data set until none is left, it is stopped, or something stops it for all. */
import { SCAN_STATES, type ScanBatch, type ScanState } from '../../contracts/dataset';
import { LIMITS } from '../../contracts/limits';
import { findDuplicates } from '../../core/dataset/duplicates';
import type { ImageLooks } from '../../core/dataset/looks';
import { isWithdrawn } from './access';
import type { KeptDataset } from './kept';
import { createRoom } from '../room';
import { createImageScanner, stateAfter, type Scanned } from './imageScanner';
import type { OpenSource } from './source';

/** Files that are read and decoded at the same time. */
const IN_FLIGHT = 12;
/** The page counts again at each report: more often would slow the scan down. */
export const REPORT_MS = 1_000;
const FIRST_REPORT_MS = 200;
/** No photograph is larger; a file that says so is passed over. */
export const MAX_IMAGE_BYTES = LIMITS.image.bytes;

/** Where the scan is kept, by file. */
export interface ScanStore {
  stateOf(file: number): ScanState;
  /** NaN where none could be told, or it was not scanned. */
  itaDeg(file: number): number;
  /** Null where nobody has looked yet. */
  looks(file: number): ImageLooks | null;
  /** Of the file, in hexadecimal; null where it could not be read. */
  sha256(file: number): string | null;
  thumbnail(file: number): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Takes note of a scanned image. It is kept at the next flush. */
  put(file: number, scanned: Scanned): void;
  /** Takes note of what was seen in a scanned image. It is kept at the next flush. */
  putLooks(file: number, looks: ImageLooks): void;
  /** Writes what was put since: a call for each file would cost more than the scan of it. Throws DOMException QuotaExceededError. */
  flush(): void;
  close(): void;
}

/** What was scanned, by image and not by file. */
export interface ScannedImages {
  /** Image -> place of its file. */
  readonly files: Int32Array<ArrayBuffer>;
  batch(images: Int32Array<ArrayBuffer>): ScanBatch;
  /** Takes note of an image's hash. @returns the images whose answer changed */
  note(image: number): readonly number[];
}

export function scanOf(kept: KeptDataset, store: ScanStore): ScannedImages {
  const placeOf = new Map(kept.files.map((path, place) => [path, place]));
  const files = Int32Array.from(kept.images, ({ path }) => placeOf.get(path) ?? 0);
  const duplicates = findDuplicates();
  const note = (image: number): readonly number[] => {
    const sha256 = store.sha256(files[image] ?? 0);
    return sha256 === null ? [image] : duplicates.add(image, sha256);
  };
  for (const image of files.keys()) note(image);
  return {
    files,
    note,
    batch: (images) => ({
      images,
      state: Uint8Array.from(images, (image) => SCAN_STATES.indexOf(store.stateOf(files[image] ?? 0))),
      itaDeg: Float32Array.from(images, (image) => store.itaDeg(files[image] ?? 0)),
      hairShare: Float32Array.from(images, (image) => store.looks(files[image] ?? 0)?.hairShare ?? NaN),
      diameter: Float32Array.from(images, (image) => store.looks(files[image] ?? 0)?.diameter ?? NaN),
      duplicateOf: Int32Array.from(images, (image) => duplicates.duplicateOf(image)),
    }),
  };
}

export interface Scan {
  /** Resolves when nothing is in work any more. */
  readonly done: Promise<void>;
  stop(): void;
}

/** @param onScanned about once a second. `done` rejects with what the source or storage threw. */
export function startScan(
  images: KeptDataset['images'],
  store: ScanStore,
  scanned: ScannedImages,
  source: OpenSource,
  onScanned: (batch: ScanBatch) => void,
): Scan {
  let isStopped = false;
  let next = 0;
  let changed = new Set<number>();
  let reportAt = performance.now() + FIRST_REPORT_MS;
  const [files, pixels] = [createRoom(LIMITS.scan.bytes), createRoom(LIMITS.scan.bytes)];

  function report(): void {
    store.flush();
    if (changed.size > 0) onScanned(scanned.batch(Int32Array.from(changed)));
    changed = new Set();
    reportAt = performance.now() + REPORT_MS;
  }

  async function work(): Promise<void> {
    const scanImage = createImageScanner(pixels);
    while (!isStopped && next < images.length) {
      const image = next;
      next += 1;
      const file = scanned.files[image] ?? 0;
      if (store.stateOf(file) !== 'not-yet') continue;
      const read = await fileOf(source, images[image]?.path ?? '');
      const scan = async (blob: Blob): Promise<Scanned> => {
        const bytes = await blob.arrayBuffer().catch(passedOver);
        return typeof bytes === 'string' ? bytes : scanImage(new Uint8Array(bytes));
      };
      store.put(file, typeof read === 'string' ? read : await files(read.size, () => scan(read)));
      for (const answered of scanned.note(image)) changed.add(answered);
      if (performance.now() >= reportAt) report();
    }
  }

  async function workers(): Promise<void> {
    const ends = await Promise.allSettled(
      Array.from({ length: IN_FLIGHT }, () =>
        work().catch((error: unknown) => {
          isStopped = true; // what stops one stops all
          throw error;
        }),
      ),
    );
    report();
    const broken = ends.find((end) => end.status === 'rejected');
    if (broken) throw broken.reason;
  }

  return { done: workers(), stop: () => (isStopped = true) };
}

/** The file, or why it cannot be read. Throws when none can be read any more. */
function fileOf(source: OpenSource, path: string): Promise<Blob | 'unreadable' | 'over-limit'> {
  return source.read(path, MAX_IMAGE_BYTES).catch(passedOver);
}

function passedOver(error: unknown): 'unreadable' | 'over-limit' {
  if (isWithdrawn(error)) throw error;
  return stateAfter(error);
}

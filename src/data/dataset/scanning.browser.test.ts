/** What stops the scan stops it for all, and what was scanned before is kept. */
import { describe, expect, it } from 'vitest';
import type { DatasetImage, ScanState, ScanBatch } from '../../contracts/dataset';
import type { Scanned } from './imageScanner';
import { startScan, type ScanStore, type ScannedImages } from './scanning';
import type { OpenSource } from './source';
import { InlayError } from '../../contracts/failure';
import { pngOf } from '../../testing/hostile';

const COUNT = 60;
const images = Array.from({ length: COUNT }, (_, at) => ({ path: `${at}.png` })) as unknown as DatasetImage[];

async function png(): Promise<Blob> {
  const canvas = new OffscreenCanvas(40, 30);
  canvas.getContext('2d')?.fillRect(0, 0, 9, 9);
  return canvas.convertToBlob();
}

/** @param read answers the n-th read @param flush runs at the n-th flush */
async function scanWith(read: (nth: number, image: Blob) => Blob, flush: (nth: number) => void = () => undefined) {
  const kept: ScanState[] = images.map(() => 'not-yet');
  const [image, batches] = [await png(), [] as ScanBatch[]];
  let [reads, flushes] = [0, 0];
  const store = {
    stateOf: (file: number) => kept[file],
    put: (file: number, scanned: Scanned) => (kept[file] = typeof scanned === 'string' ? scanned : 'scanned'),
    flush: () => flush((flushes += 1)),
  } as unknown as ScanStore;
  const source = { read: () => new Promise((resolve) => resolve(read((reads += 1), image))) } as unknown as OpenSource;
  const scanned: ScannedImages = {
    files: Int32Array.from(images.keys()),
    note: (place) => [place],
    batch: (places) => ({ images: places }) as ScanBatch,
  };
  const ended = await startScan(images, store, scanned, source, (batch) => batches.push(batch)).done.catch(
    (error: unknown) => error,
  );
  return { ended, kept, told: batches.flatMap((batch) => [...batch.images]), reads };
}

const count = (kept: readonly ScanState[], wanted: ScanState): number =>
  kept.filter((state) => state === wanted).length;

describe('scanning images', () => {
  it('ends when the permission is withdrawn; what was scanned is kept and told', async () => {
    const { ended, kept, told, reads } = await scanWith((nth, image) => {
      if (nth > 20) throw new DOMException('not any more', 'NotAllowedError');
      return image;
    });
    expect((ended as DOMException).name).toBe('NotAllowedError');
    expect(count(kept, 'scanned')).toBe(20);
    expect(told).toHaveLength(20);
    expect(reads).toBeLessThan(COUNT);
  });

  it('ends when the disk is full, and does not say of an image that it cannot be read', async () => {
    const { ended, kept } = await scanWith(
      (_, image) => image,
      () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    );
    expect((ended as DOMException).name).toBe('QuotaExceededError');
    expect(count(kept, 'unreadable')).toBe(0);
  });

  it('tells those that are over a limit from those that are damaged', async () => {
    const { kept } = await scanWith((nth, image) => {
      if (nth === 3) throw new InlayError('limit-bytes', { name: 'a.png', most: 160 });
      return nth === 5 ? new Blob([pngOf({ width: 9000, height: 9000 })]) : image;
    });
    expect([count(kept, 'over-limit'), count(kept, 'unreadable'), kept[2], kept[4]]).toEqual([
      ...[2, 0],
      ...['over-limit', 'over-limit'],
    ]);
  });

  it('goes on past files that are gone, locked or no images', async () => {
    const { ended, kept, told } = await scanWith((nth, image) => {
      if (nth === 3) throw new DOMException('gone', 'NotFoundError');
      if (nth === 5) throw new DOMException('locked', 'NotReadableError');
      return nth === 7 ? new Blob(['no image']) : image;
    });
    expect(ended).toBeUndefined();
    expect([count(kept, 'scanned'), count(kept, 'unreadable')]).toEqual([COUNT - 3, 3]);
    expect(new Set(told).size).toBe(COUNT);
  });
});

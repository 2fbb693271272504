/** What stops the looking stops it for all, and what was seen before is kept. */
import { describe, expect, it } from 'vitest';
import type { DatasetImage, Look, SeenBatch } from '../../contracts/dataset';
import { startLooking, type LookStore, type Seen } from './looking';
import type { OpenSource } from './source';

const COUNT = 60;
const images = Array.from({ length: COUNT }, (_, at) => ({ path: `${at}.png` })) as unknown as DatasetImage[];

async function png(): Promise<Blob> {
  const canvas = new OffscreenCanvas(40, 30);
  canvas.getContext('2d')?.fillRect(0, 0, 9, 9);
  return canvas.convertToBlob();
}

/** @param read answers the n-th read @param flush runs at the n-th flush */
async function looking(read: (nth: number, image: Blob) => Blob, flush: (nth: number) => void = () => undefined) {
  const kept: Look[] = images.map(() => 'not-yet');
  const [image, batches] = [await png(), [] as SeenBatch[]];
  let [reads, flushes] = [0, 0];
  const looks = {
    look: (file: number) => kept[file],
    put: (file: number, looked: object | null) => (kept[file] = looked ? 'seen' : 'unreadable'),
    flush: () => flush((flushes += 1)),
  } as unknown as LookStore;
  const source = { read: () => new Promise((resolve) => resolve(read((reads += 1), image))) } as unknown as OpenSource;
  const seen: Seen = {
    files: Int32Array.from(images.keys()),
    note: (place) => [place],
    batch: (places) => ({ images: places }) as SeenBatch,
  };
  const ended = await startLooking(images, looks, seen, source, (batch) => batches.push(batch)).done.catch(
    (error: unknown) => error,
  );
  return { ended, kept, told: batches.flatMap((batch) => [...batch.images]), reads };
}

const count = (kept: readonly Look[], look: Look): number => kept.filter((one) => one === look).length;

describe('looking at images', () => {
  it('ends when the permission is withdrawn; what was seen is kept and told', async () => {
    const { ended, kept, told, reads } = await looking((nth, image) => {
      if (nth > 20) throw new DOMException('not any more', 'NotAllowedError');
      return image;
    });
    expect((ended as DOMException).name).toBe('NotAllowedError');
    expect(count(kept, 'seen')).toBe(20);
    expect(told).toHaveLength(20);
    expect(reads).toBeLessThan(COUNT);
  });

  it('ends when the disk is full, and does not say of an image that it cannot be read', async () => {
    const { ended, kept } = await looking(
      (_, image) => image,
      () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    );
    expect((ended as DOMException).name).toBe('QuotaExceededError');
    expect(count(kept, 'unreadable')).toBe(0);
  });

  it('goes on past files that are gone, locked or no images', async () => {
    const { ended, kept, told } = await looking((nth, image) => {
      if (nth === 3) throw new DOMException('gone', 'NotFoundError');
      if (nth === 5) throw new DOMException('locked', 'NotReadableError');
      return nth === 7 ? new Blob(['no image']) : image;
    });
    expect(ended).toBeUndefined();
    expect([count(kept, 'seen'), count(kept, 'unreadable')]).toEqual([COUNT - 3, 3]);
    expect(new Set(told).size).toBe(COUNT);
  });
});

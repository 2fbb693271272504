/** Looks at the thumbnails of scanned images, one after the other: what the scan has no time for. */
import type { ScanBatch } from '../../contracts/dataset';
import { looksOf } from '../../core/dataset/looks';
import type { RgbaImage } from '../../contracts/image';
import { REPORT_MS, type Scan, type ScannedImages, type ScanStore } from './scanning';

/** @param onLooked about once a second. `done` rejects with what storage threw. */
export function startLooking(store: ScanStore, scanned: ScannedImages, onLooked: (batch: ScanBatch) => void): Scan {
  let isStopped = false;

  async function work(): Promise<void> {
    const decode = createDecoder();
    let looked: number[] = [];
    const report = (): void => {
      store.flush();
      if (looked.length > 0) onLooked(scanned.batch(Int32Array.from(looked)));
      looked = [];
    };
    let reportAt = performance.now() + REPORT_MS;
    for (const [image, file] of scanned.files.entries()) {
      if (isStopped) break;
      if (store.stateOf(file) !== 'scanned') continue;
      if (!store.looks(file)) {
        const jpeg = await store.thumbnail(file);
        const shown = jpeg && (await decode(jpeg));
        if (!shown) continue;
        store.putLooks(file, looksOf(shown));
        looked.push(image);
      }
      if (performance.now() < reportAt) continue;
      report();
      reportAt = performance.now() + REPORT_MS;
    }
    report();
  }

  return { done: work(), stop: () => (isStopped = true) };
}

/** @returns a function that decodes one thumbnail after the other; null for one that is damaged */
function createDecoder(): (jpeg: Uint8Array<ArrayBuffer>) => Promise<RgbaImage | null> {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2d context');
  return async (jpeg) => {
    const bitmap = await createImageBitmap(new Blob([jpeg], { type: 'image/jpeg' })).catch(() => null);
    if (!bitmap) return null;
    [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
    context.drawImage(bitmap, 0, 0);
    bitmap.close();
    return context.getImageData(0, 0, canvas.width, canvas.height);
  };
}

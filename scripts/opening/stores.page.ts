/** The page beside `stores.worker.ts`: starts it anew for every reading, as a page that is opened does. */
import { proxy, wrap } from 'comlink';
import type { SavedSample } from '../../src/contracts/storage';
import type { Stores } from './stores';

async function withWorker<T>(use: (stores: ReturnType<typeof wrap<Stores>>) => Promise<T>): Promise<T> {
  const worker = new Worker('stores.worker.js', { type: 'module' });
  try {
    return await use(wrap<Stores>(worker));
  } finally {
    worker.terminate();
  }
}

const opening = {
  fill: (saved: readonly SavedSample[], png: readonly number[]): Promise<void> =>
    withWorker((stores) => stores.fill(saved, Uint8Array.from(png))),
  /** @returns milliseconds from the start of the worker until every sample is on the page, and how many came */
  read: (which: 'earlier' | 'project'): Promise<{ readonly ms: number; readonly samples: number }> =>
    withWorker(async (stores) => {
      const before = performance.now();
      let samples = 0;
      await stores[which](proxy((batch) => void (samples += batch.length)));
      return { ms: performance.now() - before, samples };
    }),
};
export type Opening = typeof opening;

Object.assign(window, { opening });

/** Fills a plan of tens of thousands of samples in the built studio, with a stand-in generator, and measures the page all the while. */
import type { Browser, CDPSession, Page } from '@playwright/test';
import { build } from 'vite';
import { frames, scroll, type Frames } from '../frames';
import { root } from '../setup.mjs';

export interface Moment {
  /** Samples that are there. */
  readonly samples: number;
  /** While the queue runs. */
  readonly frames: Frames;
  readonly heapMb: number;
  readonly aSampleMs: number;
}

export interface ScaleRun {
  readonly moments: readonly Moment[];
  /** Of the queue as it is kept, and of one sample's record, in bytes of JSON. */
  readonly queueBytes: number;
  readonly recordBytes: number;
  readonly restoreSeconds: number;
  readonly longestRestoreTaskMs: number;
  readonly reviewFrames: Frames;
}

const WAIT_MS = 90 * 60_000;
/** Samples that the queue makes itself before each measurement. */
const LIVE = 300;
/** Shares of the plan up to which storage is filled with copies in between: as the studio writes them, but thousands at a time. */
const SEEDED = [0.5, 0.98] as const;

export async function runScale(
  browser: Browser,
  address: string,
  wanted: Readonly<Record<string, number>>,
): Promise<ScaleRun> {
  const worker = await bundleStandIn();
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    serviceWorkers: 'block',
    bypassCSP: true,
  });
  await context.route(/inference\.worker.*\.js/, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: worker, headers: ISOLATED }),
  );
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  const session = await context.newCDPSession(page);
  await page.goto(`${address}?ep=wasm#/queue`);
  await page
    .getByRole('contentinfo')
    .getByText(/Ready on WASM/)
    .waitFor();
  await page.getByLabel('Fill each class').selectOption('number');
  await page.getByLabel('Samples', { exact: true }).fill('0');
  for (const [code, count] of Object.entries(wanted))
    await page.getByLabel(new RegExp(`^Samples of ${code} `)).fill(String(count));
  await page.getByRole('button', { name: 'Start' }).click();
  const total = Object.values(wanted).reduce((sum, count) => sum + count, 0);
  const moments: Moment[] = [];
  const take = async (): Promise<void> => {
    moments.push(await measure(page, session));
    console.log(moments.at(-1));
  };
  await waitFor(page, LIVE);
  await take();
  for (const share of SEEDED) {
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused.').waitFor();
    await seed(page, Math.round(share * total));
    await page.reload();
    await page
      .getByRole('contentinfo')
      .getByText(/Ready on WASM/)
      .waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await waitFor(page, Math.round(share * total) + LIVE);
    await take();
  }
  await page.getByText('Finished.').waitFor();
  const kept = await keptBytes(page);
  await page.reload();
  const started = performance.now();
  await watchTasks(page);
  await page.getByText('Finished.').waitFor();
  const restoreSeconds = (performance.now() - started) / 1000;
  const longestRestoreTaskMs = await page.evaluate(() => (window as unknown as { longestMs: number }).longestMs);
  await page.getByRole('navigation').getByRole('link', { name: 'Review' }).click();
  await page.getByRole('gridcell').first().waitFor();
  await page.mouse.move(500, 600);
  const scrolling = scroll(page);
  const reviewFrames = await frames(page);
  await scrolling;
  await context.close();
  return { moments, ...kept, restoreSeconds, longestRestoreTaskMs, reviewFrames };
}

/** What the studio's server sends with a worker's script. */
const ISOLATED = {
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

async function bundleStandIn(): Promise<string> {
  const built = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      lib: { entry: new URL('standIn.ts', import.meta.url).pathname, formats: ['es'], fileName: 'standIn' },
    },
  });
  const [first] = Array.isArray(built) ? built : [built];
  if (!('output' in first)) throw new Error('The stand-in could not be built.');
  return first.output[0].code;
}

/**
 * Fills the queue's classes up to so many samples in all, with copies of samples that are there: each under the id, class and number that
 * the next candidates would have, but for the id's digits.
 */
async function seed(page: Page, upTo: number): Promise<void> {
  const source = `
    const database = await new Promise((resolve, reject) => {
      const opening = indexedDB.open('inlay');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const read = (make) => new Promise((resolve) => {
      const reading = make(database.transaction('keyval').objectStore('keyval'));
      reading.onsuccess = () => resolve(reading.result);
    });
    const queue = await read((store) => store.get('queue'));
    const templates = await read((store) => store.getAll(IDBKeyRange.bound('sample:', 'sample:\\uffff'), 500));
    const there = await read((store) => store.count(IDBKeyRange.bound('sample:', 'sample:\\uffff')));
    const done = new Map();
    const all = await read((store) => store.getAll(IDBKeyRange.bound('sample:', 'sample:\\uffff')));
    for (const { record } of all) done.set(record.class, (done.get(record.class) ?? 0) + 1);
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('samples');
    const png = new Uint8Array(await (await (await folder.getFileHandle(templates[0].record.id + '.png')).getFile()).arrayBuffer());
    let left = ${upTo} - there;
    let number = there;
    for (const { target, series } of queue.entries) {
      for (let attempt = done.get(target.class) ?? 0; attempt < target.accepted && left > 0; ) {
        const batch = [];
        for (; batch.length < 1000 && attempt < target.accepted && left > 0; attempt += 1, left -= 1) {
          number += 1;
          const { record, recipe } = templates[number % templates.length];
          const id = 'SYN_' + number.toString(16).padStart(12, '0');
          batch.push({ record: { ...record, id, class: target.class, plan: { sha256: series, attempt } }, recipe });
        }
        for (const { record } of batch) {
          const file = await (await folder.getFileHandle(record.id + '.png', { create: true })).createSyncAccessHandle();
          file.write(png);
          file.close();
        }
        await new Promise((resolve, reject) => {
          const transaction = database.transaction('keyval', 'readwrite');
          for (const sample of batch) transaction.objectStore('keyval').put(sample, 'sample:' + sample.record.id);
          transaction.oncomplete = resolve;
          transaction.onerror = () => reject(transaction.error);
        });
      }
    }
    database.close();
    postMessage('done');
  `;
  await page.evaluate(
    (text) =>
      new Promise<void>((resolve, reject) => {
        const worker = new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })), {
          type: 'module',
        });
        worker.onmessage = () => resolve();
        worker.onerror = (event) => reject(new Error(event.message));
      }),
    source,
  );
}

/** Samples that the queue shows as accepted. */
async function shown(page: Page): Promise<number> {
  const text = await page.getByRole('region', { name: 'In the queue' }).locator('strong').first().innerText();
  return Number(text.replaceAll(/\D/g, ''));
}

async function waitFor(page: Page, samples: number): Promise<void> {
  for (let now = 0; now < samples; now = await shown(page)) await page.waitForTimeout(1000);
}

async function measure(page: Page, session: CDPSession): Promise<Moment> {
  const before = await shown(page);
  const started = performance.now();
  const seen = await frames(page);
  const made = (await shown(page)) - before;
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return {
    samples: before,
    frames: seen,
    heapMb: usedSize / 1e6,
    aSampleMs: (performance.now() - started) / Math.max(1, made),
  };
}

async function watchTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.assign(window, { longestMs: 0 });
    new PerformanceObserver((list) => {
      const kept = window as unknown as { longestMs: number };
      for (const { duration } of list.getEntries()) kept.longestMs = Math.max(kept.longestMs, duration);
    }).observe({ type: 'longtask', buffered: true });
  });
}

function keptBytes(page: Page): Promise<{ queueBytes: number; recordBytes: number }> {
  return page.evaluate(
    () =>
      new Promise<{ queueBytes: number; recordBytes: number }>((resolve, reject) => {
        const opening = indexedDB.open('inlay');
        opening.onerror = () => reject(new Error('no database'));
        opening.onsuccess = () => {
          const store = opening.result.transaction('keyval').objectStore('keyval');
          const queue = store.get('queue');
          const samples = store.getAll(IDBKeyRange.bound('sample:', 'sample:\uffff'), 200);
          samples.onsuccess = () => {
            resolve({
              queueBytes: JSON.stringify(queue.result).length,
              recordBytes: JSON.stringify(samples.result).length / samples.result.length,
            });
            opening.result.close();
          };
        };
      }),
  );
}

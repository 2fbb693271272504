/** Opens a folder in the built studio, as a person does who drops it there, and measures what happens. */
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { preview } from 'vite';
import { CHROMIUM_ARGS, chromiumPath } from '../chromium.mjs';
import { watchHeap } from '../heap';
import { root } from '../setup.mjs';

export interface StudioRun {
  readonly openSeconds: number;
  /** From the table of classes to the last thumbnail. */
  readonly scanSeconds: number;
  readonly longestTaskMs: number;
  /** Largest heap seen, of the page and of the worker together. */
  readonly heapMb: number;
  readonly restoreSeconds: number;
  readonly frames: {
    readonly count: number;
    readonly medianMs: number;
    readonly p95Ms: number;
    readonly worstMs: number;
  };
  readonly browser: string;
}

const WAIT_MS = 15 * 60_000;

/** The built studio, served, and a browser for it; both are closed when `work` is done. */
export async function withStudio<T>(work: (browser: Browser, address: string) => Promise<T>): Promise<T> {
  const server = await preview({ root, logLevel: 'warn', preview: { port: 0, strictPort: false } });
  const address = server.resolvedUrls?.local[0] ?? '';
  const executablePath = chromiumPath();
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: CHROMIUM_ARGS,
    chromiumSandbox: false,
  });
  try {
    return await work(browser, address);
  } finally {
    await browser.close();
    await server.close();
  }
}

/** The Dataset screen of a new tab, once nothing is loaded any more. */
export async function openDatasetScreen(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  await page.goto(`${address}?ep=wasm#/dataset`);
  await page.getByText(/Ready on WASM/).waitFor();
  await page.getByText('Works offline').waitFor();
  return page;
}

export async function runStudio(folder: string): Promise<StudioRun> {
  return withStudio(async (browser, address) => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await openDatasetScreen(context, address);
    await page.evaluate(() => {
      const tasks = { longestMs: 0 };
      Object.assign(window, { tasks });
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) tasks.longestMs = Math.max(tasks.longestMs, duration);
      }).observe({ type: 'longtask' });
    });
    const heap = watchHeap(await context.newCDPSession(page), ['dataset.worker']);
    const start = performance.now();
    await drop(page, folder);
    await page.getByRole('table', { name: 'Class counts' }).waitFor();
    const opened = performance.now();
    await page.getByRole('progressbar', { name: 'Thumbnails' }).waitFor({ state: 'detached' });
    const scanned = performance.now();
    const longestTaskMs = await page.evaluate(
      () => (window as unknown as { tasks: { longestMs: number } }).tasks.longestMs,
    );
    const frames = await scroll(page);
    const heapMb = await heap.stop();
    const reloaded = performance.now();
    await page.reload();
    await page.getByRole('table', { name: 'Class counts' }).waitFor();
    return {
      openSeconds: (opened - start) / 1000,
      scanSeconds: (scanned - opened) / 1000,
      longestTaskMs,
      heapMb,
      restoreSeconds: (performance.now() - reloaded) / 1000,
      frames,
      browser: browser.version(),
    };
  });
}

/** The browser makes a folder handle of it, which no picker can be made to do without a person. */
export async function drop(page: Page, folder: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [folder], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 700, y: 500, data });
}

/** Scrolls through the whole list, a row a frame and then back in leaps. */
async function scroll(page: Page): Promise<StudioRun['frames']> {
  const times = await page.evaluate(async () => {
    const scroller = document.querySelector('[role="grid"][aria-label="Images"]')?.parentElement;
    if (!scroller) throw new Error('The browser of images is missing.');
    const found: number[] = [];
    let before = performance.now();
    for (let frame = 0; frame < 600; frame += 1) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const now = performance.now();
      found.push(now - before);
      before = now;
      scroller.scrollTop += frame < 400 ? 136 : -1_360;
    }
    return found;
  });
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? NaN;
  return { count: times.length, medianMs: at(0.5), p95Ms: at(0.95), worstMs: at(1) };
}

/** Fills a plan of tens of thousands of samples in the built studio, with a stand-in generator, and measures the page all the while. */
import type { Browser, CDPSession, Page } from '@playwright/test';
import { entriesOf, imagesOf, storeSamples } from '../../e2e/support/stored';
import { savedQueueSchema } from '../../src/contracts/queue';
import { sampleIdSchema } from '../../src/contracts/sample';
import { savedSampleSchema, type SavedSample } from '../../src/contracts/storage';
import { bundledScript } from '../bundledScript';
import { frames, scroll, type Frames } from '../frames';

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
/** Copies that are written at a time, into a segment of their own. */
const SEGMENT_SAMPLES = 1000;
/** Samples that the queue makes itself before each measurement. */
const LIVE = 300;
/** Shares of the plan up to which storage is filled with copies in between: as the studio writes them, but thousands at a time. */
const SEEDED = [0.5, 0.98] as const;

export async function runScale(
  browser: Browser,
  address: string,
  wanted: Readonly<Record<string, number>>,
): Promise<ScaleRun> {
  const worker = await bundledScript(new URL('standIn.ts', import.meta.url));
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

/**
 * Fills the queue's classes up to so many samples in all, with copies of samples that are there: each under the id, class and number that
 * the next candidates would have, but for the id's digits.
 */
async function seed(page: Page, upTo: number): Promise<void> {
  const [[, queue] = []] = await entriesOf(page, 'queue');
  const { entries } = savedQueueSchema.parse(queue);
  const kept = await entriesOf(page, 'sample:');
  const templates = kept.slice(0, 500).map(([, value]) => savedSampleSchema.parse(value));
  const images = await imagesOf(page);
  const [png] = images.values();
  const done = new Map<string, number>();
  for (const [, value] of kept) {
    const { class: code } = savedSampleSchema.parse(value).record;
    done.set(code, (done.get(code) ?? 0) + 1);
  }
  let number = kept.length;
  let segment = 1 + Math.floor(number / SEGMENT_SAMPLES) + 100;
  let batch: { sample: SavedSample; png: Uint8Array<ArrayBuffer> }[] = [];
  for (const { target, series } of entries)
    for (let attempt = done.get(target.class) ?? 0; attempt < target.accepted && number < upTo; attempt += 1) {
      const template = templates[number % templates.length];
      if (!template || !png) throw new Error('The queue has made nothing to copy.');
      number += 1;
      const id = sampleIdSchema.parse(`SYN_${number.toString(16).padStart(12, '0')}`);
      const record = { ...template.record, id, class: target.class, plan: { sha256: series, attempt } };
      batch.push({ sample: { record, recipe: template.recipe }, png: new Uint8Array(png) });
      if (batch.length < SEGMENT_SAMPLES && number < upTo) continue;
      await storeSamples(page, (segment += 1), batch);
      batch = [];
    }
  if (batch.length > 0) await storeSamples(page, segment + 1, batch);
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

async function keptBytes(page: Page): Promise<{ queueBytes: number; recordBytes: number }> {
  const [[, queue] = []] = await entriesOf(page, 'queue');
  const samples = await entriesOf(page, 'sample:');
  const bytes = samples.reduce((sum, [, sample]) => sum + JSON.stringify(sample).length, 0);
  return { queueBytes: JSON.stringify(queue).length, recordBytes: bytes / samples.length };
}

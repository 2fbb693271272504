/**
 * npm run bench:compose: painting on a large image while a sample is generated on WASM, what 200 strokes keep in memory, how soon the live
 * preview follows a stroke, and how long what is done to a whole mask holds the page on 6000 x 4000 pixels. Writes docs/results/compose.md.
 *
 *   npm run bench:compose -- [--side 2048] [--strokes 200] [--out docs/results/compose.md]
 */
import type { CDPSession, Page } from '@playwright/test';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { BETWEEN_MS, dragFrames, holds, longestHold, openImage, paint, POINTS } from './compose/largeImages';
import { withStudio } from './dataset/studioRun';
import { ensureBuild } from './setup.mjs';

const { values: options } = parseArgs({
  options: {
    side: { type: 'string', default: '2048' },
    strokes: { type: 'string', default: '200' },
    out: { type: 'string', default: 'docs/results/compose.md' },
  },
});
const side = Number(options.side);
const strokes = Number(options.strokes);
/** Images on which what is done to a whole mask is measured; on the first of them nothing may hold the page for longer than HOLD_BAR_MS. */
const LARGE = [
  { width: 3000, height: 2000 },
  { width: 6000, height: 4000 },
] as const;
const HOLD_BAR_MS = 200;
const VARIANTS = 8;

ensureBuild();

/** Times from the end of a stroke until the live preview is complete; the studio waits 180 ms for the hand to rest. */
async function livePreviews(page: Page, count: number): Promise<number[]> {
  await page.getByRole('checkbox', { name: 'Live preview' }).check();
  const times: number[] = [];
  for (let i = 0; i < count; i += 1) {
    await paint(page, 1);
    const started = performance.now();
    await page.locator('[data-phase="painting"]').waitFor({ state: 'attached' });
    await page.locator('[data-phase="resting"]').waitFor({ state: 'attached' });
    times.push(performance.now() - started);
  }
  await page.getByRole('checkbox', { name: 'Live preview' }).uncheck();
  return times;
}

/** Of the samples that are being generated, those that are finished among them. */
async function stepsMade(page: Page): Promise<number> {
  const text = await page
    .getByText(/Step \d+ of 50/)
    .first()
    .textContent();
  const waiting = await page.getByText(/^Waiting/).count();
  return 50 * (VARIANTS - 1 - waiting) + Number(/Step (\d+)/.exec(text ?? '')?.[1] ?? 0);
}

/** Milliseconds until the frame that follows a move was drawn. */
interface MoveTime {
  /** Since the browser got the event; it gives moves to the page once a frame, so up to a frame of it is waiting for that. */
  readonly sinceEvent: number;
  /** Since the page was given it. */
  readonly sincePage: number;
}

/** Notes both for every pointer move. */
async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const times: MoveTime[] = [];
    Object.assign(window, { frameTimes: times });
    const channel = new MessageChannel();
    let waiting: { event: number; page: number }[] = [];
    channel.port1.onmessage = () => {
      const now = performance.now();
      times.push(...waiting.map(({ event, page }) => ({ sinceEvent: now - event, sincePage: now - page })));
      waiting = [];
    };
    document.addEventListener(
      'pointermove',
      (event) => {
        if (waiting.push({ event: event.timeStamp, page: performance.now() }) > 1) return;
        // asked for before the stage asks, so it is called first; the message comes once the frame is drawn
        requestAnimationFrame(() => channel.port2.postMessage(null));
      },
      { capture: true },
    );
  });
}

function frameTimes(page: Page): Promise<MoveTime[]> {
  return page.evaluate(() => (window as unknown as { frameTimes: MoveTime[] }).frameTimes.splice(0));
}

/** Bytes of the page's heap and of its buffers, after what is not needed was collected. */
async function memory(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const usage = (await session.send('Runtime.getHeapUsage')) as { usedSize: number; backingStorageSize?: number };
  return usage.usedSize + (usage.backingStorageSize ?? 0);
}

const at = (times: readonly number[], share: number): number =>
  times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? NaN;

const found = await withStudio(async (browser, address) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  await page.goto(`${address}?ep=wasm#/compose`);
  await page.getByText(/Ready on WASM/).waitFor();
  await page.getByText('Works offline').waitFor();
  const live = await livePreviews(page, 10);
  await openImage(page, 'large', side, side);
  await page.getByRole('spinbutton', { name: 'Brush size' }).fill('60');
  const session = await context.newCDPSession(page);
  await watchFrames(page);

  await paint(page, 10);
  const idle = await frameTimes(page);
  const before = await memory(session);
  await paint(page, strokes);
  await frameTimes(page);
  const kept = (await memory(session)) - before;

  await page.getByRole('spinbutton', { name: 'Variants' }).fill(String(VARIANTS));
  await page.getByRole('spinbutton', { name: 'Steps' }).fill('50');
  await page.getByRole('button', { name: 'Generate' }).click();
  await page.getByText(/Step \d+ of 50/).waitFor();
  const from = await stepsMade(page);
  const began = performance.now();
  await paint(page, 60);
  const took = (performance.now() - began) / 1000;
  const isGenerating = await page.getByText(/Step \d+ of 50/).isVisible();
  const steps = (await stepsMade(page)) - from;
  const busy = await frameTimes(page);
  await page.getByRole('button', { name: 'Cancel' }).click();
  const large = [];
  for (const { width, height } of LARGE) {
    const opening = await longestHold(page, () => openImage(page, `large-${width}`, width, height));
    await page.waitForTimeout(3000); // until it is drawn and kept
    const held: [string, number][] = [['opening the image', opening], ...(await holds(page))];
    large.push({ width, height, held, framesASecond: await dragFrames(page) });
  }
  return { idle, busy, kept, isGenerating, steps, took, live, large, browser: browser.version() };
});

const row = (name: string, moves: readonly MoveTime[]): string => {
  const cells = (['sincePage', 'sinceEvent'] as const).flatMap((since) => {
    const times = moves.map((move) => move[since]).sort((a, b) => a - b);
    return [0.5, 0.95, 1].map((share) => at(times, share).toFixed(1));
  });
  return `| ${name} | ${moves.length} | ${cells.join(' | ')} |`;
};
const live = found.live.toSorted((a, b) => a - b);
const text = [
  '# Painting',
  '',
  `Written by \`npm run bench:compose\`; do not edit. The built studio in a real browser, on WASM, with an image of ${side} x ${side} pixels and a brush of 60: ` +
    `strokes of ${POINTS} points, ${BETWEEN_MS} ms and more apart. A time ends with the frame that draws the move. It begins where the page is given the move, or where the browser got it: the browser gives moves to the page once a frame, so up to 16.7 ms of that are waiting. It draws in software here.`,
  '',
  `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model.trim() ?? ''}, ${cpus().length} cores, Chromium ${found.browser}, Node ${process.version}.`,
  '',
  '| | moves | page to frame: median, ms | p95 (bar 16) | longest | browser to frame: median, ms | p95 | longest |',
  '|---|---|---|---|---|---|---|---|',
  row('nothing else going on', found.idle),
  row(
    `samples of 50 steps being generated${found.isGenerating ? '' : ' (they ended before the strokes did)'}`,
    found.busy,
  ),
  '',
  `Samples wait before their next step while a hand paints, and for half a second after, eight seconds at most (docs/adr/0028): in the ${found.took.toFixed(0)} s of these strokes ${found.steps} steps were made.`,
  '',
  `${strokes} strokes that can be undone keep ${(found.kept / 1e6).toFixed(1)} MB (bar 64), heap and buffers of the page, after collection.`,
  '',
  '## Live preview',
  '',
  `On shipped skin of 256 x 256 pixels, from the end of a stroke until the fast sampler has finished, the 180 ms for which the hand has to rest among them: median ${at(live, 0.5).toFixed(0)} ms, slowest of ${live.length} ${at(live, 1).toFixed(0)} ms.`,
  '',
  '## Large images',
  '',
  'The longest time in ms for which the page did nothing else while one thing was done, its drawing and keeping among it.',
  '',
  `| what was done | ${found.large.map(({ width, height }, n) => `${width} x ${height}${n === 0 ? ` (bar ${HOLD_BAR_MS})` : ''}`).join(' | ')} |`,
  `|---|${found.large.map(() => '---|').join('')}`,
  ...(found.large[0]?.held ?? []).map(
    ([name], row) => `| ${name} | ${found.large.map(({ held }) => held[row]?.[1].toFixed(0) ?? '').join(' | ')} |`,
  ),
  `| frames a second while the mask is moved (bar 30) | ${found.large.map(({ framesASecond }) => framesASecond.toFixed(0)).join(' | ')} |`,
  '',
].join('\n');
await writeFile(options.out, text);
console.log(text);

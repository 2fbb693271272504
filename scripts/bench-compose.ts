/**
 * npm run bench:compose: painting on a large image while a sample is generated on WASM, and what 200 strokes keep in memory. Writes
 * docs/results/compose.md.
 *
 *   npm run bench:compose -- [--side 2048] [--strokes 200] [--out docs/results/compose.md]
 */
import type { CDPSession, Page } from '@playwright/test';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
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
/** Points of a stroke. */
const POINTS = 20;
/** As a mouse of 125 Hz. */
const BETWEEN_MS = 8;

ensureBuild();

/** Skin-coloured noise, so that its PNG is no smaller than a photograph's. */
function largeImage(): Promise<Buffer> {
  const noise = { type: 'gaussian' as const, mean: 170, sigma: 12 };
  return sharp({ create: { width: side, height: side, channels: 3, background: '#c8a090', noise } })
    .png({ compressionLevel: 1 })
    .toBuffer();
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

async function paint(page: Page, count: number): Promise<void> {
  const box = await page.getByLabel('Mask canvas').boundingBox();
  if (!box) throw new Error('The canvas has no box.');
  const reach = Math.min(box.width, box.height) / 2 - 40;
  const at = (share: number, turn: number): [number, number] => [
    box.x + box.width / 2 + reach * share * Math.cos(turn),
    box.y + box.height / 2 + reach * share * Math.sin(turn),
  ];
  for (let stroke = 0; stroke < count; stroke += 1) {
    const from = 2.4 * stroke;
    await page.mouse.move(...at(0.2 + 0.8 * ((stroke * 0.37) % 1), from));
    await page.mouse.down();
    for (let i = 1; i <= POINTS; i += 1) {
      await page.mouse.move(...at(0.2 + 0.8 * ((stroke * 0.37) % 1), from + 0.05 * i));
      await page.waitForTimeout(BETWEEN_MS);
    }
    await page.mouse.up();
  }
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
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open image' }).click();
  await (await chooser).setFiles({ name: 'large.png', mimeType: 'image/png', buffer: await largeImage() });
  await page.getByRole('button', { name: /^large/ }).waitFor();
  await page.getByRole('spinbutton', { name: 'Brush size' }).fill('60');
  const session = await context.newCDPSession(page);
  await watchFrames(page);

  await paint(page, 10);
  const idle = await frameTimes(page);
  const before = await memory(session);
  await paint(page, strokes);
  await frameTimes(page);
  const kept = (await memory(session)) - before;

  await page.getByRole('spinbutton', { name: 'Variants' }).fill('8');
  await page.getByRole('spinbutton', { name: 'Steps' }).fill('50');
  await page.getByRole('button', { name: 'Generate' }).click();
  await page.getByText(/Step \d+ of 50/).waitFor();
  await paint(page, 60);
  const isGenerating = await page.getByText(/Step \d+ of 50/).isVisible();
  const busy = await frameTimes(page);
  return { idle, busy, kept, isGenerating, browser: browser.version() };
});

const row = (name: string, moves: readonly MoveTime[]): string => {
  const cells = (['sincePage', 'sinceEvent'] as const).flatMap((since) => {
    const times = moves.map((move) => move[since]).sort((a, b) => a - b);
    return [0.5, 0.95, 1].map((share) => at(times, share).toFixed(1));
  });
  return `| ${name} | ${moves.length} | ${cells.join(' | ')} |`;
};
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
  `${strokes} strokes that can be undone keep ${(found.kept / 1e6).toFixed(1)} MB (bar 64), heap and buffers of the page, after collection.`,
  '',
].join('\n');
await writeFile(options.out, text);
console.log(text);

/**
 * npm run bench:fit: fits the gates on a data set in the studio, as its owner does, in a tab that is killed on the way. Writes
 * docs/results/fit.md.
 *
 *   npm run bench:fit -- [--data DATA/ham10000] [--out docs/results/fit.md]
 */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { DATA } from './dataFolder';
import { drop, openDatasetScreen, withStudio } from './dataset/studioRun';
import { watchHeap } from './heap';
import { ensureBuild } from './setup.mjs';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: join(DATA, 'ham10000') },
    out: { type: 'string', default: 'docs/results/fit.md' },
  },
});
const folder = resolve(options.data);
if (!existsSync(folder)) {
  console.log(`${folder} is missing: nothing is measured. See docs/results/fit.md for what was.`);
  process.exit(0);
}
ensureBuild();

/** Share of the images that are described when the tab is killed, and when the heap is first read. */
const KILL_AT = 0.3;
const EARLY = 0.1;
const PROFILED_MS = 20_000;
const WORKERS = ['dataset.worker', 'fitting.worker', 'inference.worker'];

interface Progress {
  readonly done: number;
  readonly total: number;
}

async function startFit(page: Page): Promise<void> {
  await drop(page, folder);
  await page.getByRole('table', { name: 'Class counts' }).waitFor();
  await page.getByRole('progressbar', { name: 'Thumbnails' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Fit on this data set' }).click();
}

/** Null once there is nothing more to describe. */
async function progress(page: Page): Promise<Progress | null> {
  const text = await page.getByRole('region', { name: 'Gates' }).innerText();
  const [, done, total] = /([\d,]+) of ([\d,]+) described/.exec(text) ?? [];
  if (done === undefined || total === undefined) return null;
  return { done: Number(done.replaceAll(',', '')), total: Number(total.replaceAll(',', '')) };
}

async function until(page: Page, isReached: (at: Progress | null) => boolean): Promise<Progress | null> {
  for (;;) {
    const at = await progress(page);
    if (isReached(at)) return at;
    await new Promise((done) => setTimeout(done, 200));
  }
}

const hasBegun = (at: Progress | null): boolean => at !== null && at.total > 1;
const share = (at: Progress | null): number => (at ? at.done / at.total : 1);

/** Share of the inference worker's busy time that is spent in WebAssembly, which is the encoder. */
async function encoderShare(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  let next = 0;
  const waiting = new Map<number, (result: unknown) => void>();
  const attached = new Promise<string>((found) => {
    session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.url.includes('inference.worker')) found(sessionId);
    });
  });
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message) as { id?: number; result?: unknown };
    if (id !== undefined) waiting.get(id)?.(result);
  });
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const sessionId = await attached;
  const ask = async (method: string): Promise<unknown> => {
    const id = (next += 1);
    const answer = new Promise((done) => waiting.set(id, done));
    await session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) });
    return answer;
  };
  await ask('Profiler.enable');
  await ask('Profiler.start');
  await new Promise((done) => setTimeout(done, PROFILED_MS));
  const { profile } = (await ask('Profiler.stop')) as {
    profile: {
      nodes: { id: number; hitCount: number; callFrame: { functionName: string; url: string } }[];
    };
  };
  await session.detach();
  let [wasm, busy] = [0, 0];
  for (const { hitCount, callFrame } of profile.nodes) {
    if (['(idle)', '(root)', '(program)'].includes(callFrame.functionName)) continue;
    busy += hitCount;
    if (callFrame.url.startsWith('wasm:') || callFrame.url.endsWith('.wasm')) wasm += hitCount;
  }
  return wasm / busy;
}

const found = await withStudio(async (browser, address) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const first = await openDatasetScreen(context, address);
  await startFit(first);
  await until(first, hasBegun);
  const beforeKill = await until(first, (at) => share(at) >= KILL_AT);
  first.goto('chrome://crash').catch(() => undefined);
  await first.waitForEvent('crash');
  console.log(`Killed at ${beforeKill?.done} of ${beforeKill?.total}.`);

  const page = await openDatasetScreen(context, address);
  const heap = watchHeap(await context.newCDPSession(page), WORKERS);
  await startFit(page);
  const resumed = await until(page, hasBegun);
  const describing = performance.now();
  await until(page, (at) => share(at) >= KILL_AT + EARLY);
  const earlyHeapMb = heap.largestMb();
  const encoder = await encoderShare(page);
  await until(page, (at) => at === null || at.done === at.total);
  const described = performance.now();
  const heapMb = await heap.stop();
  await page.getByText(/Samples are compared with [\d,]+ images/).waitFor();
  const fitted = performance.now();
  const words = await page.getByText(/Samples are compared with [\d,]+ images/).innerText();
  return {
    total: resumed?.total ?? 0,
    killedAt: beforeKill?.done ?? 0,
    resumedAt: resumed?.done ?? 0,
    describedSeconds: (described - describing) / 1000,
    fitSeconds: (fitted - described) / 1000,
    earlyHeapMb,
    heapMb,
    encoder,
    words,
    browser: browser.version(),
  };
});
const fresh = found.total - found.resumedAt;
const text = [
  '# Fitting the gates on a data set of one’s own',
  '',
  'Written by `npm run bench:fit`; do not edit. HAM10000 is dropped on the built studio, in a real browser on WASM, and "Fit on this data set" is pressed. The tab is killed on the way; another one goes on.',
  '',
  `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model.trim() ?? ''}, ${cpus().length} cores, Chromium ${found.browser}, Node ${process.version}.`,
  '',
  '| | |',
  '|---|---|',
  `| images to describe (the test split is left out) | ${found.total.toLocaleString('en')} |`,
  `| described when the tab was killed, and found again | ${found.killedAt.toLocaleString('en')}, ${found.resumedAt.toLocaleString('en')} |`,
  `| describing, ms an image | ${((1000 * found.describedSeconds) / fresh).toFixed(0)} |`,
  `| share of the inference worker's busy time that is WebAssembly, which is the encoder (${PROFILED_MS / 1000} s sampled) | ${(100 * found.encoder).toFixed(0)} % |`,
  `| fitting itself, over describing all of them | ${(found.fitSeconds / ((found.describedSeconds / fresh) * found.total)).toFixed(3)} |`,
  `| largest JavaScript heap of page and workers, after a tenth and at the end, MB | ${found.earlyHeapMb.toFixed(0)}, ${found.heapMb.toFixed(0)} |`,
  '',
  `The studio says: "${found.words}"`,
  '',
].join('\n');
await writeFile(options.out, text);
console.log(text);

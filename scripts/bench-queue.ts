/**
 * npm run bench:queue: the queue under kills, its forecast, and a plan of 77,669 samples. Each part writes its section of
 * docs/results/queue.md.
 *
 *   npm run bench:queue -- [--only kills|forecast|scale] [--kills 20] [--seed 1]
 */
import { chromium } from '@playwright/test';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { preview } from 'vite';
import { uniform } from '../src/core/random/gaussian';
import { CHROMIUM_ARGS, chromiumPath } from './chromium.mjs';
import { runForecast } from './queue/forecastRun';
import { fillQueue, planEvenly, type Filled } from './queue/killRun';
import { runScale } from './queue/scaleRun';
import { writeSection } from './sections';
import { ensureBuild, root } from './setup.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    samples: { type: 'string', default: '77669' },
    out: { type: 'string', default: 'docs/results/queue.md' },
  },
});
const HEAD =
  '# The queue\n\nWritten by `npm run bench:queue`; do not edit. The built studio in a real browser, on WASM; every part names its day and machine.';
/** Of each of the eight classes: 64 samples in all. */
const PER_CLASS = 8;
/** Longest time a tab lives in the kill test, from the first sign of work. */
const LONGEST_LIFE_MS = 6_000;
/** Samples that ISIC 2019 needs up to its head. */
const TO_THE_HEAD = { MEL: 8353, BCC: 9552, AK: 12008, BKL: 10251, DF: 12636, VASC: 12622, SCC: 12247 };

ensureBuild();
const server = await preview({ root, logLevel: 'warn', preview: { port: 0, strictPort: false } });
const address = server.resolvedUrls?.local[0] ?? '';
const executablePath = chromiumPath();
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: CHROMIUM_ARGS,
  chromiumSandbox: false,
});
const machine = `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model ?? ''}, ${cpus().length} cores, Chromium ${browser.version()}.`;
const write = (title: string, lines: readonly string[]): Promise<void> =>
  writeSection(options.out, HEAD, title, [...lines, '', machine]);

async function fill(killsAfterMs: readonly number[]): Promise<Filled> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const filled = await fillQueue(context, {
    address,
    perClass: PER_CLASS,
    killsAfterMs,
    prepare: async (page) => {
      await page
        .getByRole('contentinfo')
        .getByText(/Ready on WASM/)
        .waitFor();
      await page.getByRole('navigation').getByRole('link', { name: 'Compose' }).click();
      await page.getByRole('button', { name: 'Sample mask' }).click();
      await page.waitForTimeout(600); // a mask is kept within half a second
      await page.getByRole('navigation').getByRole('link', { name: 'Queue' }).click();
      await planEvenly(page, PER_CLASS);
    },
  });
  await context.close();
  return filled;
}

async function kills(): Promise<void> {
  const moments = [...uniform(Number(options.seed), Number(options.kills))].map((share) =>
    Math.round(share * LONGEST_LIFE_MS),
  );
  const whole = await fill([]);
  const killed = await fill(moments);
  const same = JSON.stringify(whole.samples) === JSON.stringify(killed.samples);
  await write('The kill test', [
    `A plan of ${8 * PER_CLASS} samples, the shipped bundle, the fast sampler. The tab's process is killed at ${killed.kills} random moments (seed ${options.seed}; up to ${LONGEST_LIFE_MS / 1000} s after the first sign of work) and the studio opened again; the same plan is filled without a kill.`,
    '',
    '| | |',
    '|---|---|',
    `| samples of both runs, byte for byte and record for record (but times) | ${same ? 'equal' : 'NOT equal'}, ${killed.samples.length} |`,
    `| accepted samples and decisions that were lost | ${killed.lost.length} |`,
    `| the mask on the Compose screen | ${killed.masksKept ? 'kept' : 'LOST'} |`,
    `| candidates that were begun more than once (bar: one a kill, ${killed.kills}) | ${killed.begunAgain} |`,
    `| time of the killed run over that of the whole one | ${(killed.seconds / whole.seconds).toFixed(2)} |`,
  ]);
}

async function forecast(): Promise<void> {
  const runs = await runForecast(browser, address);
  await write('The forecast', [
    'What is said to remain after three samples, over what then remained (bar: 0.8 to 1.2). "Time" takes the candidates as they turned out; "in all" has to guess, too, how many the gates will let pass.',
    '',
    '| plan | candidates made | of them accepted | time | in all |',
    '|---|---|---|---|---|',
    ...runs.map(
      ({ name, made, accepted, timeRatio, ratio }) =>
        `| ${name} | ${made} | ${accepted} | ${timeRatio.toFixed(2)} | ${ratio.toFixed(2)} |`,
    ),
  ]);
}

async function scale(): Promise<void> {
  const share = Number(options.samples) / 77_669;
  const wanted = Object.fromEntries(
    Object.entries(TO_THE_HEAD).map(([code, count]) => [code, Math.round(count * share)]),
  );
  const total = Object.values(wanted).reduce((sum, count) => sum + count, 0);
  const found = await runScale(browser, address, wanted);
  const words = ({ medianMs, p95Ms, worstMs }: { medianMs: number; p95Ms: number; worstMs: number }): string =>
    [medianMs, p95Ms, worstMs].map((ms) => ms.toFixed(0)).join(', ');
  await write('A plan up to the head', [
    `${total.toLocaleString('en')} samples, every class of ISIC 2019 up to its largest. A stand-in in place of the model makes a small grey picture at once; everything else is the studio as it is: masks, records, decisions, files. Between the moments below, storage is filled with copies of samples, thousands at a time, and the page loaded again.`,
    '',
    `| samples there | ${found.moments.map(({ samples }) => samples.toLocaleString('en')).join(' | ')} |`,
    `|---|${found.moments.map(() => '---|').join('')}`,
    `| frames of the Queue screen: median, 95th percentile, longest, in ms | ${found.moments.map(({ frames }) => words(frames)).join(' | ')} |`,
    `| JavaScript heap of the page, in MB | ${found.moments.map(({ heapMb }) => heapMb.toFixed(0)).join(' | ')} |`,
    `| a sample beside its making, over that at the first moment | ${found.moments.map(({ aSampleMs }) => (aSampleMs / (found.moments[0]?.aSampleMs ?? 1)).toFixed(2)).join(' | ')} |`,
    '',
    `The queue is kept in ${(found.queueBytes / 1000).toFixed(1)} kB, a sample's record with its recipe in ${(found.recordBytes / 1000).toFixed(1)} kB of JSON. After a reload all is there again in ${found.restoreSeconds.toFixed(0)} s, with no task of the page over ${found.longestRestoreTaskMs.toFixed(0)} ms. Review scrolls through all of them at frames of ${words(found.reviewFrames)} ms (median, 95th percentile, longest), drawn in software.`,
  ]);
}

const PARTS = { kills, forecast, scale };
try {
  for (const [name, part] of Object.entries(PARTS))
    if (options.only === undefined || options.only === name) await part();
} finally {
  await browser.close();
  await server.close();
}
console.log(`Written to ${options.out}.`);

/**
 * npm run bench:start: the built studio in a real browser, on WASM with the shipped bundle. How long a first visit and a second one take until the
 * model is ready, what of it each part took, and how long a first variant takes. Writes docs/results/start.md.
 *
 *   npm run bench:start -- [--times 3]
 */
import type { Page } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { preview } from 'vite';
import { choose, generate, paintMask } from '../e2e/support/studio';
import { median } from './median';
import { openBrowser } from './profileBrowser';
import { writeSection } from './sections';
import { ensureBuild, root } from './setup.mjs';

const { values: options } = parseArgs({
  options: {
    times: { type: 'string', default: '3' },
    out: { type: 'string', default: 'docs/results/start.md' },
  },
});
const HEAD =
  '# Start\n\nWritten by `npm run bench:start`; do not edit. The built studio in a real browser, served on loopback; every part names its day and machine.';
const TIMES = Number(options.times);
const WAIT_MS = 120_000;

/** Milliseconds from the request of the page. */
interface Visit {
  readonly usable: number;
  readonly loaded: number;
  readonly ready: number;
}

ensureBuild();
const server = await preview({ root, logLevel: 'warn', preview: { port: 0, strictPort: false } });
const address = `${server.resolvedUrls?.local[0] ?? ''}?ep=wasm#/compose`;
const [first, second, variant]: [Visit[], Visit[], number[]] = [[], [], []];
let version = '';
try {
  for (let time = 0; time < TIMES; time += 1) {
    const profile = await mkdtemp(join(tmpdir(), 'inlay-start-'));
    const { context, page, close } = await openBrowser(profile);
    try {
      version = context.browser()?.version() ?? '';
      first.push(await visit(page));
      variant.push(await firstVariant(page));
      await page.getByText('Works offline').waitFor();
      second.push(await visit(page));
    } finally {
      await close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    }
    console.log(first.at(-1), second.at(-1), variant.at(-1));
  }
} finally {
  await server.close();
}
const seconds = (values: readonly number[]): string => (median(values) / 1000).toFixed(1);
const row = (what: string, read: (visit: Visit) => number): string =>
  `| ${what} | ${seconds(first.map(read))} | ${seconds(second.map(read))} |`;
await writeSection(options.out, HEAD, 'On WASM', [
  `Seconds, the medians of ${TIMES} fresh profiles; a second visit is the same page again, from what the browser keeps.`,
  '',
  '| | first visit | second visit |',
  '|---|---|---|',
  row('until one can paint', ({ usable }) => usable),
  row('until the model is read and checked', ({ loaded }) => loaded),
  row('until the model is ready (goal: 8 and 4)', ({ ready }) => ready),
  `| a first variant, by the fast sampler, once it is | ${seconds(variant)} | |`,
  '',
  `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model ?? ''}, ${cpus().length} cores, Chromium ${version}.`,
]);
console.log(`Written to ${options.out}.`);

async function visit(page: Page): Promise<Visit> {
  await page.goto('about:blank');
  const began = performance.now();
  const since = (): number => performance.now() - began;
  await page.goto(address, { waitUntil: 'commit' });
  const status = page.getByTestId('model-status');
  const times = await Promise.all([
    page.getByLabel('Mask canvas').and(page.locator('[aria-busy=false]')).waitFor({ timeout: WAIT_MS }).then(since),
    status
      .getByText(/Proving|Ready/)
      .waitFor({ timeout: WAIT_MS })
      .then(since),
    status
      .getByText(/Ready on WASM/)
      .waitFor({ timeout: WAIT_MS })
      .then(since),
  ]);
  return { usable: times[0], loaded: times[1], ready: times[2] };
}

async function firstVariant(page: Page): Promise<number> {
  await paintMask(page);
  await choose(page, { variants: 1 });
  await page.getByLabel('Sampler', { exact: true }).selectOption('fast');
  const began = performance.now();
  await generate(page, 1);
  return performance.now() - began;
}

/**
 * npm run bench:opening: thousands of samples are read as a project is opened, and as they were before there were projects, in turn in one
 * browser. Writes its section of docs/results/export.md.
 *
 *   npm run bench:opening -- [--samples 10000] [--times 7]
 */
import type { Page } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { serve } from '../e2e/support/site';
import { ISIC_CODES } from '../src/contracts/classes';
import { encodePng } from '../src/core/provenance/png';
import { exampleMadeSample } from '../src/testing/samples';
import type { Opening } from './opening/stores.page';
import { bundledScript } from './bundledScript';
import { median } from './median';
import { openBrowser } from './profileBrowser';
import { EXPORT_HEAD, writeSection } from './sections';

const { values: options } = parseArgs({
  options: {
    samples: { type: 'string', default: '10000' },
    times: { type: 'string', default: '7' },
    out: { type: 'string', default: 'docs/results/export.md' },
  },
});
const SAMPLES = Number(options.samples);
const PER_CALL = 500;
/** What an image holds is not read. */
const PNG = encodePng({ width: 8, height: 8, data: new Uint8ClampedArray(256).fill(255) });
const WAYS = ['earlier', 'project'] as const;
type Way = (typeof WAYS)[number];

const files = new Map([
  ['/', '<!doctype html><title>Opening</title><script type="module" src="stores.page.js"></script>'],
  ['/stores.page.js', await bundledScript(new URL('opening/stores.page.ts', import.meta.url))],
  ['/stores.worker.js', await bundledScript(new URL('opening/stores.worker.ts', import.meta.url))],
]);
const server = await serve((request, response) => {
  const body = files.get(request.url ?? '');
  response.writeHead(body === undefined ? 404 : 200, {
    'content-type': request.url === '/' ? 'text/html' : 'text/javascript',
  });
  response.end(body);
});
const profile = await mkdtemp(join(tmpdir(), 'inlay-opening-'));
const { context, page, close } = await openBrowser(profile);
try {
  await openPage(page);
  await fill(page);
  const took: Record<Way, number[]> = { earlier: [], project: [] };
  for (let time = 0; time < Number(options.times); time += 1)
    for (const way of time % 2 === 0 ? WAYS : WAYS.toReversed()) {
      await openPage(page);
      const read = await page.evaluate((which) => (window as unknown as { opening: Opening }).opening.read(which), way);
      if (read.samples !== SAMPLES) throw new Error(`${way} gave ${read.samples} samples.`);
      took[way].push(read.ms);
    }
  console.log(took);
  const [earlier, project] = WAYS.map((way) => median(took[way]));
  const ratio = (project ?? 0) / (earlier ?? 0);
  const machine = `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model ?? ''}, ${cpus().length} cores, Chromium ${context.browser()?.version() ?? ''}.`;
  await writeSection(options.out, EXPORT_HEAD, 'Opening a project', [
    `${SAMPLES.toLocaleString('en')} samples, all decided, read by a fresh worker and handed to the page: by the code that opens a project, and by that of before there were projects, on the same samples as they were kept then. ${options.times} times each, in turn; the medians.`,
    '',
    '| | |',
    '|---|---|',
    `| a project, over the single place of before (bar 1) | ${ratio.toFixed(2)} |`,
    `| a project, in all | ${((project ?? 0) / 1000).toFixed(2)} s |`,
    '',
    machine,
  ]);
} finally {
  await close();
  await server.stop();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
}
console.log(`Written to ${options.out}.`);

async function openPage(opened: Page): Promise<void> {
  await opened.goto(server.url);
  await opened.waitForFunction(() => 'opening' in window);
}

async function fill(opened: Page): Promise<void> {
  for (let from = 0; from < SAMPLES; from += PER_CALL) {
    const samples = await Promise.all(
      Array.from({ length: Math.min(PER_CALL, SAMPLES - from) }, (_, i) => {
        const [seed, createdAt] = [from + i, new Date(1.77e12 + 1000 * (from + i)).toISOString()];
        return exampleMadeSample({ seed, createdAt, class: ISIC_CODES[seed % ISIC_CODES.length] ?? 'DF' });
      }),
    );
    await opened.evaluate(([saved, png]) => (window as unknown as { opening: Opening }).opening.fill(saved, png), [
      samples,
      Array.from(PNG),
    ] as const);
  }
}

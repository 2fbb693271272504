/**
 * npm run bench:evaluate: evaluates thousands of samples on thousands of real images in the built studio, as their owner does. The images
 * are given other names, so that the studio takes them for images that the bundle's encoder does not know. Writes docs/results/evaluate.md.
 *
 *   npm run bench:evaluate -- [--data DATA/ham10000] [--real 10000] [--samples 2000] [--out docs/results/evaluate.md]
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { ISIC_CODES } from '../src/contracts/classes';
import { drop, openDatasetScreen, withStudio } from './dataset/studioRun';
import { fillWithSamples } from './export/manySamples';
import { DATA } from './dataFolder';
import { frames, type Frames } from './frames';
import { realImages } from './realImages';
import { writeSection } from './sections';
import { ensureBuild } from './setup.mjs';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: join(DATA, 'ham10000') },
    real: { type: 'string', default: '10000' },
    samples: { type: 'string', default: '2000' },
    out: { type: 'string', default: 'docs/results/evaluate.md' },
  },
});
if (!existsSync(options.data)) {
  console.log(`${options.data} is missing: nothing is measured. See docs/results/evaluate.md for what was.`);
  process.exit(0);
}
ensureBuild();
const WAIT_MS = 60 * 60_000;

/** A folder a class, every file under a name that says nothing. */
async function unknownImages(into: string): Promise<void> {
  const images = (await realImages(options.data)).slice(0, Number(options.real));
  for (const code of ISIC_CODES) await mkdir(join(into, code), { recursive: true });
  for (const [n, { path, class: code }] of images.entries())
    await copyFile(join(options.data, path), join(into, code, `own-${n}.jpg`));
}

interface Found {
  readonly describeMs: number;
  readonly evaluateMs: number;
  readonly frames: Frames;
  readonly cancelMs: number;
}

async function run(page: Page): Promise<Found> {
  const start = page.getByRole('button', { name: 'Evaluate', exact: true });
  const comparing = page.getByText(/^Comparing classes/);
  const training = page.getByText(/^Training the classifier/);
  const began = performance.now();
  await start.click();
  await comparing.or(training).first().waitFor({ timeout: WAIT_MS });
  const described = performance.now();
  await training.waitFor({ timeout: WAIT_MS });
  const meanwhile = await frames(page);
  await page.getByRole('table', { name: 'Recall a class' }).waitFor({ timeout: WAIT_MS });
  const done = performance.now();
  await start.click(); // all is described by now
  await training.waitFor({ timeout: WAIT_MS });
  const cancelling = performance.now();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await start.waitFor();
  return {
    describeMs: described - began,
    evaluateMs: done - described,
    frames: meanwhile,
    cancelMs: performance.now() - cancelling,
  };
}

const folder = await mkdtemp(join(tmpdir(), 'inlay-real-'));
try {
  await unknownImages(folder);
  const [found, version] = await withStudio(async (browser, address) => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await openDatasetScreen(context, address);
    await fillWithSamples(page, Number(options.samples), 1);
    await page.reload();
    await drop(page, folder);
    await page.getByRole('table', { name: 'Class counts' }).waitFor();
    await page.getByRole('progressbar', { name: 'Thumbnails' }).waitFor({ state: 'detached' });
    await page.getByRole('navigation').getByRole('link', { name: 'Evaluate' }).click();
    return [await run(page), browser.version()];
  });
  console.log(found);
  const { medianMs, p95Ms, worstMs } = found.frames;
  const head =
    '# Evaluate\n\nWritten by `npm run bench:evaluate`; do not edit. The built studio in a real browser, on WASM; frames are drawn in software.';
  await writeSection(options.out, head, 'How long it takes', [
    `${Number(options.samples).toLocaleString('en')} samples, four in five of them accepted, on ${Number(options.real).toLocaleString('en')} real images of eight classes.`,
    '',
    '| | |',
    '|---|---|',
    `| describing all of them, once | ${(found.describeMs / 60_000).toFixed(1)} min |`,
    `| the evaluation after that (bar 120 s) | ${(found.evaluateMs / 1000).toFixed(0)} s |`,
    `| frames meanwhile: median, 95th percentile, longest, ms | ${[medianMs, p95Ms, worstMs].map((ms) => ms.toFixed(0)).join(', ')} |`,
    `| from Cancel until it can be started again | ${(found.cancelMs / 1000).toFixed(1)} s |`,
    '',
    `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model ?? ''}, ${cpus().length} cores, Chromium ${version}.`,
  ]);
} finally {
  await rm(folder, { recursive: true });
}
console.log(`Written to ${options.out}.`);

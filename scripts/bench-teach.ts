/**
 * npm run bench:teach: the built studio in a real browser, on WASM with the shipped bundle. How long it takes to show a class of drawn lesions to the
 * model, and a step of teaching it. Writes docs/results/teach.md.
 *
 *   npm run bench:teach -- [--steps 75]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { preview } from 'vite';
import { drawnDataset, openFolder } from '../e2e/support/drawnDataset';
import { openBrowser } from './profileBrowser';
import { writeSection } from './sections';
import { ensureBuild, root } from './setup.mjs';

const { values: options } = parseArgs({
  options: { steps: { type: 'string', default: '75' }, out: { type: 'string', default: 'docs/results/teach.md' } },
});
const HEAD =
  '# Classes of one’s own\n\nWritten by `npm run bench:teach`; do not edit. The built studio in a real browser, served on loopback.';
const STEPS = Number(options.steps);
const LESIONS = 14;
const WAIT_MS = 600_000;

ensureBuild();
const server = await preview({ root, logLevel: 'warn', preview: { port: 0, strictPort: false } });
const profile = await mkdtemp(join(tmpdir(), 'inlay-teach-'));
const folder = join(profile, 'clinic');
const { context, page, close } = await openBrowser(join(profile, 'browser'));
try {
  await drawnDataset(folder, { NV: 6, SPITZ: LESIONS });
  await page.goto(`${server.resolvedUrls?.local[0] ?? ''}?ep=wasm#/dataset`);
  await openFolder(page, folder);
  await page.getByRole('button', { name: 'Make SPITZ a class' }).click();
  await page
    .getByTestId('model-status')
    .getByText(/Ready on WASM/)
    .waitFor({ timeout: WAIT_MS });
  const known = page.getByRole('region', { name: 'What the model knows of SPITZ' });
  const showMs = await timed(async () => {
    await known.getByRole('button', { name: 'Show SPITZ' }).click();
    await known.getByText(/^Shown by/).waitFor({ timeout: WAIT_MS });
  });
  await known.getByRole('button', { name: 'Teach SPITZ' }).click();
  const firstMs = await timed(() => reached(1));
  const stepsMs = await timed(() => reached(STEPS));
  const held = (await known.getByText('Error on lesions').textContent()) ?? '';
  await known.getByRole('button', { name: 'Pause' }).click();
  await known.getByText('can go on where it was left').waitFor({ timeout: WAIT_MS });
  const stepMs = stepsMs / (STEPS - 1);
  await writeSection(options.out, HEAD, 'On WASM', [
    `${LESIONS} drawn lesions, their outlines looked for. A step has two views, forward and back; every 25th is followed by a look at held-out lesions, counted in.`,
    '',
    '| | |',
    '|---|---|',
    `| shown to the model, s | ${(showMs / 1000).toFixed(1)} |`,
    `| from the button to the first step of teaching, s | ${(firstMs / 1000).toFixed(1)} |`,
    `| a step, s (mean of ${STEPS - 1}) | ${(stepMs / 1000).toFixed(2)} |`,
    `| a whole plan of 300 steps at that pace, min (bar 30) | ${((firstMs + 300 * stepMs) / 60_000).toFixed(1)} |`,
    '',
    `The page said: ${held}`,
    '',
    `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model ?? ''}, ${cpus().length} cores, Chromium ${context.browser()?.version() ?? ''}.`,
  ]);
  console.log(`Written to ${options.out}.`);
} finally {
  await close();
  await server.close();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Waits until that many steps are behind. */
async function reached(step: number): Promise<void> {
  await page.waitForFunction(
    (wanted) => Number(/Step (\d+) of/.exec(document.body.innerText)?.[1] ?? -1) >= wanted,
    step,
    { timeout: WAIT_MS, polling: 100 },
  );
}

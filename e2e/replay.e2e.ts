/** The same recipe gives the same sample: another profile, another process of the browser, the same bytes. */
import { expect, test } from '@playwright/test';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openBag } from './support/bag';
import { choose, exportZip, generate, openStudio, paintMask, variants } from './support/studio';

test('a recipe replayed on WASM gives the identical pixels and image data', async ({ browser, baseURL }) => {
  const runs = [];
  for (let run = 0; run < 2; run += 1) {
    const context = await browser.newContext({ baseURL: baseURL ?? '', viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await openStudio(page, 'wasm');
    await paintMask(page);
    await choose(page, { class: 'MEL', variants: 1, steps: 4, seed: 77 });
    await generate(page, 1);
    await variants(page).getByRole('button', { name: 'Accept' }).click();
    const zip = await exportZip(page);
    const bag = await openBag(new Uint8Array(zip));
    if (run === 0) await replayOutside(zip);
    const [record] = bag.records;
    const png = bag.files.get(`data/images/${record?.id ?? ''}.png`) ?? new Uint8Array();
    runs.push({ id: record?.id, pixels: record?.pixelSha256, scores: record?.scores, data: imageData(png) });
    await context.close();
  }
  expect(runs[0]?.data.length).toBeGreaterThan(100);
  expect(runs[1]).toEqual(runs[0]);
});

/** On ONNX Runtime's native build in Node: at most a grey level apart, for it adds up in another order. */
async function replayOutside(zip: Buffer): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'inlay-'));
  const path = join(folder, 'set.zip');
  await writeFile(path, zip);
  const inlay = (...args: string[]) => promisify(execFile)(process.execPath, ['cli/inlay.mjs', ...args]);
  expect((await inlay('verify', path)).stdout).toContain('no fact contradicts another');
  const { stdout } = await inlay('replay', path, '--json');
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { maxDiff: number; madeOn: string });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({ madeOn: 'wasm' });
  expect(lines[0]?.maxDiff).toBeLessThanOrEqual(1);
  await rm(folder, { recursive: true });
}

/** The PNG without its text chunks, which hold the times of making and deciding. */
function imageData(png: Uint8Array): string {
  const view = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  const kept: Buffer[] = [];
  for (let at = 8; at < view.length;) {
    const end = at + 12 + view.readUInt32BE(at);
    if (!['tEXt', 'iTXt'].includes(view.toString('latin1', at + 4, at + 8))) kept.push(view.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept).toString('base64');
}

/** Files that would take all there is: each is refused by a limit or read in little memory, can be stopped, and stops nothing else. */
import { expect, test, type Page } from '@playwright/test';
import { zipSync } from 'fflate';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { packedChunk, pngOf } from '../src/testing/hostile';
import { testOnSmallModel } from './support/smallModel';
import { choose, generate, goTo, handIn, openStudio, paintMask, variants } from './support/studio';

const MIB = 2 ** 20;
const MOST_MIB = 500;
const SHARED = resolve('../shared/cases/hostile');

const file = (name: string, mimeType: string, bytes: Uint8Array) => ({ name, mimeType, buffer: Buffer.from(bytes) });

/** Megabytes that the page's process takes at most above what it has now, while something is done; 0 where Linux is not there to tell. */
async function growth(page: Page, work: () => Promise<void>): Promise<number> {
  const session = await page.context().browser()?.newBrowserCDPSession();
  const info = await session?.send('SystemInfo.getProcessInfo');
  const renderers = (info?.processInfo ?? []).filter(({ type }) => type === 'renderer').map(({ id }) => id);
  const now = async (): Promise<number> => {
    const sizes = await Promise.all(
      renderers.map(async (id) => {
        const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
        return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
      }),
    );
    return Math.max(0, ...sizes);
  };
  const before = await now();
  let most = before;
  const watch = setInterval(() => void now().then((mib) => (most = Math.max(most, mib))), 50);
  await work();
  clearInterval(watch);
  console.info(`from ${Math.round(before)} MB to ${Math.round(most)} MB`);
  return most - before;
}

function masks(count: number): Uint8Array {
  const annotations = Array.from({ length: count }, (_, id) => ({
    ...{ id, image_id: 1 },
    segmentation: { size: [8_000, 8_000], counts: [id + 1, 31_999_999, 32_000_000 - id] },
  }));
  const coco = { images: [{ id: 1, file_name: 'a.png', width: 8_000, height: 8_000 }], annotations };
  return new TextEncoder().encode(JSON.stringify(coco));
}

testOnSmallModel('images are refused by a limit, or opened in bounded memory', { tag: '@slow' }, async ({ page }) => {
  await openStudio(page, 'wasm');
  for (const [name, bytes, words] of [
    ['huge.png', pngOf({ width: 30_000, height: 30_000, dataBytes: 99 }), /at most 25 megapixels/],
    [
      'profile.png',
      pngOf({ width: 99, height: 99, chunks: [packedChunk('iCCP', 60 * MIB)] }),
      /profile\.png, iCCP unpacks to more than 8 MB/,
    ],
    ['long.png', pngOf({ width: 64_000, height: 64 }), /long\.png has 64000 x 64 pixels; no side may be longer/],
  ] as const) {
    expect(
      await growth(page, async () => {
        await handIn(page, 'Open image', file(name, 'image/png', bytes));
        await expect(page.getByRole('alert').filter({ hasText: words })).toBeVisible();
      }),
    ).toBeLessThan(MOST_MIB);
  }
  const large = file('large.png', 'image/png', pngOf({ width: 5_000, height: 5_000, colour: 2 }));
  expect(
    await growth(page, async () => {
      await handIn(page, 'Open image', large);
      await expect(page.getByRole('button', { name: /^large/ })).toBeVisible({ timeout: 60_000 });
    }),
  ).toBeLessThan(MOST_MIB);
});

testOnSmallModel(
  'outlines that take long can be stopped, and decisions are kept meanwhile',
  { tag: '@slow' },
  async ({ page }) => {
    await openStudio(page, 'wasm');
    await paintMask(page);
    await choose(page, { class: 'DF', variants: 1, steps: 2 });
    await generate(page, 1);
    await goTo(page, 'Queue');
    const reading = page.getByRole('status').filter({ hasText: /Reading coco\.json/ });
    expect(
      await growth(page, async () => {
        await page.locator('input[type=file][accept*=json]').first().waitFor({ state: 'attached' });
        const dropped = await page.evaluateHandle(
          (text) => {
            const data = new DataTransfer();
            data.items.add(new File([text], 'coco.json', { type: 'application/json' }));
            return data;
          },
          new TextDecoder().decode(masks(2_000)),
        );
        await page.dispatchEvent('body', 'drop', { dataTransfer: dropped });
        await expect(reading).toContainText(/\d+ of 2,?000/, { timeout: 60_000 });
        await goTo(page, 'Compose');
        await variants(page).first().getByRole('button', { name: 'Reject' }).click();
        await page.waitForTimeout(1_000);
      }),
    ).toBeLessThan(MOST_MIB);
    await reading.getByRole('button', { name: 'Cancel' }).click();
    await expect(reading).toHaveCount(0);
    await page.reload();
    await expect(page.getByRole('contentinfo')).toContainText('Ready on WASM', { timeout: 60_000 });
    await goTo(page, 'Review');
    await page.getByRole('grid', { name: 'Samples' }).getByRole('gridcell').first().click();
    await expect(page.getByRole('button', { name: /^Reject/, pressed: true })).toBeVisible();
  },
);

testOnSmallModel(
  'a data set is refused by what it unpacks to, or read in bounded memory',
  { tag: '@slow' },
  async ({ page }) => {
    await openStudio(page, 'wasm', 'dataset');
    const image = pngOf({ width: 99, height: 99 });
    const bomb = zipSync({ 'd/ISIC_1.png': image, 'd/meta.csv': new Uint8Array(60 * MIB) });
    expect(
      await growth(page, async () => {
        await handIn(page, 'Open zip', file('bomb.zip', 'application/zip', bomb));
        await expect(page.getByText(/d\/meta\.csv unpacks to more than 200 times its size/)).toBeVisible({
          timeout: 60_000,
        });
      }),
    ).toBeLessThan(MOST_MIB);
    const rows = Array.from({ length: 90_000 }, (_, i) => `ISIC_${i},mel,${(i * 48_271) % 2_147_483_647}\n`).join('');
    const table = new TextEncoder().encode(`image,dx,hash\n${rows.repeat(20)}`);
    const large = zipSync({ 'd/ISIC_1.png': image, 'd/meta.csv': table }, { level: 1 });
    const path = test.info().outputPath('large.zip');
    await writeFile(path, large);
    expect(
      await growth(page, async () => {
        await handIn(page, 'Open zip', path);
        await page.getByRole('button', { name: 'Cancel' }).click({ timeout: 60_000 });
        await expect(page.getByRole('button', { name: 'Open zip' })).toBeVisible({ timeout: 60_000 });
      }),
    ).toBeLessThan(MOST_MIB);
  },
);

testOnSmallModel('exports that hold too much are named by their sample', { tag: '@slow' }, async ({ page }) => {
  const names = ['E-png-900Mpx.zip', 'F-iccp-1.5GB.zip'].map((name) => resolve(SHARED, name));
  test.skip(!names.every(existsSync), `SKIPPED: ${SHARED} is not there.`);
  await openStudio(page, 'wasm', 'export');
  for (const name of names)
    expect(
      await growth(page, async () => {
        await handIn(page, 'Open an export', name);
        await expect(page.getByText(/SYN_6c1483d85659.*(at most 25 million|more than 8 MB)/)).toBeVisible({
          timeout: 30_000,
        });
      }),
    ).toBeLessThan(MOST_MIB);
});

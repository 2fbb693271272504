/**
 * The main states look as they did: pictures in e2e/looks, of Linux with the fonts and the browser named in e2e/looks/made-with.json; elsewhere
 * text falls differently, and the story is skipped. After a wanted change: npx playwright test e2e/looks.e2e.ts --update-snapshots
 */
import { expect, type Page } from '@playwright/test';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { drawnDataset, openFolder } from './support/drawnDataset';
import { testOnSmallModel } from './support/smallModel';
import { choose, generate, goTo, openStudio, paintMask, variants } from './support/studio';

const MADE_WITH = 'e2e/looks/made-with.json';

interface Look {
  readonly platform: string;
  readonly chromium: string;
  readonly widths: readonly number[];
}

/** What decides how text falls. */
async function look(page: Page): Promise<Look> {
  const widths = await page.evaluate(() => {
    const context = document.createElement('canvas').getContext('2d');
    if (!context) return [];
    return ['400 14px', '600 20px', '400 12px'].map((font) => {
      context.font = `${font} ${getComputedStyle(document.body).fontFamily}`;
      return context.measureText('Hamburgefonstiv 0123456789 öß').width;
    });
  });
  const version = page.context().browser()?.version().split('.')[0] ?? '';
  return { platform: process.platform, chromium: version, widths };
}

/** Whether the pictures were made like this; writes how, where they are made anew. */
async function isAlike(page: Page, isUpdating: boolean): Promise<boolean> {
  const now = await look(page);
  if (isUpdating) {
    await mkdir('e2e/looks', { recursive: true });
    await writeFile(MADE_WITH, `${JSON.stringify(now)}\n`);
  }
  return existsSync(MADE_WITH) && isDeepStrictEqual(JSON.parse(await readFile(MADE_WITH, 'utf8')), now);
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await expect(page).toHaveScreenshot(`${name}.png`, {
    animations: 'disabled',
    caret: 'hide',
    mask: [page.getByRole('contentinfo')], // bytes used and offline readiness
    maxDiffPixelRatio: 0.01,
    timeout: 30_000,
  });
}

const SIZES = [
  { name: 'light-1440', width: 1440, height: 900, colorScheme: 'light' },
  { name: 'dark-1024', width: 1024, height: 768, colorScheme: 'dark' },
  { name: 'light-390', width: 390, height: 844, colorScheme: 'light' },
] as const;

testOnSmallModel('the main states look as they did', { tag: '@slow' }, async ({ page }, info) => {
  /** @param bring brings into sight what it is about */
  const inEverySize = async (state: string, bring = (): Promise<void> => Promise.resolve()): Promise<void> => {
    for (const { name, width, height, colorScheme } of SIZES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height });
      await bring();
      await shoot(page, `${state}-${name}`);
    }
  };
  await openStudio(page, 'wasm');
  const updating = ['all', 'changed'].includes(info.config.updateSnapshots);
  testOnSmallModel.skip(
    !(await isAlike(page, updating)),
    'The pictures were made with other fonts or another browser.',
  );
  await inEverySize('first-visit');
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 1440, height: 900 });
  await paintMask(page);
  await choose(page, { class: 'BCC', variants: 2, steps: 2, seed: 3 });
  await generate(page, 2);
  await variants(page).first().getByRole('button', { name: 'Accept' }).click();
  await page.getByRole('combobox', { name: 'Compare', exact: true }).selectOption('Slider');
  await inEverySize('compose');
  for (const screen of ['Review', 'Queue', 'Export']) {
    await goTo(page, screen);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(screen);
    await page.waitForTimeout(500); // pictures are read
    await inEverySize(screen.toLowerCase());
  }
  const folder = info.outputPath('mine');
  await drawnDataset(folder, { DF: 24, NV: 24 });
  await openFolder(page, folder);
  const coverage = page.getByRole('region', { name: 'Coverage' });
  await expect(coverage.getByRole('status')).toHaveCount(0);
  await coverage.getByRole('button', { name: 'Size' }).click();
  await coverage.getByRole('button', { name: /^DF dermatofibroma, small/ }).click();
  await inEverySize('dataset', () => coverage.evaluate((element) => element.scrollIntoView()));
  await goTo(page, 'Review');
  await page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Map' }).click();
  await page.getByRole('button', { name: 'Describe and draw' }).click();
  const map = page.getByRole('application', { name: 'Map of real images and samples' });
  await expect(map).toHaveAttribute('data-points', '50', { timeout: 60_000 });
  await inEverySize('map', () => map.scrollIntoViewIfNeeded());
});

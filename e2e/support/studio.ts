/** Steps that several stories share, by role and name as a person finds things. */
import { expect, type FileChooser, type Locator, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';

import { zipOf, type BundleFolder } from './bundles';

export type Provider = 'wasm' | 'webgpu';

/** Opens a screen with a forced execution provider and waits until the model is ready. */
export async function openStudio(page: Page, provider: Provider, screen = 'compose'): Promise<void> {
  await page.goto(`/?ep=${provider}#/${screen}`);
  const name = provider === 'wasm' ? /Ready on WASM/ : /Ready on WebGPU/;
  await expect(page.getByRole('contentinfo')).toContainText(name, { timeout: 120_000 });
}

/** Goes to a screen by its link in the navigation. */
export async function goTo(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
}

/** Presses a button that asks for files, and gives it these. */
export async function handIn(page: Page, button: string, files: Parameters<FileChooser['setFiles']>[0]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: button }).click();
  await (await chooser).setFiles(files);
}

/** Paints the same blob in the middle of the canvas each time. */
export async function paintMask(page: Page): Promise<void> {
  const canvas = page.getByLabel('Mask canvas');
  const box = await canvas.boundingBox();
  if (!box) throw new Error('The canvas has no box.');
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  await page.mouse.move(x - 60, y);
  await page.mouse.down();
  for (let i = 1; i <= 10; i += 1) await page.mouse.move(x - 60 + 12 * i, y + 24 * Math.sin(i));
  await page.mouse.up();
}

export interface Settings {
  readonly class?: string;
  readonly variants: number;
  /** Left as they are when left out: the fast sampler has its own. */
  readonly steps?: number;
  readonly seed?: number;
}

export async function choose(page: Page, settings: Settings): Promise<void> {
  if (settings.class !== undefined) await page.getByLabel('Class', { exact: true }).selectOption(settings.class);
  await page.getByRole('spinbutton', { name: 'Variants' }).fill(String(settings.variants));
  if (settings.steps !== undefined) await page.getByRole('spinbutton', { name: 'Steps' }).fill(String(settings.steps));
  if (settings.seed !== undefined) await page.getByRole('spinbutton', { name: 'Seed' }).fill(String(settings.seed));
}

export function variants(page: Page): Locator {
  return page.getByRole('list', { name: 'Variants' }).getByRole('listitem');
}

/** Presses Generate and waits until every variant has its verdict. */
export async function generate(page: Page, count: number): Promise<void> {
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect(page.getByRole('button', { name: 'Accept', exact: true })).toHaveCount(count, { timeout: 150_000 });
  await expect(page.getByRole('button', { name: 'Generate' })).toBeVisible();
}

/** Presses Export zip, waits for the check and saves the file. @returns its bytes */
export async function exportZip(page: Page): Promise<Buffer> {
  await goTo(page, 'Export');
  await page.getByRole('button', { name: 'Export zip' }).click();
  const link = page.getByRole('link', { name: /^Save .*\.zip$/ });
  await expect(link).toBeVisible({ timeout: 60_000 });
  const download = page.waitForEvent('download');
  await link.click();
  return readFile(await (await download).path());
}

/** Every address that the page, its workers and its service worker asked for, outside of `origin`. */
export function watchTraffic(page: Page, origin: string): string[] {
  const strangers: string[] = [];
  page.context().on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(blob|data):/.test(url)) strangers.push(url);
  });
  return strangers;
}

/** Imports a bundle as a zip on the Models screen. */
export async function importBundle(page: Page, folder: BundleFolder): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import bundle' }).click();
  await (await chooser).setFiles({ name: 'bundle.zip', mimeType: 'application/zip', buffer: await zipOf(folder) });
}

/** A person opens her data set, sees its tail, corrects what was read, and finds it again after a reload. */
import { expect, test, type Page } from '@playwright/test';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { DATA } from '../scripts/dataFolder';
import { openBag } from './support/bag';
import { zipOf } from './support/bundles';
import { testOnSmallModel } from './support/smallModel';
import { choose, exportZip, generate, goTo, openStudio, paintMask, variants, handIn } from './support/studio';

const HAM = resolve(DATA, 'ham10000');

/** A picture of a brown spot on skin. */
function spot(at: number): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="240"><rect width="320" height="240" fill="rgb(${220 - at},160,140)"/>
    <circle cx="160" cy="120" r="${30 + at}" fill="#6b3a2a"/></svg>`;
  return sharp(Buffer.from(svg)).jpeg().toBuffer();
}

/** Twelve images of three folders, one of them under a name of its own, one empty, one twice. */
async function tree(): Promise<Record<string, Buffer>> {
  const files: Record<string, Buffer> = { 'nevus/empty.jpg': Buffer.alloc(0) };
  for (let at = 0; at < 7; at += 1) files[`nevus/n${at}.jpg`] = await spot(at);
  for (let at = 0; at < 3; at += 1) files[`DF/d${at}.jpg`] = await spot(10 + at);
  files['DF/again.jpg'] = await spot(10);
  files['Knoten/ä.jpg'] = await spot(20);
  return files;
}

async function onDisk(folder: string, files: Record<string, Buffer>): Promise<string> {
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  return folder;
}

function row(page: Page, name: RegExp) {
  return page.getByRole('table', { name: 'Class counts' }).getByRole('row', { name });
}

test('a folder is opened, corrected, reloaded and opened again', async ({ page }, info) => {
  await page.goto('/?ep=wasm#/dataset');
  const folder = await onDisk(info.outputPath('my set'), await tree());
  await handIn(page, 'Open folder', folder);
  await expect(row(page, /NV melanocytic nevus/)).toContainText('7');
  await expect(row(page, /NV melanocytic nevus/)).toContainText('head');
  await expect(row(page, /DF dermatofibroma/)).toContainText('3');
  await expect(page.getByRole('progressbar', { name: 'Thumbnails' })).toHaveCount(0);
  const odd = page.getByRole('list', { name: 'Oddities' });
  await expect(odd).toContainText('1 image cannot be read');
  await expect(odd).toContainText('1 image is the same file as another one');
  await expect(odd).toContainText('Knoten');

  await page.getByLabel('Class of Knoten').selectOption({ label: 'VASC vascular lesion' });
  await expect(row(page, /VASC vascular lesion/)).toContainText('1');
  await page.getByRole('button', { name: 'VASC vascular lesion', exact: true }).click();
  await expect(page.getByText('1 of 13 images')).toBeVisible();
  const cell = page.getByRole('gridcell', { name: 'ä, VASC' });
  await cell.click();
  await expect(page.getByRole('complementary', { name: 'Image ä' })).toContainText('Knoten/ä.jpg');
  await page.getByLabel('Images', { exact: true }).press('Escape');
  await expect(page.getByRole('complementary', { name: 'Image ä' })).toHaveCount(0);

  await page.reload();
  await expect(row(page, /VASC vascular lesion/)).toContainText('1');
  await expect(page.getByText('Open the same folder or zip again to go on')).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Images' }).locator('img').first()).toBeVisible();
  await handIn(page, 'Open folder', folder);
  await expect(page.getByText('Open the same folder or zip again to go on')).toHaveCount(0);
  await expect(row(page, /VASC vascular lesion/)).toContainText('1');

  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page.getByText('What is understood')).toBeVisible();
  expect(await readFile(join(folder, 'Knoten/ä.jpg'))).toEqual(await spot(20));
});

test('a zip is opened; a second tab shows it and cannot change it; a zip of nothing leaves it as it is', async ({
  page,
}) => {
  await page.goto('/?ep=wasm#/dataset');
  const openZip = async (buffer: Buffer): Promise<void> => {
    await handIn(page, 'Open zip', { name: 'set.zip', mimeType: 'application/zip', buffer });
  };
  const files = await tree();
  const rows = Object.keys(files).map((path) => `${path},${path.startsWith('DF') ? 'DF' : 'nevus'},`);
  const table = `file_name,label,note\n${rows.join('\n')}\nmissing.jpg,DF,"=1+1"\n`;
  await openZip(await zipOf(new Map(Object.entries({ ...files, 'metadata.csv': Buffer.from(table) }))));
  await expect(row(page, /NV melanocytic nevus/)).toContainText('8');
  await expect(page.getByRole('list', { name: 'Oddities' })).toContainText('1 row names an image that is not here');

  const second = await page.context().newPage();
  await second.goto('/?ep=wasm#/dataset');
  await expect(second.getByText('Another tab of the studio has this data set open')).toBeVisible();
  await expect(row(second, /NV melanocytic nevus/)).toContainText('8');
  await expect(second.getByRole('button', { name: 'Open folder' })).toHaveCount(0);

  await openZip(await zipOf(new Map([['readme.txt', Buffer.from('nothing')]])));
  await expect(page.getByText('There is no image in set.')).toBeVisible();
  await expect(row(page, /NV melanocytic nevus/)).toContainText('8');
});

testOnSmallModel('the gates are fitted on her own images, and say so in what leaves', async ({ page }, info) => {
  await openStudio(page, 'wasm', 'dataset');
  const files: Record<string, Buffer> = {};
  for (let at = 0; at < 24; at += 1) files[`${at % 2 === 0 ? 'DF' : 'NV'}/Mrs Smith ${at}.jpg`] = await spot(at);
  await handIn(page, 'Open folder', await onDisk(info.outputPath('clinic'), files));
  await page.getByRole('button', { name: 'Fit on this data set' }).click();
  const gates = page.getByRole('region', { name: 'Gates' });
  await expect(gates).toContainText('images of clinic, fitted on', { timeout: 60_000 });
  await expect(gates.getByRole('list', { name: 'Small classes' })).toContainText(/NV \d+, DF \d+/);
  await expect(gates).toContainText('Not scored, for want of images: MEL, BCC, AK, BKL, VASC, SCC.');

  await page.reload();
  await expect(gates).toContainText('images of clinic, fitted on', { timeout: 60_000 });
  await goTo(page, 'Compose');
  await expect(page.getByRole('contentinfo')).toContainText('Ready on WASM', { timeout: 60_000 });
  await paintMask(page);
  await choose(page, { class: 'DF', variants: 1, steps: 1 });
  await generate(page, 1);
  await expect(variants(page)).toContainText(/Credible|Doubtful/);
  await variants(page).getByRole('button', { name: 'Accept' }).click();
  await goTo(page, 'Review');
  const nearest = page.getByRole('list', { name: 'Nearest real images' });
  await expect(nearest.getByRole('img', { name: /^Real image own-/ })).toHaveCount(4);
  const { records, files: exported } = await openBag(new Uint8Array(await exportZip(page)));
  expect(records[0]?.environment.comparedWith?.images).toBeGreaterThan(15);
  expect(records[0]?.nearestReal?.id).toMatch(/^own-[0-9a-f]{12}$/);
  for (const bytes of exported.values()) expect(Buffer.from(bytes).includes('Smith')).toBe(false);

  await goTo(page, 'Dataset');
  await page.getByRole('button', { name: 'Compare with the bundle' }).click();
  await expect(gates).toContainText('compared with the real images of the bundle');
});

test('the whole of HAM10000 dropped as a folder has the numbers that are known of it', async ({ page }) => {
  test.skip(!existsSync(HAM), 'the real images are not here');
  await page.goto('/?ep=wasm#/dataset');
  await expect(page.getByText('drop a folder or a zip here')).toBeVisible();
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [HAM], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 700, y: 500, data });
  for (const [code, images, lesions] of [
    ['MEL', '1,113', '614'],
    ['SCC', '197', '140'],
    ['DF', '115', '73'],
  ] as const) {
    await expect(row(page, new RegExp(`^${code} `))).toContainText(images, { timeout: 60_000 });
    await expect(row(page, new RegExp(`^${code} `))).toContainText(lesions);
  }
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
});

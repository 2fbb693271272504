/** What leaves the studio: the same bytes each time, and every program that others use opens it. */
import { expect, type Page } from '@playwright/test';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { drawnDataset, openFolder } from './support/drawnDataset';
import { lines, openBag } from './support/bag';
import { zipOf } from './support/bundles';
import { testOnSmallModel } from './support/smallModel';
import { choose, exportZip, generate, goTo, openStudio, paintMask, variants, handIn } from './support/studio';
import { damageSample } from './support/stored';

const PYTHON = process.env['INLAY_PYTHON'] ?? join(process.cwd(), 'training/.venv/bin/python');

/** Two samples, one accepted and one rejected. */
async function makeTwo(page: Page): Promise<void> {
  await openStudio(page, 'wasm');
  await paintMask(page);
  await choose(page, { class: 'DF', variants: 2, steps: 2, seed: 5 });
  await generate(page, 2);
  await variants(page).first().getByRole('button', { name: 'Accept' }).click();
  await variants(page).last().getByRole('button', { name: 'Reject' }).click();
}

testOnSmallModel('a set is exported twice and gives the same bytes, which other programs open', async ({ page }) => {
  await makeTwo(page);
  const zip = await exportZip(page);
  await page.reload();
  expect((await exportZip(page)).equals(zip)).toBe(true);

  await page.getByLabel('Images in the set').selectOption('all');
  await page.getByLabel('Name', { exact: true }).fill('../../home/set');
  await goTo(page, 'Review'); // what was set stays
  const all = await exportZip(page);
  await expect(page.getByRole('link', { name: 'Save home-set.zip' })).toBeVisible();
  const bag = await openBag(new Uint8Array(all));
  expect(bag.records.map(({ decision }) => decision?.outcome).sort()).toEqual(['accepted', 'rejected']);
  expect(bag.text('data/README.md')).toContain('1 accepted, 1 rejected, 0 undecided');

  if (!existsSync(PYTHON)) {
    console.log('SKIPPED: the libraries of other programs, because their Python environment is not there (npm test).');
    return;
  }
  const found = await readByOthers(all);
  expect(found).toMatchObject({
    bagit: { valid: true },
    datasets: { rows: 2, labels: ['DF'], masks: true },
    pycocotools: { annotations: 2, masks: true },
    mlcroissant: { rows: 2, images: true, errors: [], warnings: [] },
    pandas: {
      columns: ['image', 'MEL', 'NV', 'BCC', 'AK', 'BKL', 'DF', 'VASC', 'SCC', 'UNK'],
      one_hot: true,
      classes: ['DF', 'DF'],
      backgrounds_on_one_side: true,
    },
    pillow: {
      records: 2,
      marks: ['http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia'],
    },
    prov: { Activity: 4, Derivation: 2, Generation: 4 },
  });
});

testOnSmallModel('a file is written straight to the disk, or none where none is chosen', async ({ page }) => {
  // The picker itself is the browser's; what it gives is a real file handle.
  await page.addInitScript(() => {
    Object.assign(window, {
      showSaveFilePicker: async () => {
        if (sessionStorage.getItem('chosen') === null) throw new DOMException('The user aborted.', 'AbortError');
        return (await navigator.storage.getDirectory()).getFileHandle('chosen.zip', { create: true });
      },
    });
  });
  await makeTwo(page);
  await goTo(page, 'Export');
  await page.getByRole('button', { name: 'Write to a file' }).click();
  await expect(page.getByText('No file was chosen. Nothing was written; your samples are kept.')).toBeVisible();
  await page.evaluate(() => sessionStorage.setItem('chosen', 'yes'));
  await page.getByRole('button', { name: 'Write to a file' }).click();
  await expect(page.getByText(/chosen\.zip is written .* files match their hashes/)).toBeVisible();
  await expect(page.getByText('No file was chosen')).toBeHidden();
  const bytes = await page.evaluate(async () => {
    const handle = await (await navigator.storage.getDirectory()).getFileHandle('chosen.zip');
    return Array.from(new Uint8Array(await (await handle.getFile()).arrayBuffer()));
  });
  const bag = await openBag(Uint8Array.from(bytes));
  expect(bag.records).toHaveLength(1);
});

testOnSmallModel(
  'a sample whose pixels are gone is named, and a full disk loses nothing',
  async ({ page, baseURL }) => {
    await makeTwo(page);
    await goTo(page, 'Export');
    const cdp = await page.context().newCDPSession(page);
    const usage = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
    // There is storage for the beginning, and none for the rest.
    await cdp.send('Storage.overrideQuotaForOrigin', { origin: baseURL ?? '', quotaSize: usage + 20_000 });
    await page.getByRole('button', { name: 'Export zip' }).click();
    await expect(page.getByText('There is no storage left on this device for the export.')).toBeVisible();
    await cdp.send('Storage.overrideQuotaForOrigin', { origin: baseURL ?? '' });
    const bag = await openBag(new Uint8Array(await exportZip(page)));
    expect(bag.records).toHaveLength(1);
    const decided = lines(bag.text('data/decisions.csv')).map((row) => row.split(','));
    const rejected = decided.find((row) => row[2] === 'rejected')?.[0] ?? '';

    await damageSample(page, rejected);
    await page.getByLabel('Images in the set').selectOption('all');
    await page.getByRole('button', { name: 'Export zip' }).click();
    await expect(page.getByText('1 sample is not in it:')).toBeVisible();
    await expect(page.getByText(`The image of ${rejected} is not what was saved`)).toBeVisible();
  },
);

testOnSmallModel(
  'an exported zip is opened again, checked, and its sample made again to the same pixels',
  async ({ page }) => {
    await openStudio(page, 'wasm');
    await paintMask(page);
    await choose(page, { class: 'VASC', variants: 1, steps: 3, seed: 11 });
    await generate(page, 1);
    await variants(page).getByRole('button', { name: 'Accept' }).click();
    const zip = await exportZip(page);
    const card = page.getByRole('region', { name: 'Make a sample again' });
    await handIn(page, 'Open an export', { name: 'set.zip', mimeType: 'application/zip', buffer: zip });
    await expect(card.getByText('set.zip is intact: 1 sample, 11 files, each as its hash says.')).toBeVisible();
    await expect(card.getByText('It is consistent: no fact in it contradicts another.')).toBeVisible();
    await expect(card.getByText('It is signed with the key of this device:')).toBeVisible();
    await expect(card.getByText('Not checked:')).toHaveCount(0); // the background is here
    await page.getByLabel('Sign it with the key of this device').uncheck();
    await handIn(page, 'Open an export', {
      name: 'plain.zip',
      mimeType: 'application/zip',
      buffer: await exportZip(page),
    });
    await expect(card.getByText('It is not signed: consistent; anyone could have written it.')).toBeVisible();
    await card.getByRole('button', { name: /^Replay SYN_/ }).click();
    await expect(card.getByText('the same pixels')).toBeVisible({ timeout: 60_000 });
    await expect(card.getByRole('img', { name: /^Difference, eight times/ })).toBeVisible();

    const damaged = Buffer.from(zip);
    const at = damaged.indexOf('data/GroundTruth.csv') + 60;
    damaged.writeUInt8(damaged.readUInt8(at) ^ 1, at);
    await handIn(page, 'Open an export', { name: 'damaged.zip', mimeType: 'application/zip', buffer: damaged });
    await expect(card.getByRole('alert')).toContainText('damaged.zip is not intact:');
    await expect(card.getByRole('alert')).toContainText('GroundTruth.csv');
    await expect(card.getByRole('button', { name: /^Replay SYN_/ })).toBeEnabled(); // the image is whole

    await handIn(page, 'Open an export', {
      name: 'notes.zip',
      mimeType: 'application/zip',
      buffer: Buffer.from('hello'),
    });
    await expect(page.getByText('The file cannot be opened. It is not a zip, or it is damaged.')).toBeVisible();
    await handIn(page, 'Open an export', {
      name: 'other.zip',
      mimeType: 'application/zip',
      buffer: await zipOf(new Map([['x.txt', new Uint8Array([1])]])),
    });
    await expect(page.getByText(/It is a zip, but no export of Inlay/)).toBeVisible();
  },
);

async function readByOthers(zip: Buffer): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'inlay-'));
  try {
    await writeFile(join(folder, 'set.zip'), zip);
    const { stdout } = await promisify(execFile)(PYTHON, ['e2e/exportChecks/read_export.py', join(folder, 'set.zip')]);
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as unknown;
  } finally {
    await rm(folder, { recursive: true });
  }
}

testOnSmallModel(
  'a set is exported in the layout of a trainer, and with the training images of the data set',
  async ({ page }, info) => {
    await makeTwo(page);
    await goTo(page, 'Export');
    const layout = page.getByLabel('Layout');
    await layout.selectOption({ label: 'a folder a class, for PyTorch and Keras' });
    await expect(page.getByText('ImageFolder of torchvision and Keras read it in one line.')).toBeVisible();
    const folders = Object.keys(unzipSync(new Uint8Array(await exportZip(page))));
    expect(folders.filter((path) => /^(train|val|test)\/DF\/SYN_\w+\.png$/.test(path))).toHaveLength(1);
    await expect(page.getByText('README.md in it says how it is loaded.')).toBeVisible();

    await layout.selectOption({ label: 'with your own training images' });
    await expect(
      page.getByText('This layout needs your images: the data set open, and scanned to its end.'),
    ).toBeVisible();
    await expect(page.getByRole('button', { name: 'Export zip' })).toBeDisabled();
    await drawnDataset(info.outputPath('drawn'), { nv: 8, df: 4 });
    await openFolder(page, info.outputPath('drawn'));
    const files = unzipSync(new Uint8Array(await exportZip(page)));
    const [, ...rows] = new TextDecoder().decode(files['train.csv']).trim().split('\r\n');
    const named = rows.map((row) => row.split(',')[0] ?? '');
    expect(Object.keys(files).sort()).toEqual([...named, 'README.md', 'train.csv'].sort());
    expect(rows.filter((row) => row.includes(',True,'))).toHaveLength(1);
    const real = rows.filter((row) => row.includes(',False,')).length;
    expect(real).toBeGreaterThan(2);
    expect(real).toBeLessThan(12); // the others are for validation and test
  },
);

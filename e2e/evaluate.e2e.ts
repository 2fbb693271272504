/** Evaluate: what is missing is said, then the set is compared with the person's own images, and the answer leaves as a page. */
import { expect, type Page } from '@playwright/test';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { fillWithSamples } from '../scripts/export/manySamples';
import { violationsInBothThemes } from './support/axe';
import { testOnSmallModel } from './support/smallModel';
import { goTo, openStudio, handIn } from './support/studio';

/** Discs on skin: of every class as many, no two alike. */
async function drawnDataset(folder: string, classes: readonly string[], each: number): Promise<void> {
  for (const [at, code] of classes.entries()) {
    await mkdir(join(folder, code), { recursive: true });
    for (let n = 0; n < each; n += 1) {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="160" height="120"><rect width="160" height="120" fill="rgb(220,${150 + n},140)"/>
        <circle cx="${70 + n}" cy="60" r="${16 + 4 * at + (n % 5)}" fill="rgb(${90 + 30 * at},${50 + n},${40 + 2 * n})"/></svg>`;
      await writeFile(join(folder, code, `${code}${n}.png`), await sharp(Buffer.from(svg)).png().toBuffer());
    }
  }
}

async function openFolder(page: Page, folder: string): Promise<void> {
  await goTo(page, 'Dataset');
  await handIn(page, 'Open folder', folder);
  await expect(page.getByRole('table', { name: 'Class counts' })).toBeVisible();
  await expect(page.getByRole('progressbar', { name: 'Thumbnails' })).toHaveCount(0);
}

testOnSmallModel('a set is evaluated on the person’s own images, and the answer is saved', async ({ page }, info) => {
  await openStudio(page, 'wasm', 'evaluate');
  const start = page.getByRole('button', { name: 'Evaluate', exact: true });
  await expect(page.getByText('Open a data set with labels on the Dataset screen first')).toBeVisible();
  await fillWithSamples(page, 64, 1);
  await page.reload();

  const alone = info.outputPath('alone');
  await drawnDataset(alone, ['NV'], 12);
  await openFolder(page, alone);
  await goTo(page, 'Evaluate');
  await start.click();
  await expect(page.getByRole('alert')).toContainText('All real images are of one class.');
  await expect(page.getByRole('alert')).toContainText('your samples are kept');

  const folder = info.outputPath('real');
  await drawnDataset(folder, ['DF', 'NV', 'VASC'], 12);
  await openFolder(page, folder);
  await goTo(page, 'Evaluate');
  await start.click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(start).toBeVisible();
  await start.click();
  const recall = page.getByRole('table', { name: 'Recall a class' });
  await expect(recall.getByRole('row', { name: /DF dermatofibroma/ })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/samples (help|make) this classifier/)).toBeVisible();
  await expect(
    page.getByRole('table', { name: 'Gain over each control' }).getByRole('row', { name: /^real images alone/ }),
  ).toContainText(/better|worse|not shown yet/);
  await expect(page.getByRole('table', { name: 'Training sets' }).getByRole('row')).toHaveCount(8);
  await expect(page.getByRole('table', { name: 'Quality of the accepted samples' })).toContainText(
    'KID between halves',
  );
  expect(await violationsInBothThemes(page)).toEqual({});

  await page.reload();
  await expect(recall).toBeVisible();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as a page' }).click();
  const report = await readFile(await (await saving).path(), 'utf8');
  expect(report).toContain('<h2>Does it help?</h2>');
  expect(report).toContain('Over real images alone: balanced accuracy');
});

testOnSmallModel(
  'a data set without labels, or without accepted samples, is said to be too little',
  async ({ page }, info) => {
    await openStudio(page, 'wasm', 'evaluate');
    const folder = info.outputPath('unlabelled');
    await drawnDataset(folder, ['photos'], 3);
    await openFolder(page, folder);
    await goTo(page, 'Evaluate');
    await expect(page.getByText('No sample is accepted yet. Accept some in Review.')).toBeVisible();
    await fillWithSamples(page, 16, 1);
    await page.reload();
    await openFolder(page, folder);
    await goTo(page, 'Evaluate');
    await page.getByRole('button', { name: 'Evaluate', exact: true }).click();
    await expect(page.getByRole('alert')).toContainText('No real image has a class that the studio knows.');
  },
);

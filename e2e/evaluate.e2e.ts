/** Evaluate: what is missing is said, then the set is compared with the person's own images, and the answer leaves as a page. */
import { expect } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { fillWithSamples } from '../scripts/export/manySamples';
import { violationsInBothThemes } from './support/axe';
import { drawnDataset, openFolder } from './support/drawnDataset';
import { testOnSmallModel } from './support/smallModel';
import { goTo, openStudio } from './support/studio';

testOnSmallModel('a set is evaluated on the person’s own images, and the answer is saved', async ({ page }, info) => {
  await openStudio(page, 'wasm', 'evaluate');
  const start = page.getByRole('button', { name: 'Evaluate', exact: true });
  await expect(page.getByText('Open a data set with labels on the Dataset screen first')).toBeVisible();
  await fillWithSamples(page, 64, 1);
  await page.reload();

  const alone = info.outputPath('alone', 'mine');
  await drawnDataset(alone, { NV: 12 });
  await openFolder(page, alone);
  await goTo(page, 'Evaluate');
  await start.click();
  await expect(page.getByRole('alert')).toContainText('All real images are of one class.');
  await expect(page.getByRole('alert')).toContainText('your samples are kept');

  const folder = info.outputPath('whole', 'mine'); // a set of the same name stays in the project
  await drawnDataset(folder, { DF: 12, NV: 12, VASC: 12 });
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
    await drawnDataset(folder, { photos: 3 });
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

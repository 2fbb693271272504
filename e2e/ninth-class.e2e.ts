/** A data set with a ninth label: one press makes it a class, a bundle that knows it paints it, and it leaves in a set that others can check. */
import { expect } from '@playwright/test';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { violationsInBothThemes } from './support/axe';
import { lines, openBag } from './support/bag';
import { withNinthClass } from './support/bundles';
import { drawnDataset, openFolder } from './support/drawnDataset';
import { testOnSmallModel } from './support/smallModel';
import { exportZip, goTo, handIn, importBundle, openStudio } from './support/studio';

const inlay = (...args: string[]) => promisify(execFile)(process.execPath, ['cli/inlay.mjs', ...args]);

testOnSmallModel('a ninth class goes all the way', { tag: '@slow' }, async ({ page }, info) => {
  const folder = info.outputPath('clinic');
  await drawnDataset(folder, { NV: 20, SPITZ: 14 });
  await openStudio(page, 'wasm', 'dataset');
  await openFolder(page, folder);
  const counts = page.getByRole('table', { name: 'Class counts' });
  await expect(counts.getByRole('row', { name: /SPITZ/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Make SPITZ a class' }).click();
  await expect(counts.getByRole('row', { name: /^SPITZ/ })).toContainText('14');
  await page.getByRole('button', { name: 'Rename SPITZ' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Spitz nevus');
  await page.getByRole('button', { name: 'Keep' }).click();
  await expect(counts.getByRole('row', { name: /^SPITZ Spitz nevus/ })).toBeVisible();
  expect(await violationsInBothThemes(page)).toEqual({});

  // The model that is there does not paint it, and says so where it would be painted.
  await goTo(page, 'Queue');
  await expect(page.getByText('The model in use does not paint SPITZ Spitz nevus')).toBeVisible();
  await goTo(page, 'Compose');
  await page.getByLabel('Class', { exact: true }).selectOption('SPITZ');
  await expect(page.getByText('does not paint SPITZ Spitz nevus: its classes are others.')).toBeVisible();

  const bundle = await withNinthClass('SPITZ', 'Spitz tumour', 'DF');
  await goTo(page, 'Models');
  await importBundle(page, bundle);
  await expect(page.getByRole('contentinfo')).toContainText('Nine classes', { timeout: 60_000 });

  // The gates, fitted on her own images, know it; the classifier does not.
  await goTo(page, 'Dataset');
  await page.getByRole('button', { name: 'Fit on this data set' }).click();
  const gates = page.getByRole('region', { name: 'Gates' });
  await expect(gates).toContainText('images of clinic, fitted on', { timeout: 60_000 });
  await expect(gates.getByRole('list', { name: 'Small classes' })).toContainText(/NV \d+, SPITZ \d+/);

  await goTo(page, 'Queue');
  await page.getByLabel('Sampler').selectOption('fast');
  await page.getByLabel('Accepted by').selectOption('person');
  await page.getByRole('spinbutton', { name: 'Samples of SPITZ Spitz nevus' }).fill('8');
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('region', { name: 'In the queue' })).toContainText('Finished.', { timeout: 90_000 });

  await goTo(page, 'Review');
  const cells = page.getByRole('grid', { name: 'Samples' }).getByRole('gridcell');
  await page.getByLabel('Class', { exact: true }).selectOption('SPITZ');
  await expect(cells).toHaveCount(8);
  await page.getByRole('button', { name: 'Selection' }).click();
  await expect(page.getByText('Not asked of this class: the model’s classifier does not read it.')).toBeVisible();
  for (let at = 0; at < 8; at += 1) {
    await cells.nth(at).click();
    await page.keyboard.press('a');
    await expect(cells.nth(at)).toHaveAttribute('data-decision', 'accepted');
  }
  await expect(page.locator('[data-decision="accepted"]')).toHaveCount(8);

  await goTo(page, 'Evaluate');
  await page.getByRole('button', { name: 'Evaluate', exact: true }).click();
  const recall = page.getByRole('table', { name: 'Recall a class' });
  await expect(recall.getByRole('row', { name: /^SPITZ Spitz nevus/ })).toBeVisible({ timeout: 60_000 });

  const zip = await exportZip(page);
  const bag = await openBag(new Uint8Array(zip));
  expect(bag.records.map(({ class: code }) => code)).toEqual(new Array(8).fill('SPITZ'));
  for (const { scores, classes } of bag.records) {
    expect(Object.keys(scores)).toEqual(['typical', 'novel']);
    expect(classes?.id).toBe('project');
  }
  expect(lines(bag.text('data/GroundTruth.csv'))[0]).toBe('image,MEL,NV,BCC,AK,BKL,DF,VASC,SCC,SPITZ,UNK');
  const list = JSON.parse(bag.text('data/classes.json')) as { classes: unknown[] };
  expect(list.classes).toHaveLength(9);
  expect(list.classes.at(-1)).toMatchObject({ code: 'SPITZ', name: 'Spitz nevus', source: 'project' });
  expect(bag.text('data/README.md')).toContain('| SPITZ Spitz nevus | 8 |');

  const card = page.getByRole('region', { name: 'Make a sample again' });
  await handIn(page, 'Open an export', { name: 'set.zip', mimeType: 'application/zip', buffer: zip });
  await expect(card.getByText(/set\.zip is intact: 8 samples, \d+ files, each as its hash says\./)).toBeVisible();
  await card
    .getByRole('button', { name: /^Replay SYN_/ })
    .first()
    .click();
  await expect(card.getByText('the same pixels')).toBeVisible({ timeout: 60_000 });

  const path = info.outputPath('set.zip');
  await writeFile(path, zip);
  expect((await inlay('verify', path)).stdout).toContain('no fact contradicts another');
});

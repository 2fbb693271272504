/** A class that no model paints: shown to one that takes such classes, then taught to it, painted, reviewed, exported, and made again. */
import { expect } from '@playwright/test';
import { violationsInBothThemes } from './support/axe';
import { openBag } from './support/bag';
import { blocksBundle } from './support/bundles';
import { drawnDataset, openFolder } from './support/drawnDataset';
import { testOnSmallModel } from './support/smallModel';
import { exportZip, goTo, handIn, importBundle, openStudio } from './support/studio';

testOnSmallModel('a class of her own is shown, taught, painted and made again', async ({ page }, info) => {
  const folder = info.outputPath('clinic');
  await drawnDataset(folder, { NV: 6, SPITZ: 14 });
  await openStudio(page, 'wasm', 'dataset');
  await openFolder(page, folder);
  await page.getByRole('button', { name: 'Make SPITZ a class' }).click();
  const own = page.getByRole('list', { name: 'Further classes' });
  await expect(own).toContainText('SPITZ');
  await expect(page.getByRole('region', { name: 'What the model knows of SPITZ' })).toHaveCount(0);

  await goTo(page, 'Models');
  await importBundle(page, await blocksBundle());
  await expect(page.getByRole('contentinfo')).toContainText('Tiny blocks', { timeout: 60_000 });

  await goTo(page, 'Dataset');
  const known = page.getByRole('region', { name: 'What the model knows of SPITZ' });
  await expect(known).toContainText('does not paint this class by itself');
  expect(await violationsInBothThemes(page)).toEqual({});
  await known.getByRole('button', { name: 'Show SPITZ' }).click();
  await expect(known).toContainText(/Shown by \d+ pictures \(\d+ lesions\)\./, { timeout: 60_000 });

  // It is painted from now on.
  await goTo(page, 'Compose');
  await page.getByLabel('Class', { exact: true }).selectOption('SPITZ');
  await expect(page.getByText('does not paint SPITZ')).toHaveCount(0);

  await goTo(page, 'Dataset');
  await known.getByRole('button', { name: 'Teach SPITZ' }).click();
  await expect(known.getByRole('progressbar', { name: 'Teaching SPITZ' })).toBeVisible();
  await expect(known).toContainText('Error on lesions that it has not seen', { timeout: 60_000 });
  await known.getByRole('button', { name: 'Pause' }).click();
  await expect(known).toContainText('can go on where it was left');
  await page.reload();
  await openFolder(page, folder);
  await known.getByRole('button', { name: 'Go on teaching SPITZ' }).click({ timeout: 60_000 });
  await expect(known).toContainText(/Taught from \d+ pictures \(\d+ lesions\)\./, { timeout: 120_000 });

  await goTo(page, 'Queue');
  await page.getByLabel('Accepted by').selectOption('person');
  await page.getByRole('spinbutton', { name: /^Samples of SPITZ/ }).fill('2');
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('region', { name: 'In the queue' })).toContainText('Finished.', { timeout: 90_000 });

  await goTo(page, 'Review');
  await page.getByLabel('Class', { exact: true }).selectOption('SPITZ');
  const cells = page.getByRole('grid', { name: 'Samples' }).getByRole('gridcell');
  await expect(cells).toHaveCount(2);
  for (const at of [0, 1]) {
    await cells.nth(at).click();
    await page.keyboard.press('a');
    await expect(cells.nth(at)).toHaveAttribute('data-decision', 'accepted');
  }
  const zip = await exportZip(page);
  const bag = await openBag(new Uint8Array(zip));
  const [first, second] = bag.records.map(({ ownClass }) => ownClass?.sha256);
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(second).toBe(first);

  const card = page.getByRole('region', { name: 'Make a sample again' });
  await handIn(page, 'Open an export', { name: 'set.zip', mimeType: 'application/zip', buffer: zip });
  await expect(card.getByText(/set\.zip is intact/)).toBeVisible();
  await card
    .getByRole('button', { name: /^Replay SYN_/ })
    .first()
    .click();
  await expect(card.getByText('the same pixels')).toBeVisible({ timeout: 60_000 });
});

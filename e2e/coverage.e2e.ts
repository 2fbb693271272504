/** A person sees what her data set is thin in, looks at those images, and sets a plan up that fills it. */
import { expect } from '@playwright/test';
import { violationsInBothThemes } from './support/axe';
import { drawnDataset, openFolder } from './support/drawnDataset';
import { testOnSmallModel as test } from './support/smallModel';

test('a thin cell of the coverage table becomes a plan, and the plan before comes back', async ({ page }, info) => {
  const folder = info.outputPath('set');
  await drawnDataset(folder, { NV: 14, DF: 4 });
  await page.goto('/?ep=wasm#/dataset');
  await openFolder(page, folder);
  const card = page.getByRole('region', { name: 'Coverage' });
  await card.getByRole('button', { name: 'Size', exact: true }).click();
  const cell = card.getByRole('button', { name: 'DF dermatofibroma, small: 4 images, few' });
  await cell.click();
  await expect(page.getByText('4 of 18 images')).toBeVisible();
  await card.getByRole('button', { name: 'Hair', exact: true }).click();
  await expect(card.getByText('Only images of: Size: small.')).toBeVisible();
  await card.getByRole('button', { name: 'DF dermatofibroma, without hair: 4 images, few' }).click();
  expect(await violationsInBothThemes(page)).toEqual({});

  const make = page.getByRole('region', { name: 'Make samples' });
  await card.getByLabel('Samples').fill('7');
  const fill = card.getByRole('button', { name: 'Set up the plan' });
  await fill.click();
  await page.getByRole('button', { name: 'Take it back' }).click();
  await expect(make).not.toContainText('Only on skin like this');
  await fill.click();
  await expect(make).toContainText('7 samples of DF. 7 counterparts of the other classes.');
  await expect(make).toContainText('Only on skin like this: without hair.');

  await page.reload();
  await expect(cell.or(card.getByRole('button', { name: 'Size', exact: true }))).toBeVisible();
  await card.getByRole('button', { name: 'Size', exact: true }).click();
  await expect(cell, 'what was seen is kept').toBeVisible();
});

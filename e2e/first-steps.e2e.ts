/** The first visit: four steps that end with an exported sample, closed for good with Escape, shown again when asked for. */
import { expect } from '@playwright/test';
import { testOnSmallModel } from './support/smallModel';
import { choose, exportZip, generate, openStudio, paintMask, variants } from './support/studio';

testOnSmallModel('lead from a mask to an exported sample', async ({ page }) => {
  await openStudio(page, 'wasm');
  const steps = page.getByRole('region', { name: 'First steps' });
  const current = steps.locator('[aria-current="step"]');
  await expect(current).toContainText('Paint');
  await paintMask(page);
  await expect(current).toContainText('Generate');
  await choose(page, { variants: 1, steps: 1 });
  await generate(page, 1);
  await expect(current).toContainText('Accept');
  await variants(page).getByRole('button', { name: 'Accept' }).click();
  await expect(current).toContainText('Export');
  await exportZip(page);
  await expect(steps).toContainText('That was all of it.');
  await expect(current).toHaveCount(0);
});

testOnSmallModel('close with Escape, stay closed, and are shown again from the keys', async ({ page }) => {
  await openStudio(page, 'wasm');
  const steps = page.getByRole('region', { name: 'First steps' });
  await page.keyboard.press('?');
  await page.keyboard.press('Escape'); // of the sheet, not of the steps
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeHidden();
  await expect(steps).toBeVisible();
  await page.getByRole('button', { name: 'Help' }).first().click();
  await page.keyboard.press('Escape'); // of the help
  await expect(steps).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(steps).toBeHidden();
  await page.reload();
  await expect(page.getByLabel('Mask canvas')).toBeVisible();
  await expect(steps).toBeHidden();
  await page.keyboard.press('?');
  await page.getByRole('button', { name: 'Show the first steps' }).click();
  await expect(steps).toBeVisible();
});

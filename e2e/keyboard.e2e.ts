/** One hand on the keyboard: painting, judging, taking back; cancelling; and a tab that is killed. */
import { expect, test } from '@playwright/test';
import { testOnSmallModel } from './support/smallModel';
import { choose, generate, goTo, openStudio, paintMask, variants } from './support/studio';

testOnSmallModel('paints, resizes, undoes and redoes by key', async ({ page }) => {
  await openStudio(page, 'wasm');
  const size = page.getByRole('spinbutton', { name: 'Brush size' });
  const brush = page.getByRole('button', { name: 'Brush', exact: true });
  const eraser = page.getByRole('button', { name: 'Eraser' });
  const before = Number(await size.inputValue());
  await page.keyboard.press(']');
  expect(Number(await size.inputValue())).toBeGreaterThan(before);
  await page.keyboard.press('[');
  await page.keyboard.press('[');
  expect(Number(await size.inputValue())).toBeLessThan(before);
  await page.keyboard.press('e');
  await expect(eraser).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('b');
  await expect(brush).toHaveAttribute('aria-pressed', 'true');

  const clear = page.getByRole('button', { name: 'Clear mask' });
  await expect(clear).toBeDisabled();
  await paintMask(page);
  await expect(clear).toBeEnabled();
  await page.keyboard.press('Control+z');
  await expect(clear).toBeDisabled();
  await page.keyboard.press('Control+Shift+Z');
  await expect(clear).toBeEnabled();
  await page.getByRole('button', { name: 'Clear mask' }).click();
  await expect(clear).toBeDisabled();
  await page.keyboard.press('m');
  await expect(clear).toBeEnabled();

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeHidden();
});

testOnSmallModel('accepts, rejects and takes back in Review by key', async ({ page }) => {
  await openStudio(page, 'wasm');
  await paintMask(page);
  await choose(page, { variants: 3, steps: 1 });
  await generate(page, 3);
  await goTo(page, 'Review');
  const cells = page.getByRole('grid', { name: 'Samples' }).getByRole('gridcell');
  await expect(cells).toHaveCount(3);
  await page.keyboard.press('a');
  await page.keyboard.press('r');
  await page.keyboard.press('ArrowLeft');
  await page.getByLabel('Decision').selectOption('accepted');
  await expect(cells).toHaveCount(1);
  await page.getByLabel('Decision').selectOption('rejected');
  await expect(cells).toHaveCount(1);
  await page.getByLabel('Decision').selectOption('all');
  await page.getByRole('heading', { name: 'Review' }).click();
  await page.keyboard.press('u');
  await page.getByLabel('Decision').selectOption('rejected');
  await expect(cells).toHaveCount(0);
});

test('cancels within a step and keeps what was finished', async ({ page }) => {
  await openStudio(page, 'wasm');
  await paintMask(page);
  await choose(page, { variants: 2, steps: 50 });
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect(page.getByText(/Step \d+ of 50/)).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: 'Generate' })).toBeVisible({ timeout: 10_000 });
  await expect(variants(page)).toHaveCount(0);
  await choose(page, { variants: 1, steps: 1 });
  await generate(page, 1);
});

testOnSmallModel('a tab that is killed loses neither mask nor sample', async ({ page, context }) => {
  await openStudio(page, 'wasm');
  await paintMask(page);
  await choose(page, { variants: 1, steps: 1, class: 'SCC' });
  await generate(page, 1);
  await page.getByRole('spinbutton', { name: 'Seed' }).fill('4711');
  await page.waitForTimeout(500);
  page.goto('chrome://crash').catch(() => undefined);
  await page.waitForEvent('crash');
  const fresh = await context.newPage();
  await openStudio(fresh, 'wasm');
  await expect(variants(fresh)).toHaveCount(1);
  await expect(fresh.getByRole('button', { name: 'Clear mask' })).toBeEnabled();
  await expect(fresh.getByLabel('Class', { exact: true })).toHaveValue('SCC');
  await expect(fresh.getByRole('spinbutton', { name: 'Seed' })).toHaveValue('4711');
});

/** One hand on the keyboard: painting, judging, taking back; cancelling; and a tab that is killed. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { openBag } from './support/bag';
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

  const change = page.getByRole('button', { name: 'Change mask' });
  const panel = page.getByRole('group', { name: 'Change mask' });
  for (const from of [change, panel.getByRole('button', { name: 'Grow' })]) {
    await change.click();
    await from.focus();
    await page.keyboard.press('Escape');
    await expect(panel).toBeHidden();
    await expect(change).toBeFocused();
  }
  await expect(page.getByRole('region', { name: 'First steps' })).toBeVisible(); // one thing at a time

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeHidden();
});

/** Presses Tab until a control has the focus. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  await expect(control.first()).toBeVisible();
  for (let presses = 0; presses < 150; presses += 1) {
    if (await control.first().evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('No Tab leads there.');
}

testOnSmallModel('paints, generates, accepts and exports without a mouse', async ({ page }) => {
  await openStudio(page, 'wasm');
  const canvas = page.getByLabel('Mask canvas');
  await tabTo(page, canvas);
  await page.keyboard.press('Enter');
  for (let i = 0; i < 5; i += 1) await page.keyboard.press('Shift+ArrowRight');
  await expect(page.getByText(/^\d+, \d+, inside the mask, pressed$/)).toBeAttached();
  await page.keyboard.press('Enter');
  await page.keyboard.press('p');
  for (const keys of ['ArrowDown', 'ArrowLeft', 'ArrowUp']) {
    await page.keyboard.press('Enter');
    for (let i = 0; i < 3; i += 1) await page.keyboard.press(`Shift+${keys}`);
  }
  await page.keyboard.press('Enter'); // where the path began: it closes
  await page.keyboard.press('v');
  await page.keyboard.press('Shift+ArrowUp');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('+');
  await expect(page.getByRole('button', { name: 'Undo' })).toBeEnabled();

  await tabTo(page, page.getByRole('spinbutton', { name: 'Variants' }));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('1');
  await tabTo(page, canvas);
  await page.keyboard.press('g');
  const accept = variants(page).getByRole('button', { name: 'Accept' });
  await expect(accept).toBeVisible({ timeout: 60_000 });
  await tabTo(page, accept);
  await page.keyboard.press('Enter');
  await expect(accept).toHaveAttribute('aria-pressed', 'true');
  await tabTo(page, page.getByRole('navigation').getByRole('link', { name: 'Export' }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Export zip' }));
  await page.keyboard.press('Enter');
  const link = page.getByRole('link', { name: /^Save .*\.zip$/ });
  await tabTo(page, link);
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  const bag = await openBag(new Uint8Array(await readFile(await (await download).path())));
  expect(bag.records).toHaveLength(1);
});

testOnSmallModel('tools for areas, and 20 strokes that are undone after a reload', async ({ page }) => {
  await openStudio(page, 'wasm');
  const box = await page.getByLabel('Mask canvas').boundingBox();
  if (!box) throw new Error('The canvas has no box.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.keyboard.press('o');
  for (let i = 0; i < 20; i += 1) {
    await page.mouse.move(x - 90 + 8 * i, y - 40);
    await page.mouse.down();
    await page.mouse.move(x - 60 + 8 * i, y + 40, { steps: 3 });
    await page.mouse.up();
  }
  await page.waitForTimeout(500); // everything is written within half a second
  await page.reload();
  const undo = page.getByRole('button', { name: 'Undo' });
  const clear = page.getByRole('button', { name: 'Clear mask' });
  await expect(undo).toBeEnabled();
  for (let i = 0; i < 20; i += 1) await undo.click();
  await expect(undo).toBeDisabled();
  await expect(clear).toBeDisabled();
  await page.keyboard.press('Control+y');
  await expect(clear).toBeEnabled();
  await clear.click();
  await expect(clear).toBeDisabled();

  await page.getByRole('button', { name: 'Change mask' }).click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import mask' }).click();
  const coco = {
    images: [{ id: 1, file_name: 'a.jpg', width: 200, height: 150 }],
    annotations: [{ id: 1, image_id: 1, segmentation: [[50, 50, 120, 50, 120, 100, 50, 100]] }],
  };
  await (
    await chooser
  ).setFiles({ name: 'masks.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(coco)) });
  await expect(clear).toBeEnabled(); // it is read in a worker of its own
  await clear.click();
  await page.getByRole('button', { name: 'Invert' }).click();
  await expect(page.getByRole('contentinfo')).toContainText(/Ready on WASM/); // it was reloaded
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect(page.getByRole('alert')).toContainText(/mask covers/);
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

/** What a hand may do that nobody expects: past the edge, one pixel, far too fast, far too large, zoomed to the limits, into a dead worker. */
import { expect, type Page } from '@playwright/test';
import sharp from 'sharp';
import { testOnSmallModel } from './support/smallModel';
import { choose, generate, openStudio, paintMask, variants, handIn } from './support/studio';

async function openImage(page: Page, name: string, width: number, height: number): Promise<void> {
  const noise = { type: 'gaussian' as const, mean: 170, sigma: 8 };
  const image = sharp({ create: { width, height, channels: 3, background: '#c8a090', noise } });
  const buffer = await image.jpeg({ quality: 90 }).toBuffer();
  await handIn(page, 'Open image', { name, mimeType: 'image/jpeg', buffer });
  const skin = page.getByRole('button', { name: new RegExp(`^${name.split('.')[0] ?? ''}`), pressed: true });
  await expect(skin).toBeVisible({ timeout: 60_000 }); // its pixels are in place
}

async function middle(page: Page): Promise<{ readonly x: number; readonly y: number }> {
  const box = await page.getByLabel('Mask canvas').boundingBox();
  if (!box) throw new Error('The canvas has no box.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

testOnSmallModel(
  'a stroke that leaves the image ends at its edge, and one beside it paints nothing',
  async ({ page }) => {
    await openStudio(page, 'wasm');
    const { x, y } = await middle(page);
    const clear = page.getByRole('button', { name: 'Clear mask' });
    await page.getByRole('spinbutton', { name: 'Brush size' }).fill('8');
    await page.getByLabel('Mask canvas').hover();
    for (let i = 0; i < 6; i += 1) await page.mouse.wheel(0, 600);
    const box = await page.getByLabel('Mask canvas').boundingBox();
    await page.mouse.move((box?.x ?? 0) + 6, y);
    await page.mouse.down();
    await page.mouse.move((box?.x ?? 0) + 40, y + 40);
    await page.mouse.up();
    await expect(clear).toBeDisabled();
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 4000, y, { steps: 8 });
    await page.mouse.up();
    await expect(clear).toBeEnabled();
  },
);

testOnSmallModel('one pixel is a mask; zoomed in and out to the limits it can be painted', async ({ page }) => {
  await openStudio(page, 'wasm');
  const { x, y } = await middle(page);
  await page.getByRole('spinbutton', { name: 'Brush size' }).fill('1');
  await page.mouse.move(x, y);
  for (let i = 0; i < 30; i += 1) await page.mouse.wheel(0, -800);
  await page.mouse.down();
  await page.mouse.up();
  for (let i = 0; i < 60; i += 1) await page.mouse.wheel(0, 800);
  await choose(page, { class: 'DF', variants: 1, steps: 1 });
  await generate(page, 1);
  await expect(variants(page)).toHaveCount(1);
  await expect(page.getByText('Outside the mask: 0 grey levels changed')).toBeVisible();
  await page.getByRole('button', { name: 'Fit image' }).click();
  await paintMask(page);
  await expect(page.getByRole('button', { name: 'Undo' })).toBeEnabled();
});

testOnSmallModel(
  'a thousand strokes a minute are all steps, up to the 500 that are kept',
  { tag: '@slow' },
  async ({ page }) => {
    await openStudio(page, 'wasm');
    const { x, y } = await middle(page);
    await page.getByRole('spinbutton', { name: 'Brush size' }).fill('3');
    const started = Date.now();
    for (let i = 0; i < 200; i += 1) {
      await page.mouse.move(x - 150 + 15 * (i % 20), y - 150 + 15 * Math.floor(i / 20));
      await page.mouse.down();
      await page.mouse.up();
    }
    const aMinute = (200 * 60_000) / (Date.now() - started);
    expect(aMinute).toBeGreaterThan(1000);
    const clear = page.getByRole('button', { name: 'Clear mask' });
    await page.waitForTimeout(500); // the half second that the studio promises
    await page.reload();
    await expect(clear).toBeEnabled();
    const undo = page.getByRole('button', { name: 'Undo' });
    for (let i = 0; i < 200; i += 1) {
      await expect(undo).toBeEnabled();
      await page.keyboard.press('Control+z');
    }
    await expect(undo).toBeDisabled();
    await expect(clear).toBeDisabled();
  },
);

testOnSmallModel(
  'an image of 6000 x 4000 is painted, filled by the wand, changed and used',
  { tag: '@slow' },
  async ({ page }) => {
    await openStudio(page, 'wasm');
    await openImage(page, 'huge.jpg', 6000, 4000);
    await page.getByRole('spinbutton', { name: 'Brush size' }).fill('45');
    await paintMask(page);
    await page.keyboard.press('+');
    await page.keyboard.press('s');
    await page.keyboard.press('h');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    const { x, y } = await middle(page);
    await page.keyboard.press('w');
    await page.getByRole('spinbutton', { name: 'Tolerance' }).fill('6');
    await page.mouse.click(x + 100, y - 100);
    await page.keyboard.press('Control+z');
    await choose(page, { class: 'DF', variants: 1, steps: 1 });
    await generate(page, 1);
    await expect(page.getByText('Outside the mask: 0 grey levels changed')).toBeVisible();
  },
);

testOnSmallModel('a stroke begun when the worker is lost is kept, and so is what comes after', async ({ page }) => {
  await openStudio(page, 'wasm');
  const { x, y } = await middle(page);
  await page.mouse.move(x - 40, y);
  await page.mouse.down();
  await page.mouse.move(x, y + 10, { steps: 4 });
  await Promise.all(page.workers().map((worker) => worker.evaluate('self.close()').catch(() => undefined)));
  await page.mouse.move(x + 40, y, { steps: 4 });
  await page.mouse.up();
  await choose(page, { class: 'DF', variants: 1, steps: 1 });
  await generate(page, 1);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Clear mask' })).toBeEnabled();
  await expect(variants(page)).toHaveCount(1);
});

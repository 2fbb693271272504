/**
 * The pictures of README and guide, in docs/guide/pictures. This story goes through what they show; taken anew, with the shipped model, by:
 * npx playwright test e2e/pictures.e2e.ts --update-snapshots
 */
import { expect, test } from '@playwright/test';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { shipSmallModel } from './support/smallModel';
import { choose, generate, goTo, openStudio, paintMask, variants } from './support/studio';

const FOLDER = 'docs/guide/pictures';
const WIDTH = 1200;
const MOST_BYTES = 150_000;

test.use({ serviceWorkers: 'block', viewport: { width: WIDTH, height: 750 }, colorScheme: 'light' });

test('the pictures of the guide', { tag: '@slow' }, async ({ page, context }, info) => {
  const isTaking = ['all', 'changed'].includes(info.config.updateSnapshots);
  if (!isTaking) await shipSmallModel(context);
  test.setTimeout(600_000);

  async function picture(name: string): Promise<void> {
    const file = join(FOLDER, `${name}.png`);
    await page.mouse.move(0, 0);
    await page.waitForTimeout(500); // pictures are read
    if (isTaking) {
      const shot = await page.screenshot({ animations: 'disabled', caret: 'hide' });
      await mkdir(FOLDER, { recursive: true });
      await sharp(shot).png({ palette: true, quality: 80, compressionLevel: 9, effort: 10 }).toFile(file);
    }
    const { size } = await stat(file);
    expect(size, name).toBeLessThanOrEqual(MOST_BYTES);
  }

  await openStudio(page, 'wasm');
  await page.keyboard.press('Escape'); // the first steps
  await page.getByRole('spinbutton', { name: 'Brush size' }).fill('110'); // a lesion's width
  await paintMask(page);
  await choose(page, { class: 'MEL', variants: 4, steps: isTaking ? 12 : 2, seed: 3 });
  await generate(page, 4);
  await variants(page).first().getByRole('button', { name: 'Accept' }).click();
  await expect(variants(page).first()).toHaveAttribute('data-decision', 'accepted');
  await picture('compose');

  await goTo(page, 'Review');
  await expect(page.getByRole('grid', { name: 'Samples' }).getByRole('gridcell')).toHaveCount(4);
  await picture('review');

  await goTo(page, 'Queue');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Queue');
  await picture('queue');

  await goTo(page, 'Export');
  await page.getByRole('button', { name: 'Export zip' }).click();
  await expect(page.getByRole('link', { name: /^Save .*\.zip$/ })).toBeVisible({ timeout: 60_000 });
  await picture('export');
});

/** The map of Review: samples are seen among real images, looked at, picked with a lasso and judged on the wall. */
import { expect, type Locator, type Page } from '@playwright/test';
import { fillWithSamples } from '../scripts/export/manySamples';
import { violationsInBothThemes } from './support/axe';
import { drawnDataset, openFolder } from './support/drawnDataset';
import { testOnSmallModel } from './support/smallModel';
import { goTo, openStudio } from './support/studio';

const SAMPLES = 24;

async function boxOf(canvas: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  if (!box) throw new Error('The map has no box.');
  return box;
}

/** Moves the mouse over the map, line by line, until it is at a point of this kind. */
async function hover(page: Page, canvas: Locator, kind: 'real' | 'sample'): Promise<void> {
  const { x, y, width, height } = await boxOf(canvas);
  const card = page.locator(`[data-kind="${kind}"]`);
  for (let down = 8; down < height; down += 14)
    for (let right = 8; right < width; right += 14) {
      await page.mouse.move(x + right, y + down);
      if (await card.isVisible()) return;
    }
  throw new Error(`The map shows nothing ${kind}.`);
}

/** Draws a line around a part of the map. @param share of its width, from the left */
async function lasso(page: Page, canvas: Locator, share: number): Promise<void> {
  const { x, y, width, height } = await boxOf(canvas);
  const right = x + share * (width - 4);
  await page.mouse.move(x + 4, y + 4);
  await page.mouse.down();
  for (const [px, py] of [
    [right, y + 4],
    [right, y + height - 4],
    [x + 4, y + height - 4],
  ] as const)
    await page.mouse.move(px, py, { steps: 4 });
  await page.mouse.up();
}

testOnSmallModel(
  'samples are found on the map, picked with a lasso, and seen on the wall',
  { tag: '@slow' },
  async ({ page }, info) => {
    await openStudio(page, 'wasm', 'review');
    await fillWithSamples(page, SAMPLES, 0);
    await page.reload();
    await expect(page.getByRole('contentinfo')).toContainText(/Ready on WASM/, { timeout: 120_000 });
    const folder = info.outputPath('mine');
    await drawnDataset(folder, { DF: 24, NV: 24 });
    await openFolder(page, folder);
    await goTo(page, 'Review');

    await page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Map' }).click();
    const map = page.getByRole('region', { name: 'Map' });
    await expect(map.getByText(/has to describe 72 images \(real: 48, samples: 24\)/)).toBeVisible();
    await map.getByRole('button', { name: 'Describe and draw' }).click();
    await map.getByRole('button', { name: 'Cancel' }).click();
    await map.getByRole('button', { name: 'Describe and draw' }).click();
    const canvas = map.getByRole('application', { name: 'Map of real images and samples' });
    await expect(canvas).toHaveAttribute('data-points', '72', { timeout: 60_000 });
    const table = map.getByRole('table', { name: 'Classes on the map' });
    await expect(table.getByRole('row', { name: /DF dermatofibroma/ })).toHaveText(/24\s*3\s*\d$/);
    await expect(table.getByRole('row', { name: /MEL melanoma/ })).toHaveText(/0\s*3\s*–$/);
    await expect(map.getByText(/Together they show \d+ % of all differences/)).toBeVisible();
    expect(await violationsInBothThemes(page)).toEqual({});

    // By mouse: what lies there is seen, a press selects it.
    await hover(page, canvas, 'real');
    await expect(map.locator('[data-kind="real"]')).toContainText(/Real(DF dermatofibroma|NV melanocytic nevus)/);
    await hover(page, canvas, 'sample');
    await expect(map.locator('[data-kind="sample"] img')).toBeVisible();
    await page.mouse.down();
    await page.mouse.up();

    // By key: from sample to sample; what is decided stays where it is, and what is picked is not decided on.
    await canvas.focus();
    for (let n = 0; n < 3; n += 1) await page.keyboard.press('ArrowDown');
    await expect(map.getByRole('status').filter({ hasText: /^Synthetic, .*undecided.*SYN_/ })).toBeAttached();
    await page.keyboard.press('Enter');
    const sample = page.getByRole('region', { name: 'Sample' });
    const id = (await sample.getByRole('heading').textContent()) ?? '';
    await page.keyboard.press('Control+a');
    await expect(map.getByText('24 samples picked')).toBeVisible();
    await page.keyboard.press('a');
    await expect(sample.getByRole('button', { name: 'Accept' })).toHaveAttribute('aria-pressed', 'true');
    await expect(sample.getByRole('heading')).toHaveText(id);
    await page.keyboard.press('Escape');
    await expect(map.locator('[data-kind]')).toHaveCount(0);

    // A class is put aside; the rest is picked, and is what the wall shows.
    await table.getByRole('checkbox', { name: /DF dermatofibroma/ }).uncheck();
    await expect(canvas).toHaveAttribute('data-points', '45');
    await lasso(page, canvas, 1);
    await expect(map.getByText('21 samples picked')).toBeVisible();
    await lasso(page, canvas, 0.5);
    const picked = Number(/^\d+/.exec((await map.getByText(/samples? picked$/).textContent()) ?? '')?.[0]);
    expect(picked).toBeLessThan(21);
    await map.getByRole('button', { name: 'Show on the wall' }).click();
    const cells = page.getByRole('grid', { name: 'Samples' }).getByRole('gridcell');
    await expect(cells).toHaveCount(picked);
    await expect(page.getByText(`${picked} of 24 samples`)).toBeVisible();
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect(page.getByText('24 of 24 samples')).toBeVisible();
    await expect(page.locator('[data-decision="accepted"]')).toHaveCount(1);

    // Nothing is described twice: after a reload it is there at once.
    await page.reload();
    await expect(cells.first()).toBeVisible();
    await page.keyboard.press('m');
    await expect(canvas).toHaveAttribute('data-points', '72', { timeout: 60_000 });
  },
);

/** One mask many ways: seen while it is painted, pinned, compared, made again nearby, in every class, at several guidances. */
import { expect, type Page } from '@playwright/test';
import { openBag } from './support/bag';
import { testOnSmallModel } from './support/smallModel';
import { choose, exportZip, generate, openStudio, paintMask, variants } from './support/studio';

const compare = (page: Page) => page.getByRole('combobox', { name: 'Compare', exact: true });

/** Of the canvas, in the middle of the mask and at the image's corner. */
async function colours(page: Page): Promise<{ readonly middle: number[]; readonly corner: number[] }> {
  return page.getByLabel('Mask canvas').evaluate((canvas: HTMLCanvasElement) => {
    const context = canvas.getContext('2d');
    const at = (x: number, y: number): number[] => [...(context?.getImageData(x, y, 1, 1).data ?? [])].slice(0, 3);
    const { width, height } = canvas;
    return { middle: at(width / 2, height / 2), corner: at(width / 2, height - 40) };
  });
}

testOnSmallModel('the lesion appears while the mask is painted, and nothing of it is kept', async ({ page }) => {
  await openStudio(page, 'wasm');
  await page.getByRole('checkbox', { name: 'Live preview' }).check();
  await paintMask(page);
  const masked = (await colours(page)).middle;
  await expect.poll(async () => (await colours(page)).middle).not.toEqual(masked);
  const first = (await colours(page)).middle;
  await page.getByRole('spinbutton', { name: 'Seed' }).fill('4242');
  await expect.poll(async () => (await colours(page)).middle).not.toEqual(first);
  await expect(variants(page)).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('checkbox', { name: 'Live preview' })).toBeChecked();
});

testOnSmallModel('variants are pinned, compared with the skin and with each other', async ({ page }) => {
  await openStudio(page, 'wasm');
  await paintMask(page);
  await choose(page, { class: 'BCC', variants: 2, steps: 2, seed: 3 });
  await generate(page, 2);
  await expect(page.getByText('Outside the mask: 0 grey levels changed')).toBeVisible();

  await compare(page).selectOption('Difference');
  await expect.poll(async () => (await colours(page)).corner).toEqual([0, 0, 0]);
  expect((await colours(page)).middle).not.toEqual([0, 0, 0]);

  await compare(page).selectOption('Slider');
  const made = (await colours(page)).middle;
  await page.getByRole('slider', { name: 'Divider, %' }).fill('80');
  await expect.poll(async () => (await colours(page)).middle).not.toEqual(made); // now the plain skin

  await variants(page).nth(1).getByRole('button', { name: 'Pin' }).click();
  await expect(variants(page).first()).toContainText('seed 4'); // what is pinned stands first
  await expect(variants(page).first().getByRole('button', { name: 'Pin' })).toHaveAttribute('aria-pressed', 'true');
  await compare(page).selectOption('Side by side');
  const other = page.getByRole('combobox', { name: 'Compare with' });
  await other.selectOption({ label: (await other.getByRole('option').nth(1).textContent()) ?? '' });
  await page.reload();
  await expect(variants(page).first()).toContainText('seed 4');
});

testOnSmallModel('one mask in every class and at several guidances makes tables to choose from', async ({ page }) => {
  await openStudio(page, 'wasm');
  await paintMask(page);
  await choose(page, { variants: 2, steps: 1, seed: 8 });
  await page.getByLabel('Mask canvas').press('c');
  const classes = page.getByRole('list', { name: 'Every class, seed 8' });
  await expect(classes.getByRole('button')).toHaveCount(8, { timeout: 60_000 });
  await classes.getByRole('listitem').filter({ hasText: 'VASC' }).getByRole('button').click();
  await expect(variants(page)).toHaveCount(1);
  await expect(variants(page)).toContainText('VASC vascular lesion');
  await page.keyboard.press('a');
  await expect(variants(page).getByRole('button', { name: 'Accept' })).toHaveAttribute('aria-pressed', 'true');

  await page.getByText('Grid', { exact: true }).click();
  await page.getByRole('combobox', { name: 'Rows' }).selectOption('Guidance');
  await page.getByRole('textbox', { name: 'Guidance of the rows' }).fill('3, nonsense, 1');
  await page.getByRole('button', { name: 'Make grid' }).click();
  const table = page.getByRole('table', { name: 'Guidance by seed' });
  await expect(table.getByRole('button')).toHaveCount(4, { timeout: 60_000 });
  await expect(table.getByRole('rowheader')).toHaveText(['1', '3']);
  await page.reload();
  await expect(table.getByRole('button')).toHaveCount(4);
  await expect(classes.getByRole('button')).toHaveCount(8);
});

testOnSmallModel('more like this stays near, and its record says how', async ({ page }) => {
  await openStudio(page, 'wasm');
  await paintMask(page);
  await choose(page, { class: 'DF', variants: 1, steps: 2, seed: 5 });
  await generate(page, 1);
  await variants(page).getByRole('button', { name: 'More like this' }).click();
  await expect(variants(page)).toHaveCount(2);
  const near = variants(page).filter({ hasText: 'near an earlier one' });
  await near.getByRole('button', { name: 'Accept' }).click();
  const bag = await openBag(new Uint8Array(await exportZip(page)));
  expect(bag.records.map((record) => record.nearby)).toEqual([{ seed: 5, through: [], strength: 0.35 }]);
  expect(bag.records[0]?.outsideMaskMaxDiff).toBe(0);
});

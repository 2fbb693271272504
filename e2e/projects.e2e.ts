/** Work has a home: projects are apart, tabs lose nothing of each other, a damaged image is made again. */
import { expect, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { testOnSmallModel } from './support/smallModel';
import { choose, generate, goTo, openStudio, paintMask, variants } from './support/studio';
import { damageSample, entriesOf } from './support/stored';

const project = (page: Page, name: string) => page.getByRole('banner').getByRole('button', { name, exact: true });

async function paintAt(page: Page, dx: number): Promise<void> {
  const box = await page.getByLabel('Mask canvas').boundingBox();
  if (!box) throw new Error('The canvas has no box.');
  const [x, y] = [box.x + box.width / 2 + dx, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + 30);
  await page.mouse.up();
}

testOnSmallModel('projects are apart, are deleted and brought back, and travel as a file', async ({ page }) => {
  await openStudio(page, 'wasm');
  await paintMask(page);
  await choose(page, { variants: 1, steps: 1, seed: 1 });
  await generate(page, 1);
  await project(page, 'My first project').click();
  await page.getByRole('dialog').getByRole('button', { name: 'New project' }).click();
  await expect(project(page, 'New project')).toBeVisible();
  await expect(page.getByRole('contentinfo')).toContainText('Ready on WASM'); // the model has stayed
  await expect(variants(page)).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Clear mask' })).toBeDisabled();
  await page.reload();
  await expect(project(page, 'New project')).toBeVisible(); // this tab's own

  await project(page, 'New project').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Rename New project' }).click();
  await dialog.getByLabel('Name of the project').fill('Spitz nevi');
  await dialog.getByLabel('Name of the project').press('Enter');
  await expect(dialog.getByRole('button', { name: 'Rename Spitz nevi' })).toBeVisible();
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save My first project as a file' }).click();
  const file = await readFile(await (await download).path());
  await dialog.getByRole('button', { name: 'Delete My first project' }).click();
  await expect(dialog.getByText('My first project')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Bring it back' }).click();
  await project(page, 'Spitz nevi').click();
  await expect(dialog.getByText('My first project')).toBeVisible();

  const chooser = page.waitForEvent('filechooser');
  await dialog.getByRole('button', { name: 'Open a project file' }).click();
  await (await chooser).setFiles({ name: 'mine.inlay', mimeType: 'application/zip', buffer: file });
  await expect(project(page, 'My first project')).toBeVisible();
  await expect(variants(page)).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'Clear mask' })).toBeEnabled();
});

testOnSmallModel('of two tabs on one project neither loses what the other does', async ({ page, context }) => {
  await openStudio(page, 'wasm');
  await choose(page, { variants: 1, steps: 1, seed: 1 });
  const other = await context.newPage();
  await openStudio(other, 'wasm');
  await expect(other.getByText('This project is open in another tab too.')).toBeVisible();
  for (const [tab, dx] of [
    [page, -60],
    [other, -20],
    [page, 20],
    [other, 60],
  ] as const) {
    await tab.bringToFront();
    await paintAt(tab, dx);
  }
  await page.bringToFront();
  await generate(page, 1);
  for (const tab of [page, other]) await expect(tab.getByRole('button', { name: 'Undo' })).toBeEnabled();
  await expect(variants(other)).toHaveCount(1);
  await expect.poll(async () => (await entriesOf(page, 'stroke:')).length).toBe(4);
  await page.reload();
  const undo = page.getByRole('button', { name: 'Undo' });
  for (let step = 0; step < 4; step += 1) {
    await expect(undo).toBeEnabled();
    await undo.click();
  }
  await expect(undo).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Clear mask' })).toBeDisabled();
  await expect(other.getByRole('button', { name: 'Clear mask' })).toBeDisabled();
});

testOnSmallModel(
  'samples are chosen together, deleted and brought back; a damaged one is made again',
  async ({ page }) => {
    await openStudio(page, 'wasm');
    await paintMask(page);
    await choose(page, { variants: 3, steps: 1, seed: 1 });
    await generate(page, 3);
    const [[key] = ['']] = await entriesOf(page, 'sample:');
    const id = key.slice('sample:'.length);
    await damageSample(page, id);
    await page.goto('/?ep=wasm#/review');
    await page.reload();
    await expect(page.getByRole('contentinfo')).toContainText('Ready on WASM', { timeout: 60_000 });
    const cells = page.getByRole('gridcell');
    await expect(cells).toHaveCount(3);
    const damaged = page.getByRole('gridcell', { name: /Damaged image/ });
    await expect(damaged).toHaveCount(1);
    await damaged.click();
    await page.getByRole('button', { name: 'Make it again' }).click();
    await expect(damaged).toHaveCount(0);

    await cells.first().click();
    await cells.nth(1).click({ modifiers: ['Shift'] });
    await expect(page.getByText('2 samples chosen')).toBeVisible();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await expect(cells).toHaveCount(1);
    await page.getByRole('button', { name: 'Bring back' }).click();
    await expect(cells).toHaveCount(3);
    await page.keyboard.press('Control+a');
    await expect(page.getByText('3 samples chosen')).toBeVisible();
    await page.getByRole('status').getByRole('button', { name: 'Accept', exact: true }).click();
    await goTo(page, 'Export');
    await expect(page.getByRole('button', { name: 'Export zip' })).toBeEnabled();
  },
);

for (const [what, script, sentence] of [
  [
    'is forbidden',
    "indexedDB.open = () => { throw new DOMException('no', 'SecurityError'); };",
    'does not let the studio store',
  ],
  ['never answers', 'indexedDB.open = () => ({});', 'does not answer'],
] as const)
  testOnSmallModel(`storage that ${what} is named within five seconds`, async ({ page }) => {
    await page.addInitScript(script);
    await page.goto('/#/compose');
    await expect(page.getByRole('heading', { name: new RegExp(sentence) })).toBeVisible({ timeout: 5000 });
  });

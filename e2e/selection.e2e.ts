/** Many samples, one rule: it is seen before it acts, works by keyboard, and is held against chance. */
import { expect } from '@playwright/test';
import { openBag } from './support/bag';
import { testOnSmallModel } from './support/smallModel';
import { choose, exportZip, generate, goTo, openStudio, paintMask } from './support/studio';

testOnSmallModel('a rule is dragged, shown on the wall, applied and taken back', { tag: '@slow' }, async ({ page }) => {
  await openStudio(page, 'wasm');
  await paintMask(page);
  await choose(page, { class: 'BCC', variants: 8, steps: 3, seed: 1 });
  await generate(page, 8);

  await goTo(page, 'Review');
  const cells = page.getByRole('grid', { name: 'Samples' }).getByRole('gridcell');
  await expect(cells).toHaveCount(8);
  const order = await cells.evaluateAll((all) => all.map((cell) => cell.getAttribute('data-sample')));
  await page.getByRole('button', { name: 'Selection' }).click();
  const panel = page.getByRole('region', { name: 'Selection' });
  const keeps = panel.getByRole('status');
  await expect(keeps).toContainText(/^The rule keeps \d of 8\./);

  // No gate rejects: everything is kept. Then the share of the paper's rule.
  for (const gate of ['Typical of its class', 'Right label', 'No copy']) {
    await panel.getByRole('checkbox', { name: gate }).uncheck();
  }
  await expect(keeps).toHaveText('The rule keeps 8 of 8.');
  await panel.getByLabel('Keep at most').selectOption({ label: 'the most typical 40 % of a class' });
  await expect(keeps).toHaveText('The rule keeps 4 of 8.');
  await expect(cells.filter({ hasText: 'beyond the share' })).toHaveCount(4);
  expect(await cells.evaluateAll((all) => all.map((cell) => cell.getAttribute('data-sample')))).toEqual(order);

  // The level of a gate by mouse and by keyboard.
  await panel.getByRole('checkbox', { name: 'Typical of its class' }).check();
  const slider = panel.getByRole('slider', { name: 'Level of Typical of its class' });
  await slider.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuetext', /10.% of real images rejected/);
  const chart = await panel.getByRole('group', { name: 'Typical of its class' }).boundingBox();
  if (!chart) throw new Error('The chart has no box.');
  const middle = chart.y + chart.height / 2;
  await page.mouse.move(chart.x + 0.98 * chart.width, middle);
  await page.mouse.down();
  await page.mouse.move(chart.x + 0.02 * chart.width, middle, { steps: 8 });
  await page.mouse.up();
  await expect(slider).toHaveAttribute('aria-valuenow', '0.5'); // every real image is as odd as this: the most there is
  await expect(keeps).toHaveText('The rule keeps 0 of 8.');
  expect(await cells.evaluateAll((all) => all.map((cell) => cell.getAttribute('data-sample')))).toEqual(order);
  await panel.getByRole('checkbox', { name: 'Typical of its class' }).uncheck();

  // As many by chance, then the rule again, and it is the same after a reload.
  await panel.getByLabel('Choose by').selectOption('control');
  await expect(keeps).toHaveText('Chance keeps 4 of 8.');
  await panel.getByLabel('Choose by').selectOption('rule');
  await page.waitForTimeout(500); // everything is written within half a second
  await page.reload();
  await page.getByRole('button', { name: 'Selection' }).click();
  await expect(keeps).toHaveText('The rule keeps 4 of 8.');

  await panel.getByRole('button', { name: 'Accept 4, reject 4' }).click();
  await expect(page.locator('[data-decision="accepted"]')).toHaveCount(4);
  await expect(panel.getByRole('button', { name: 'All are decided' })).toBeDisabled();
  await page.keyboard.press('u');
  await expect(page.locator('[data-decision="accepted"]')).toHaveCount(0);
  await panel.getByRole('button', { name: 'Accept 4, reject 4' }).click();

  const bag = await openBag(new Uint8Array(await exportZip(page)));
  expect(bag.records).toHaveLength(4);
  const [header, ...rows] = bag.text('data/decisions.csv').trim().split(/\r?\n/);
  for (const gate of ['typical', 'label', 'novel']) expect(header).toContain(`${gate}_score,${gate}_p`);
  expect(rows).toHaveLength(8);
  expect(rows.every((row) => row.includes('rule: gamma 0.4') && row.endsWith(',rule'))).toBe(true);
});

/** A plan is filled: shown, paused, continued after the tab was killed, reviewed; a second tab looks on. */
import { expect, test } from '@playwright/test';
import { fillQueue, planEvenly } from '../scripts/queue/killRun';
import { readSmoke } from './support/bundles';
import { goTo, importBundle, openStudio, paintMask } from './support/studio';

test('a killed tab loses nothing, and the set is the same to the byte', async ({ browser, baseURL }) => {
  const runs = [];
  for (const killsAfterMs of [[], [40, 700]]) {
    const context = await browser.newContext({ baseURL: baseURL ?? '' });
    const filled = await fillQueue(context, {
      address: `${baseURL}/`,
      perClass: 2,
      killsAfterMs,
      async prepare(page) {
        await openStudio(page, 'wasm', 'models');
        await importBundle(page, await readSmoke());
        await expect(page.getByRole('contentinfo')).toContainText('Inlay smoke (toy)');
        await goTo(page, 'Compose');
        await paintMask(page);
        await goTo(page, 'Queue');
        await planEvenly(page, 2);
      },
    });
    runs.push(filled);
    await context.close();
  }
  const [whole, killed] = runs;
  expect(whole?.samples.length).toBeGreaterThanOrEqual(16);
  expect(killed?.samples).toEqual(whole?.samples);
  expect(killed?.lost).toEqual([]);
  expect(killed?.masksKept).toBe(true);
  expect(killed?.begunAgain).toBeLessThanOrEqual(2);
});

test('a plan is paused, saved and opened again, and a second tab only looks on', async ({ page, context }) => {
  await openStudio(page, 'wasm', 'models');
  await importBundle(page, await readSmoke());
  await expect(page.getByRole('contentinfo')).toContainText('Inlay smoke (toy)');
  await goTo(page, 'Queue');
  await planEvenly(page, 2);
  await page.getByRole('button', { name: 'Measure on one sample' }).click();
  await expect(page.getByLabel('Cost')).toContainText(/about \d+ (s|min)|\d+ s to/);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save plan' }).click();
  const file = await (await download).path();
  await page.getByRole('button', { name: 'Start' }).click();
  const queue = page.getByRole('region', { name: 'In the queue' });
  await expect(queue.getByText(/candidates? made/).first()).toBeVisible();
  await queue.getByRole('button', { name: 'Pause' }).click();
  await expect(queue).toContainText('Paused. Everything that is made is kept.');

  const second = await context.newPage();
  await second.goto('/?ep=wasm#/queue');
  await expect(second.getByRole('region', { name: 'In the queue' })).toContainText('Another tab of the studio runs');
  await expect(second.getByRole('button', { name: 'Resume' })).toBeDisabled();
  await queue.getByRole('button', { name: 'Resume' }).click();
  await expect(queue).toContainText('Finished.', { timeout: 60_000 });
  await expect(second.getByRole('region', { name: 'In the queue' })).toContainText('Finished.');
  await page.close();
  await expect(second.getByText('this one runs the queue now')).toBeVisible();

  await second.getByRole('button', { name: 'Cancel' }).click();
  const chooser = second.waitForEvent('filechooser');
  await second.getByRole('button', { name: 'Open plan' }).click();
  await (await chooser).setFiles(file);
  await expect(second.getByRole('region', { name: 'Plan from a file' })).toContainText('2 DF dermatofibroma');
  await second.getByRole('button', { name: 'Start' }).click();
  await expect(second.getByRole('region', { name: 'In the queue' })).toContainText('Finished.'); // all of it is there
  await goTo(second, 'Review');
  expect(await second.getByRole('gridcell').count()).toBeGreaterThanOrEqual(16);
});

test('a file that is no plan is refused, and the plan that is set up stays', async ({ page }) => {
  await page.goto('/?ep=wasm#/queue');
  await page.getByLabel('Fill each class').selectOption('number');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open plan' }).click();
  const plan = { schema: 9, kind: 'inlay-plan' };
  await (
    await chooser
  ).setFiles({ name: 'p.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(plan)) });
  await expect(page.getByText('This is not a plan that the studio can read (schema')).toBeVisible();
  await expect(page.getByLabel('Fill each class')).toHaveValue('number');
});

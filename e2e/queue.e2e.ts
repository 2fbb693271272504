/** A plan is filled: shown, paused, continued after the tab was killed, reviewed; a second tab looks on. */
import { expect } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { planSchema } from '../src/contracts/plan';
import { fillQueue, planEvenly } from '../scripts/queue/killRun';
import { openBag } from './support/bag';
import { drawnDataset, openFolder } from './support/drawnDataset';
import { shipSmallModel, testOnSmallModel } from './support/smallModel';
import { exportZip, goTo, openStudio, paintMask, handIn } from './support/studio';

testOnSmallModel('a killed tab loses nothing, and the set is the same to the byte', async ({ browser, baseURL }) => {
  const runs = [];
  for (const killsAfterMs of [[], [40, 700]]) {
    const context = await browser.newContext({ baseURL: baseURL ?? '', serviceWorkers: 'block' });
    await shipSmallModel(context);
    const filled = await fillQueue(context, {
      address: `${baseURL}/`,
      perClass: 2,
      killsAfterMs,
      async prepare(page) {
        await openStudio(page, 'wasm');
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

testOnSmallModel(
  'a plan is paused, saved and opened again, and a second tab only looks on',
  async ({ page, context }) => {
    await openStudio(page, 'wasm', 'queue');
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
    await handIn(second, 'Open plan', file);
    await expect(second.getByRole('region', { name: 'Plan from a file' })).toContainText('2 DF dermatofibroma');
    await second.getByRole('button', { name: 'Start' }).click();
    await expect(second.getByRole('region', { name: 'In the queue' })).toContainText('Finished.'); // all of it is there
    await goTo(second, 'Review');
    await expect.poll(() => second.getByRole('gridcell').count()).toBeGreaterThanOrEqual(16); // the screen is loaded first
  },
);

testOnSmallModel('a file that is no plan is refused, and the plan that is set up stays', async ({ page }) => {
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

/** Ids of the skins that plans take, as the page lists them. */
async function shippedSkin(): Promise<string[]> {
  const index = JSON.parse(await readFile('public/skin/index.json', 'utf8')) as { id: string; retired?: true }[];
  return index.filter(({ retired }) => !retired).map(({ id }) => id);
}

testOnSmallModel('outlines from a COCO file, and skin that is left out, are what the plan says', async ({ page }) => {
  await openStudio(page, 'wasm', 'queue');
  await page.getByRole('button', { name: 'Skin and outlines' }).click();
  const coco = {
    images: [{ id: 1, file_name: 'a.jpg', width: 200, height: 150 }],
    annotations: [
      { id: 1, image_id: 1, segmentation: [[50, 50, 120, 50, 120, 100, 50, 100]] },
      { id: 2, image_id: 7, segmentation: [[0, 0, 9, 0, 9, 9]] },
    ],
  };
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open masks or COCO' }).click();
  await (
    await chooser
  ).setFiles({ name: 'masks.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(coco)) });
  await expect(page.getByText('New in the library: 1 outline. Annotation 2 was left out')).toBeVisible();
  const shipped = await shippedSkin();
  const left = { name: `Use ${shipped[0]}` };
  await page.getByRole('checkbox', left).uncheck();
  await expect(
    page.getByText(`${shipped.length - 1} of ${shipped.length} backgrounds are used by plans.`),
  ).toBeVisible();

  await page.getByRole('button', { name: 'Plan', exact: true }).click();
  await page.getByLabel('Fill each class').selectOption('number');
  await page.getByLabel('Outlines', { exact: true }).selectOption('library');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save plan' }).click();
  const plan = planSchema.parse(JSON.parse(await readFile(await (await download).path(), 'utf8')));
  expect(plan.series.masks).toMatchObject({ from: 'library', shapes: [{ rle: { size: [150, 200] } }] });
  expect(plan.series.skin.map(({ id }) => id).sort()).toEqual(shipped.slice(1).sort());
  expect(plan.classes).toHaveLength(8);

  await page.reload();
  await page.getByRole('button', { name: 'Skin and outlines' }).click();
  await expect(page.getByRole('checkbox', left)).not.toBeChecked();
  await expect(page.getByText('1 of 1 outlines are used')).toBeVisible();
});

testOnSmallModel('a rare class is painted over lesions of its own, where there are any', async ({ page }, info) => {
  const folder = info.outputPath('real');
  await drawnDataset(folder, { DF: 6, NV: 9, VASC: 5 });
  await openStudio(page, 'wasm', 'dataset');
  await openFolder(page, folder);
  await goTo(page, 'Queue');
  await page.getByRole('button', { name: 'Skin and outlines' }).click();
  await page.getByLabel('Lesions of').selectOption('DF');
  await page.getByRole('button', { name: 'Take them to be painted over' }).click();
  await expect(page.getByText(/New in the library: \d lesions? to paint over\./)).toBeVisible();

  await page.getByRole('button', { name: 'Plan', exact: true }).click();
  await page.getByLabel('Fill each class').selectOption('head');
  await page.getByLabel('Skin', { exact: true }).selectOption('lesions');
  await expect(page.getByLabel('Outlines', { exact: true })).toHaveCount(0);
  await page.getByLabel('Samples of SCC squamous cell carcinoma').fill('1');
  await expect(page.getByText('There is no lesion to paint over of SCC.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start', exact: true })).toBeDisabled();
  await page.getByLabel('Samples of SCC squamous cell carcinoma').fill('0');
  await page.getByLabel('Sampler').selectOption('fast');
  await page.getByLabel('Samples of VASC vascular lesion').fill('0');
  await page.getByLabel('Counterparts in every class').uncheck();
  await page.getByLabel('Accepted by').selectOption('person');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByRole('region', { name: 'In the queue' })).toContainText('Finished.');
  await goTo(page, 'Review');
  await expect(page.getByRole('gridcell')).toHaveCount(3);
});

testOnSmallModel(
  'with a data set, a plan stands over its lesions and has counterparts, and the export says so',
  async ({ page }, info) => {
    const folder = info.outputPath('real');
    await drawnDataset(folder, { DF: 6, NV: 9, VASC: 6 });
    await openStudio(page, 'wasm', 'dataset');
    await openFolder(page, folder);
    await goTo(page, 'Queue');
    await page.getByLabel('Fill each class').selectOption('head');
    await expect(page.getByLabel('Skin', { exact: true })).toHaveValue('lesions');
    await expect(page.getByText(/lesions of each of these classes are taken from the training part/)).toContainText(
      'NV, DF, VASC',
    );
    await expect(page.getByLabel('Samples of NV melanocytic nevus')).toHaveValue('0');
    await expect(page.getByLabel('Counterparts of NV melanocytic nevus')).toHaveValue('3');
    await expect(page.getByLabel('Cost')).toContainText('3 of these samples');
    await page.getByLabel('Counterparts of NV melanocytic nevus').fill('2');
    await page.getByLabel('Sampler').selectOption('fast');
    await page.getByLabel('Accepted by').selectOption('person');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    const queue = page.getByRole('region', { name: 'In the queue' });
    await expect(queue).toContainText('Finished.', { timeout: 60_000 });
    await expect(queue).toContainText('Counterparts: 2.');
    await goTo(page, 'Review');
    await expect(page.getByRole('gridcell')).toHaveCount(3 + 3 + 2);

    await goTo(page, 'Export');
    await page.getByLabel('Images in the set').selectOption('all');
    const bag = await openBag(new Uint8Array(await exportZip(page)));
    expect(bag.text('data/README.md')).toContain('The set holds counterparts: 2 of NV melanocytic nevus.');
    expect(bag.records.filter(({ plan }) => plan?.own === 0).map((record) => record.class)).toEqual(['NV', 'NV']);
  },
);

testOnSmallModel('Compose says where samples of a rare class do better, and leads there', async ({ page }) => {
  await openStudio(page, 'wasm');
  const note = page.getByText(/Better: paint over lesions of VASC, in the Queue/);
  await page.getByLabel('Class', { exact: true }).selectOption('NV');
  await expect(page.getByText(/real lesions of a rare class did not help/)).toHaveCount(0);
  await page.getByLabel('Class', { exact: true }).selectOption('VASC');
  await expect(note).toBeVisible();
  await note.getByRole('link', { name: 'Queue' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Queue');
});

/** A reading room: two hundred decisions by key, reasons, a note, look-alikes, before and after, and a second reader. */
import { expect } from '@playwright/test';
import { fillWithSamples } from '../scripts/export/manySamples';
import { openBag } from './support/bag';
import { testOnSmallModel } from './support/smallModel';
import { exportZip, goTo, openStudio } from './support/studio';

const SAMPLES = 220;
const DECISIONS = 200;
/** 1,200 an hour. */
const MS_A_DECISION = 3000;

testOnSmallModel('two hundred samples are decided by key, and nothing of it is lost', async ({ page }) => {
  await openStudio(page, 'wasm', 'review');
  await fillWithSamples(page, SAMPLES, 0);
  await page.reload();
  const cells = page.getByRole('grid', { name: 'Samples' }).getByRole('gridcell');
  await expect(cells.first()).toBeVisible();
  await expect(page.getByText(`${SAMPLES} of ${SAMPLES} samples`)).toBeVisible();
  await page.evaluate(() => {
    const frames: number[] = [];
    let last = performance.now();
    const next = (now: number): void => {
      frames.push(now - last);
      last = now;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
    Object.assign(window, { frames });
  });
  const started = performance.now();
  for (let n = 0; n < DECISIONS; n += 1) await page.keyboard.press(['a', 'r', 'a', '3'][n % 4] ?? 'a');
  const tookMs = performance.now() - started;
  const frames = await page.evaluate(() => (window as unknown as { frames: number[] }).frames.sort((a, b) => a - b));
  const at = (share: number): string => (frames[Math.floor(share * (frames.length - 1))] ?? 0).toFixed(1);
  console.log(
    `${DECISIONS} decisions by key in ${(tookMs / 1000).toFixed(1)} s; frames in ms: median ${at(0.5)}, 95th percentile ${at(0.95)}, longest ${at(1)}`,
  );
  expect(tookMs / DECISIONS).toBeLessThan(MS_A_DECISION);

  await page.reload();
  await expect(page.getByText(`${SAMPLES} of ${SAMPLES} samples`)).toBeVisible();
  for (const [outcome, count] of Object.entries({ accepted: DECISIONS / 2, rejected: DECISIONS / 2, undecided: 20 })) {
    await page.getByLabel('Decision').selectOption(outcome);
    await expect(page.getByText(`${count} of ${SAMPLES} samples`)).toBeVisible();
  }
});

testOnSmallModel(
  'reasons, notes, filters, look-alikes, and two readers who do not see each other',
  async ({ page }) => {
    await openStudio(page, 'wasm', 'review');
    await fillWithSamples(page, 48, 0);
    await page.reload();
    const cells = page.getByRole('grid', { name: 'Samples' }).getByRole('gridcell');
    const sample = page.getByRole('region', { name: 'Sample' });
    await expect(cells.first()).toBeVisible();

    for (let repeats = 0; repeats < 4; repeats += 1) await page.keyboard.down('r'); // held down
    await page.keyboard.up('r');
    await expect(page.locator('[data-decision="rejected"]')).toHaveCount(1);
    await page.keyboard.press('u');
    await expect(page.getByRole('button', { name: '48 not yet looked at' })).toBeVisible();
    await page.keyboard.press('2');
    await page.keyboard.press('ArrowLeft');
    await expect(sample.getByRole('button', { name: 'visible seam' })).toHaveAttribute('aria-pressed', 'true');
    await sample.getByLabel('Note').fill('=at the upper rim');
    await page.getByRole('heading', { name: 'Review' }).click();
    await page.keyboard.press('b');
    await expect(sample.getByText(/^Before: skin-\d\d, as it was$/)).toBeVisible();
    await page.keyboard.press('f');
    await expect(page.getByText('1 of 48')).toBeVisible();
    await page.keyboard.press('s');
    await expect(page.getByText('2 of 48')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(cells.first()).toBeVisible();

    await page.getByLabel('Sort by').selectOption('typical');
    await page.getByRole('button', { name: 'More filters' }).click();
    await page.getByLabel('Skin').selectOption('skin-05');
    await expect(page.getByText('2 of 48 samples')).toBeVisible();
    await page.getByLabel('Skin').selectOption('all');
    await page.getByLabel('Sort by').selectOption('alike');
    await expect(cells.filter({ hasText: 'Look-alikes 1' }).first()).toBeVisible();
    await page.getByLabel('Sort by').selectOption('newest');

    await page.getByLabel('Reader').selectOption('second');
    await expect(page.getByText('The first reader’s decisions are hidden.')).toBeVisible();
    await expect(page.locator('[data-decision="rejected"]')).toHaveCount(0);
    await page.reload();
    await expect(cells.first()).toBeVisible();
    await expect(page.getByText('The first reader’s decisions are hidden.')).toBeVisible();
    await cells.first().click();
    await page.keyboard.press('a');
    await page.getByRole('button', { name: 'More filters' }).click();
    await page.getByLabel('Reader').selectOption('first');
    await expect(page.getByText('Two readers on 1 sample: the same decision on 0 %')).toBeVisible();
    await page.getByRole('button', { name: 'Show where they differ' }).click();
    await expect(page.getByText('1 of 48 samples')).toBeVisible();

    await goTo(page, 'Export');
    await page.getByLabel('Images in the set').selectOption('all');
    const bag = await openBag(new Uint8Array(await exportZip(page)));
    const rows = bag.text('data/decisions.csv').trim().split(/\r?\n/).slice(1);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatch(/,rejected,visible seam,.*,first,'=at the upper rim,person$/);
    expect(rows[1]).toMatch(/,accepted,,.*,second,,person$/);
  },
);

testOnSmallModel(
  'tags are given to samples chosen together, filter the wall, and leave with the set',
  async ({ page }) => {
    await openStudio(page, 'wasm', 'review');
    await fillWithSamples(page, 6, 1);
    await page.reload();
    const cells = page.getByRole('grid', { name: 'Samples' }).getByRole('gridcell');
    await expect(cells).toHaveCount(6);
    await cells.first().click();
    await cells.nth(2).click({ modifiers: ['Shift'] });
    const chosen = page.getByRole('status').filter({ hasText: '3 samples chosen' });
    const fresh = chosen.getByLabel('New tag');
    await fresh.fill('x'.repeat(41));
    await fresh.press('Enter');
    await expect(page.getByText('A tag has 40 characters at most. None was added.')).toBeVisible();
    await expect(fresh).toHaveValue('x'.repeat(41)); // what was typed stays
    await fresh.fill('sharp, for the paper');
    await fresh.press('Enter');
    await expect(chosen.getByRole('button', { name: 'Take the tag for the paper away' })).toBeVisible();
    await page.reload();
    await expect(cells).toHaveCount(6);
    await page.getByRole('button', { name: 'More filters' }).click();
    await page.getByLabel('Tag', { exact: true }).selectOption('sharp');
    await expect(page.getByText('3 of 6 samples')).toBeVisible();
    await cells.first().click();
    const sample = page.getByRole('region', { name: 'Sample' });
    await sample.getByRole('button', { name: 'Take the tag sharp away' }).click();
    await expect(page.getByText('2 of 6 samples')).toBeVisible();

    await goTo(page, 'Export');
    await page.getByLabel('Images in the set').selectOption('all');
    const bag = await openBag(new Uint8Array(await exportZip(page)));
    const rows = bag.text('data/metadata.jsonl').trim().split('\n');
    const tags = rows.map((row) => (JSON.parse(row) as { readonly tags: string }).tags).sort();
    expect(tags).toEqual(['', '', '', 'for the paper', 'for the paper; sharp', 'for the paper; sharp']);
  },
);

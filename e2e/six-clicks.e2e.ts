/** From a folder to a balanced set: the tail is ticked already, and each screen leads to the next one. */
import { expect } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { openBag } from './support/bag';
import { drawnDataset } from './support/drawnDataset';
import { testOnSmallModel } from './support/smallModel';
import { openStudio } from './support/studio';

testOnSmallModel('six clicks lead from a folder to an export of its rare classes', async ({ page }, info) => {
  const folder = info.outputPath('real');
  await drawnDataset(folder, { NV: 61, DF: 6, VASC: 6 });
  await page.addInitScript(() => {
    const counted = window as unknown as { clicks: number };
    counted.clicks = Number(sessionStorage.getItem('clicks') ?? 0);
    document.addEventListener('click', ({ isTrusted }) => {
      if (isTrusted) sessionStorage.setItem('clicks', String((counted.clicks += 1)));
    });
  });
  await openStudio(page, 'wasm', 'dataset');

  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open folder' }).click(); // 1
  await (await chooser).setFiles(folder); // 2, in the dialog of the operating system
  const make = page.getByRole('region', { name: 'Make samples' });
  await expect(make).toContainText('80 samples of DF, VASC. 40 counterparts of the other classes.');
  await expect(make).toContainText(/About \d+ (s|min) here\./);
  await expect(make).toContainText('Each stands where a real lesion of its class was');
  await expect(page.getByRole('checkbox', { name: 'Make samples of DF dermatofibroma' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Make samples of NV melanocytic nevus' })).not.toBeChecked();

  await make.getByRole('button', { name: 'Start' }).click(); // 3
  const look = page.getByRole('link', { name: /^Look (through \d+|at 1 sample)/ });
  await expect(look).toBeVisible({ timeout: 150_000 });
  await look.click(); // 4
  await expect(page.getByLabel('Decision')).toHaveValue('acceptedByRule');
  await page.getByRole('link', { name: /^Export \d+ accepted sample/ }).click(); // 5
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export zip' }).click(); // 6
  const bag = await openBag(new Uint8Array(await readFile(await (await download).path())));
  expect(await page.evaluate(() => sessionStorage.getItem('clicks'))).toBe('5');
  const classes = new Set(bag.records.map((record) => record.class));
  expect([...classes].sort()).toEqual(['DF', 'NV', 'VASC']);
  expect(bag.text('data/README.md')).toContain('by a rule alone, so that no person has looked at them');

  // Or all of them are looked through, a key each.
  await look.click();
  const notLookedAt = page.getByText(/^\d+ not yet looked at$/);
  const all = bag.records.length;
  await expect(page.getByText(`${all} of ${all} samples`).or(notLookedAt).first()).toBeVisible();
  for (let n = 0; n < all; n += 1) await page.keyboard.press('a');
  await expect(look).toHaveCount(0);
  await page.getByRole('link', { name: /^Export \d+ accepted sample/ }).click();
  const again = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export zip' }).click();
  const seen = await openBag(new Uint8Array(await readFile(await (await again).path())));
  expect(seen.records).toHaveLength(all);
  expect(seen.text('data/README.md')).toContain('A person has looked at each of them and accepted it.');
});

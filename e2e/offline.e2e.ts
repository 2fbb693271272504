/** After the first load the studio needs no network, and says so. */
import { expect, test } from '@playwright/test';
import { choose, exportZip, generate, openStudio, paintMask, variants } from './support/studio';

test('works without a network once it says so', async ({ page, context }) => {
  await openStudio(page, 'wasm');
  await expect(page.getByRole('contentinfo')).toContainText('Works offline', { timeout: 60_000 });
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByRole('contentinfo')).toContainText('Ready on WASM', { timeout: 60_000 });
  await paintMask(page);
  await choose(page, { class: 'BCC', variants: 1, steps: 1 });
  await generate(page, 1);
  await variants(page).getByRole('button', { name: 'Accept' }).click();
  expect((await exportZip(page)).byteLength).toBeGreaterThan(1000);
});

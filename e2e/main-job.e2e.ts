/** The main job: paint a mask, generate, judge, come back after a reload, leave with a zip whose every promise holds. */
import { expect, test, type Page } from '@playwright/test';
import { decode } from 'fast-png';
import { openBag, type Pixels } from './support/bag';
import { readSmoke } from './support/bundles';
import { checkBag } from './support/check';
import { testOnSmallModel } from './support/smallModel';
import {
  choose,
  exportZip,
  generate,
  goTo,
  importBundle,
  openStudio,
  paintMask,
  variants,
  watchTraffic,
} from './support/studio';
import type { Provider, Settings } from './support/studio';

async function shippedSkin(page: Page, id: string): Promise<Pixels> {
  const response = await page.request.get(`/skin/${id}.png`);
  return decode(await response.body());
}

async function mainJob(page: Page, provider: Provider, settings: Settings): Promise<void> {
  await paintMask(page);
  await choose(page, settings);
  await generate(page, settings.variants);
  await expect(page.getByRole('contentinfo')).toContainText(provider === 'wasm' ? /WASM/ : /WebGPU/);

  const items = variants(page);
  await expect(items).toHaveCount(settings.variants);
  const verdicts = items.getByText(/^(Credible|Doubtful|Not scored)/);
  await expect(verdicts).toHaveCount(settings.variants);
  await items.nth(0).getByRole('button', { name: 'Accept' }).click();
  await items.nth(1).getByRole('button', { name: 'Reject' }).click();
  await expect(items.nth(1).getByRole('button', { name: 'Reject' })).toHaveAttribute('aria-pressed', 'true');
  const idOf = async (index: number): Promise<string> => {
    const label = await items
      .nth(index)
      .getByRole('button', { name: /^Show SYN_/ })
      .getAttribute('aria-label');
    return (label ?? '').replace('Show ', '');
  };
  const [accepted, rejected] = [await idOf(0), await idOf(1)];
  await page.waitForTimeout(500); // everything is written within half a second

  await page.reload();
  await expect(items).toHaveCount(settings.variants);
  await expect(items.nth(0).getByRole('button', { name: 'Accept' })).toHaveAttribute('aria-pressed', 'true');
  await expect(items.nth(1).getByRole('button', { name: 'Reject' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('button', { name: 'Clear mask' })).toBeEnabled(); // the mask came back too

  const zip = await exportZip(page);
  const bag = await checkBag(new Uint8Array(zip), [accepted], [rejected], (id) => shippedSkin(page, id));
  expect(bag.records[0]?.environment.executionProvider).toBe(provider);
}

test('on WASM with the shipped bundle', async ({ page, baseURL }) => {
  const strangers = watchTraffic(page, baseURL ?? '');
  await openStudio(page, 'wasm');
  await mainJob(page, 'wasm', { class: 'DF', variants: 2, steps: 8, seed: 11 });
  expect(strangers).toEqual([]);
});

testOnSmallModel('on WebGPU, in software', { tag: '@slow' }, async ({ page, baseURL }) => {
  const strangers = watchTraffic(page, baseURL ?? '');
  await openStudio(page, 'webgpu');
  await mainJob(page, 'webgpu', { class: 'VASC', variants: 2, steps: 4, seed: 3 });
  await goTo(page, 'Models');
  const reason = 'Its numbers agree with the reference'; // known once the reloaded page has opened the model again
  await expect(page.getByRole('main')).toContainText(reason, { timeout: 120_000 });
  expect(strangers).toEqual([]);
});

test('with the fast sampler of an imported bundle', async ({ page }) => {
  await openStudio(page, 'wasm', 'models');
  await importBundle(page, await readSmoke());
  await expect(page.getByRole('contentinfo')).toContainText('Inlay smoke (toy)');
  await goTo(page, 'Compose');
  await paintMask(page);
  await choose(page, { class: 'BCC', variants: 1, seed: 5 });
  await page.getByLabel('Sampler').selectOption({ label: 'Fast, 2 steps' });
  await expect(page.getByRole('spinbutton', { name: 'Guidance' })).toBeHidden();
  await generate(page, 1);
  await expect(variants(page)).toContainText('seed 5, fast sampler');
  await variants(page).getByRole('button', { name: 'Accept' }).click();
  const [record] = (await openBag(new Uint8Array(await exportZip(page)))).records;
  expect(record?.sampler).toMatchObject({ name: 'student', steps: 2, guidance: 2 });
});

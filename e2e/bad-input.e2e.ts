/** What goes wrong in a lab: each time a clear sentence, nothing lost, and the work goes on. */
import { expect, test } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import { editManifest, readSmoke, replaceFile, type BundleFolder } from './support/bundles';
import { testOnSmallModel } from './support/smallModel';
import { choose, generate, goTo, importBundle, openStudio, paintMask, variants, handIn } from './support/studio';

const image = (name: string): string => fileURLToPath(new URL(`fixtures/images/${name}`, import.meta.url));

test(
  'a bundle that is damaged or wrong is refused by name, and the one in use stays',
  { tag: '@slow' },
  async ({ page }) => {
    await openStudio(page, 'wasm');
    await paintMask(page);
    const before = await page.getByRole('contentinfo').innerText();
    await goTo(page, 'Models');

    const cases: [string, RegExp, (folder: BundleFolder) => void][] = [
      [
        'a wrong hash',
        /unet\/model_fp16\.onnx is not the file that the bundle's manifest describes/,
        (folder) => folder.set('unet/model_fp16.onnx', new Uint8Array(4096)),
      ],
      ['a missing graph', /The bundle lacks unet\/model_fp16\.onnx/, (folder) => folder.delete('unet/model_fp16.onnx')],
      [
        'missing weights',
        /The bundle lacks unet\/student_fp16\.onnx_data/,
        (folder) => folder.delete('unet/student_fp16.onnx_data'),
      ],
      [
        'a truncated graph',
        /unet\/model_fp16\.onnx/,
        (folder) =>
          replaceFile(
            folder,
            'unet/model_fp16.onnx',
            (folder.get('unet/model_fp16.onnx') ?? new Uint8Array()).slice(0, 9000),
          ),
      ],
      [
        'a wrong shape',
        /sample has shape/,
        (folder) =>
          editManifest(folder, ({ graphs }) => {
            const sample = graphs[0]?.inputs.find(({ name }) => name === 'sample');
            if (sample) sample.shape = ['batch', 9, 32, 32];
          }),
      ],
      [
        'no manifest',
        /There is no manifest\.json: this is not a whole bundle/,
        (folder) => folder.delete('manifest.json'),
      ],
    ];
    for (const [what, sentence, damage] of cases) {
      const folder = await readSmoke();
      damage(folder);
      await importBundle(page, folder);
      await expect(page.getByRole('alert').filter({ hasText: sentence }).first(), what).toBeVisible();
      await expect(page.getByRole('contentinfo'), what).toContainText('Ready on WASM', { timeout: 60_000 });
      await expect(page.getByRole('main'), what).not.toContainText('Inlay smoke (toy)');
      for (const button of await page.getByRole('button', { name: 'Dismiss' }).all())
        await button.click({ timeout: 2000 }).catch(() => undefined);
    }
    await page.reload();
    await expect(page.getByRole('contentinfo')).toContainText('Ready on WASM', { timeout: 60_000 });
    const name = before.split('\n')[1] ?? '';
    await expect(page.getByRole('contentinfo')).toContainText(name);
    await goTo(page, 'Compose');
    await expect(page.getByRole('button', { name: 'Clear mask' })).toBeEnabled();
  },
);

testOnSmallModel('an image that cannot be used says why; one that was changed says how', async ({ page }) => {
  await page.clock.install();
  await openStudio(page, 'wasm');
  const open = async (name: string): Promise<void> => {
    await handIn(page, 'Open image', image(name));
  };
  const chosen = page
    .locator('[aria-pressed="true"]')
    .and(page.getByRole('button', { name: /^(Skin|plain|cmyk|exif|sixteen)/ }));
  await expect(chosen).toHaveAccessibleName(/^Skin/);
  for (const [name, sentence] of [
    ['not-an-image.png', /not an image that the studio can read/],
    ['truncated.png', /damaged/],
    ['one-pixel.png', /1 x 1 pixels; both sides need at least 64/],
    ['huge.png', /20000 x 20000 pixels \(400 megapixels\); at most 25/],
  ] as const) {
    await open(name);
    await expect(page.getByRole('alert').filter({ hasText: sentence }), name).toBeVisible();
    await expect(chosen, name).toHaveAccessibleName(/^Skin/);
  }
  for (const [name, sentence] of [
    ['cmyk.jpg', /Converted from CMYK/],
    ['sixteen-bit.png', /Reduced from 16 to 8 bits/],
    ['exif-orientation-6.jpg', /Turned upright/],
  ] as const) {
    await open(name);
    await expect(page.getByText(sentence), name).toBeVisible();
    await expect(chosen, name).toHaveAccessibleName(new RegExp(`^${name.split('.')[0] ?? ''}`));
  }
  await page.clock.fastForward(10_000);
  await goTo(page, 'Models');
  await expect(page.getByText(/Turned upright/)).toHaveCount(0); // news stays behind, a problem does not
  await expect(page.getByRole('alert').filter({ hasText: /20000 x 20000 pixels/ })).toBeVisible();
});

testOnSmallModel('an empty mask and one that covers everything are refused beside the button', async ({ page }) => {
  await openStudio(page, 'wasm');
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect(page.getByRole('alert')).toContainText('The mask is empty.');
  await page.getByRole('spinbutton', { name: 'Brush size' }).fill('512');
  const box = await page.getByLabel('Mask canvas').boundingBox();
  if (!box) throw new Error('The canvas has no box.');
  await page.getByLabel('Mask canvas').hover();
  await page.mouse.wheel(0, 400); // so small that four strokes cover it
  for (const [x, y] of [
    [0.3, 0.35],
    [0.7, 0.35],
    [0.3, 0.65],
    [0.7, 0.65],
  ] as const) {
    await page.mouse.move(box.x + box.width * x, box.y + box.height * y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * y);
    await page.mouse.up();
  }
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect(page.getByRole('alert')).toContainText(/mask covers/);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'Redo' })).toBeEnabled();
});

testOnSmallModel('a full disk loses nothing that was saved', async ({ page, baseURL }) => {
  await openStudio(page, 'wasm');
  await paintMask(page);
  await choose(page, { variants: 1, steps: 1, seed: 1 });
  await generate(page, 1);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: baseURL ?? '', quotaSize: 1 });
  await choose(page, { variants: 1, steps: 1, seed: 2 });
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect(
    page.getByRole('alert').filter({ hasText: 'There is no storage left on this device' }).first(),
  ).toBeVisible();
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: baseURL ?? '' });
  await expect(variants(page)).toHaveCount(1);
  await generate(page, 2);
  await page.reload();
  await expect(variants(page)).toHaveCount(2);
});

test(
  'a worker that dies while it works is replaced, and the sample is made all the same',
  { tag: '@slow' },
  async ({ page }) => {
    await openStudio(page, 'wasm');
    await paintMask(page);
    await choose(page, { variants: 1, steps: 50, seed: 5 });
    await page.getByRole('button', { name: 'Generate' }).click();
    await expect(page.getByText(/Step \d+ of 50/)).toBeVisible({ timeout: 60_000 });
    const worker = page.workers().find((candidate) => candidate.url().includes('inference'));
    await worker?.evaluate(() => self.close());
    await expect(page.getByText(/The inference worker stopped\..*nothing was lost/)).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole('button', { name: 'Accept', exact: true })).toHaveCount(1, { timeout: 120_000 });
  },
);

test('the network that is away at the first start is named; painting works', async ({ page }) => {
  await page.route('**/models/**', (route) => route.abort());
  await page.goto('/?ep=wasm#/compose');
  await expect(page.getByRole('alert')).toContainText('there is no connection', { timeout: 60_000 });
  const skin = page.locator('[aria-pressed="true"]').and(page.getByRole('button', { name: /^Skin/ }));
  await expect(skin).toBeVisible(); // it is read by then
  await paintMask(page);
  await expect(page.getByRole('button', { name: 'Clear mask' })).toBeEnabled();
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'The model is not ready.' })).toBeVisible();
  await page.unroute('**/models/**');
  await page.waitForTimeout(500); // what was painted is kept within half a second
  await page.reload();
  await expect(page.getByRole('contentinfo')).toContainText('Ready on WASM', { timeout: 60_000 });
  await expect(page.getByRole('button', { name: 'Clear mask' })).toBeEnabled();
});

testOnSmallModel(
  'a GPU device that is lost is replaced, and the sample is made all the same',
  { tag: '@slow' },
  async ({ page, browser }) => {
    await openStudio(page, 'webgpu');
    await paintMask(page);
    await choose(page, { variants: 1, steps: 12, seed: 8 });
    await page.getByRole('button', { name: 'Generate' }).click();
    await expect(page.getByText(/Step \d+ of \d+/)).toBeVisible({ timeout: 120_000 });
    const cdp = await browser.newBrowserCDPSession();
    await cdp.send('Browser.crashGpuProcess').catch(() => undefined);
    await expect(page.getByText(/nothing was lost/)).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole('button', { name: 'Accept', exact: true })).toHaveCount(1, { timeout: 120_000 });
  },
);

testOnSmallModel('a browser without WebGPU works on WASM and says why', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'gpu', { get: () => undefined });
    delete (Navigator.prototype as { gpu?: unknown }).gpu;
  });
  await page.goto('/#/models');
  await expect(page.getByRole('contentinfo')).toContainText('Ready on WASM', { timeout: 60_000 });
  await expect(page.getByRole('main')).toContainText('Left. This browser has no WebGPU.');
  await page.goto('/?ep=webgpu#/models');
  await expect(page.getByRole('contentinfo')).toContainText('No device here can run the model.', { timeout: 60_000 });
  await expect(page.getByRole('alert')).toContainText('Painting, review and export still work.');
});

/** A reader tells real from synthetic without knowing; the study survives a reload and leaves as files. */
import { expect } from '@playwright/test';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { fillWithSamples } from '../scripts/export/manySamples';
import { violationsInBothThemes } from './support/axe';
import { testOnSmallModel } from './support/smallModel';
import { goTo, openStudio, handIn } from './support/studio';

testOnSmallModel(
  'a blinded reader study is drawn, answered by key, reloaded and saved',
  { tag: '@slow' },
  async ({ page }, info) => {
    await openStudio(page, 'wasm', 'review');
    await fillWithSamples(page, 48, 0);
    await page.reload();
    await page.getByRole('button', { name: 'Reader study' }).click();
    await expect(page.getByText('Open a data set on the Dataset screen first')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Begin' })).toBeDisabled();

    const folder = info.outputPath('real');
    for (const [code, from] of [['DF', 20] as const, ['NV', 30] as const]) {
      await mkdir(join(folder, code), { recursive: true });
      for (const n of [0, 1]) {
        const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="240"><rect width="320" height="240" fill="rgb(220,160,140)"/>
        <circle cx="${150 + n}" cy="120" r="${from}" fill="#6b3a2a"/></svg>`;
        await writeFile(join(folder, code, `${code}${n}.jpg`), await sharp(Buffer.from(svg)).jpeg().toBuffer());
      }
    }
    await goTo(page, 'Dataset');
    await handIn(page, 'Open folder', folder);
    await expect(page.getByRole('table', { name: 'Class counts' })).toBeVisible();

    await goTo(page, 'Review');
    await expect(page.getByText('There are 0 such samples and 4 real images')).toBeVisible();
    await page.getByLabel('Samples', { exact: true }).selectOption('wall');
    await expect(page.getByText('There are 48 such samples and 4 real images')).toBeVisible();
    await page.getByRole('spinbutton', { name: 'Pictures of each kind' }).fill('3');
    await page.getByRole('button', { name: 'Begin' }).click();
    const progress = page.getByText(/^Picture \d of 6$/);
    const picture = page.getByRole('img', { name: 'The picture to be judged' });
    const answer = async (kind: string, code: string): Promise<void> => {
      await expect(picture).toBeVisible();
      await expect(page.getByRole('button', { name: 'synthetic' })).toBeEnabled();
      const before = await progress.textContent();
      await page.keyboard.press(kind);
      await page.keyboard.press(code);
      await expect(page.getByText(before ?? '')).toHaveCount(0);
    };
    await expect(progress).toHaveText('Picture 1 of 6');
    await expect(picture).toBeVisible();
    expect(await violationsInBothThemes(page)).toEqual({});
    await answer('2', '6');
    await answer('1', '9');
    await expect(progress).toHaveText('Picture 3 of 6');
    await page.keyboard.press('Backspace');
    await expect(progress).toHaveText('Picture 2 of 6');
    await answer('2', '2');

    await page.reload(); // a list of files has to be chosen again then
    await page.getByRole('button', { name: 'Reader study' }).click();
    await expect(page.getByRole('alert')).toContainText(/^\d pictures? that (is|are) still to be asked cannot be read/);
    await expect(picture).toHaveCount(0);
    await page.getByRole('alert').getByRole('link', { name: 'Dataset' }).click();
    await expect(page.getByText('Open the same folder or zip again to go on')).toBeVisible();
    await handIn(page, 'Open folder', folder);
    await expect(page.getByText('Open the same folder or zip again to go on')).toHaveCount(0);
    await goTo(page, 'Review');
    await expect(progress).toHaveText('Picture 3 of 6');
    for (let left = 4; left > 0; left -= 1) await answer('1', '6');

    const results = page.getByRole('table', { name: 'Results' });
    await expect(results.getByRole('row', { name: /Real or synthetic, judged right/ })).toContainText('of 6');
    await expect(results.getByRole('row', { name: /DF dermatofibroma, real/ })).toBeVisible();
    expect(await violationsInBothThemes(page)).toEqual({});
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as JSON' }).click();
    const study = JSON.parse(await readFile(await (await saving).path(), 'utf8')) as {
      items: { kind: string }[];
      answers: { kind: string; class: string | null }[];
      results: { told: { n: number; interval: number[] } };
    };
    expect(study.items.filter(({ kind }) => kind === 'real')).toHaveLength(3);
    expect(study.answers.map((answer) => `${answer.kind} ${String(answer.class)}`).slice(0, 3)).toEqual([
      'synthetic DF',
      'synthetic NV',
      'real DF',
    ]);
    expect(study.results.told).toMatchObject({ n: 6 });
    await page.getByRole('button', { name: 'Another study' }).click();
    await page.getByLabel('Samples', { exact: true }).selectOption('wall');
    await expect(page.getByRole('button', { name: 'Begin' })).toBeEnabled();
    await page.getByRole('button', { name: 'Back to Review' }).click();
    await expect(page.getByRole('grid', { name: 'Samples' })).toBeVisible();
  },
);

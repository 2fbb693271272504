/** What is the same on every screen: commands by Ctrl+K, things that are dropped, the pill of the work under way, and a reload in the middle of it. */
import { expect, type Page } from '@playwright/test';
import sharp from 'sharp';
import { violationsInBothThemes } from './support/axe';
import { testOnSmallModel } from './support/smallModel';
import { choose, goTo, openStudio, paintMask, variants } from './support/studio';

interface Thing {
  readonly name: string;
  readonly type: string;
  readonly base64: string;
}

/** Drops files on the page, all in one go. */
async function drop(page: Page, things: readonly Thing[]): Promise<void> {
  await page.evaluate((given) => {
    const transfer = new DataTransfer();
    for (const { name, type, base64 } of given) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type }));
    }
    document.querySelector('main')?.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true }));
  }, things);
}

async function skinFile(name: string, red: number): Promise<Thing> {
  const image = sharp({ create: { width: 300, height: 300, channels: 3, background: { r: red, g: 160, b: 140 } } });
  return { name, type: 'image/png', base64: (await image.png().toBuffer()).toString('base64') };
}

testOnSmallModel('Ctrl+K finds commands and screens by the beginnings of their words', async ({ page }) => {
  await openStudio(page, 'wasm');
  await page.keyboard.press('Control+k');
  const find = page.getByRole('combobox', { name: 'Find a command or a screen' });
  await expect(find).toBeFocused();
  expect(await violationsInBothThemes(page)).toEqual({});
  await find.fill('zzz');
  await expect(page.getByText('Nothing here is called that.')).toBeVisible();
  await find.fill('rev');
  await expect(page.getByRole('option', { name: 'Review' })).toHaveAttribute('aria-selected', 'true');
  await find.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Review');
  await page.keyboard.press('Control+k');
  await find.press('Escape');
  await expect(find).toBeHidden();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Review');
});

testOnSmallModel('what is dropped on any screen is taken or explained, and all of it', async ({ page }) => {
  await openStudio(page, 'wasm', 'review');
  const note: Thing = { name: 'notes.docx', type: '', base64: btoa('no image') };
  await drop(page, [await skinFile('arm.png', 220), note, await skinFile('leg.png', 200)]);
  await expect(page.getByRole('button', { name: /leg\.png/ }).first()).toBeVisible();
  await expect(page.getByRole('button', { name: /arm\.png/ }).first()).toBeVisible();
  await expect(page.getByText('Not taken: notes.docx.')).toBeVisible();
  await expect(page.getByText(/What can be dropped: images, one folder or zip of a data set/)).toBeVisible();

  const plan: Thing = { name: 'plan.json', type: 'application/json', base64: btoa('{"schema":9,"kind":"inlay-plan"}') };
  await goTo(page, 'Evaluate');
  await drop(page, [plan]);
  await expect(page.getByText('This is not a plan that the studio can read (schema')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Queue');
});

testOnSmallModel('work is seen on every screen, leads there, and a reload goes on with it', async ({ page }) => {
  await openStudio(page, 'wasm');
  await expect(page.getByTitle(/pieces? of work under way/)).toHaveCount(0);
  await paintMask(page);
  await choose(page, { variants: 12, steps: 50 });
  await page.getByRole('button', { name: 'Generate' }).click();
  await goTo(page, 'Models');
  const pill = page.getByTitle(/pieces? of work under way/);
  await expect(pill).toContainText(/Generating\s*\d+ of 12/);
  await pill.click();
  await page
    .getByRole('list', { name: 'Work under way' })
    .getByRole('link', { name: /Generating/ })
    .click();
  await expect(page.getByRole('button', { name: 'Accept', exact: true }).first()).toBeVisible();
  await page.reload();
  await expect(variants(page)).toHaveCount(12, { timeout: 90_000 });
  await expect(page.getByRole('button', { name: 'Accept', exact: true })).toHaveCount(12, { timeout: 90_000 });
  await expect(pill).toHaveCount(0);
});

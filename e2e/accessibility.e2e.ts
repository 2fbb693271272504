/** axe finds nothing on any screen, in either theme, empty and with samples on it (WCAG 2.2 A and AA). */
import { expect, type Page } from '@playwright/test';
import { violationsInBothThemes } from './support/axe';
import { drawnDataset, openFolder } from './support/drawnDataset';
import { testOnSmallModel } from './support/smallModel';
import { choose, generate, goTo, openStudio, paintMask } from './support/studio';

const SCREENS = ['Dataset', 'Compose', 'Queue', 'Review', 'Evaluate', 'Export', 'Models'];
testOnSmallModel('axe finds nothing, in the light theme and in the dark one', async ({ page }, info) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openStudio(page, 'wasm');
  await paintMask(page);
  await choose(page, { class: 'BCC', variants: 2, steps: 1, seed: 1 });
  await page.getByRole('button', { name: 'Change mask' }).click();
  await page.getByText('Grid', { exact: true }).click();
  await generate(page, 2);
  await page.getByRole('combobox', { name: 'Compare', exact: true }).selectOption('Slider');
  const found: Record<string, Record<string, string[]>> = {};
  const look = async (what: string): Promise<void> => {
    const violations = await violationsInBothThemes(page);
    if (Object.keys(violations).length > 0) found[what] = violations;
  };
  for (const screen of SCREENS) {
    await goTo(page, screen);
    await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
    await look(screen);
  }
  await goTo(page, 'Review');
  await page.getByRole('button', { name: 'Selection' }).click();
  await look('Review, selection');
  await page.getByRole('button', { name: 'Large' }).click();
  await look('Review, large');
  await page.getByRole('button', { name: 'Back to the wall' }).click();
  await page.getByRole('button', { name: 'More filters' }).click();
  await page.getByLabel('Reader').selectOption('second');
  await look('Review, second reader');
  await goTo(page, 'Queue');
  await page.getByRole('button', { name: 'Skin and outlines' }).click();
  await look('Queue, skin');
  await goTo(page, 'Compose');
  await page.getByRole('button', { name: 'Help' }).first().click();
  await look('Compose, help');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await look('Keys');
  await page.keyboard.press('Escape');
  await drawnDataset(info.outputPath('real'), { DF: 4, NV: 6 });
  await openFolder(page, info.outputPath('real'));
  await goTo(page, 'Queue');
  await page.getByRole('button', { name: 'Plan', exact: true }).click();
  await expect(page.getByLabel('Counterparts in every class')).toBeChecked();
  await look('Queue, with a data set');
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await tooWide(page)).toEqual([]);
  expect(found).toEqual({});
});

testOnSmallModel('every screen reflows at 320 px, and holds text that is spaced out', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await openStudio(page, 'wasm');
  await paintMask(page);
  await choose(page, { class: 'BCC', variants: 2, steps: 1, seed: 1 });
  await generate(page, 2);
  await page.getByText('Grid', { exact: true }).click();
  await page.getByText('Sampled masks', { exact: true }).click();
  const wide: string[] = [];
  for (const width of [320, 1024]) {
    await page.setViewportSize({ width, height: 640 });
    for (const screen of SCREENS) {
      await page.evaluate((hash) => (window.location.hash = hash), `#/${screen.toLowerCase()}`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(screen);
      wide.push(...(await tooWide(page)).map((what) => `${screen} at ${width} px: ${what}`));
    }
    // WCAG 1.4.12
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet(); // the security policy lets no style element in
      sheet.replaceSync(
        '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }',
      );
      document.adoptedStyleSheets.push(sheet);
    });
  }
  expect(wide).toEqual([]);
});

/** What is cut off at the side, or would need scrolling sideways to be read; tables and the rows of links may scroll by themselves. */
function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) found.push(`the page, ${root.scrollWidth} px`);
    const texts = 'main, main button, main label, main h2, main p';
    const panels = [...document.querySelectorAll<HTMLElement>('main aside, main section, main div')].filter((element) =>
      ['auto', 'scroll'].includes(getComputedStyle(element).overflowX),
    );
    for (const element of [...document.querySelectorAll<HTMLElement>(texts), ...panels]) {
      const isSeen = element.clientWidth > 1 && getComputedStyle(element).display !== 'inline';
      if (isSeen && element.scrollWidth > element.clientWidth + 1) {
        found.push(`${element.tagName} "${element.textContent.slice(0, 40)}", ${element.scrollWidth} px`);
      }
    }
    return found;
  });
}

testOnSmallModel('nothing moves for who does not want it, and single letters can be switched off', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openStudio(page, 'wasm');
  await page.getByRole('checkbox', { name: 'Live preview' }).check();
  await page.keyboard.press('m');
  await expect(page.getByRole('img', { name: 'The preview is being painted' })).toBeVisible();
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  const clear = page.getByRole('button', { name: 'Clear mask' });
  await page.keyboard.press('Control+z');
  await expect(clear).toBeDisabled();

  await page.getByRole('button', { name: 'Keys' }).click();
  await page.getByRole('checkbox', { name: /^Single letters/ }).uncheck();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.keyboard.press('m');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeHidden();
  await expect(clear).toBeDisabled();
  await page.keyboard.press('Control+Shift+Z');
  await expect(clear).toBeEnabled();
});

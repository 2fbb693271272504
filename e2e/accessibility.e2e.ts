/** axe finds nothing on any screen, in either theme, empty and with samples on it (WCAG 2.2 A and AA). */
import { expect, type Page } from '@playwright/test';
import axe from 'axe-core';
import { testOnSmallModel } from './support/smallModel';
import { choose, generate, goTo, openStudio, paintMask } from './support/studio';

const SCREENS = ['Dataset', 'Compose', 'Queue', 'Review', 'Evaluate', 'Export', 'Models'];
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function violationsOn(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    (tags) => (window as unknown as { axe: typeof axe }).axe.run({ runOnly: tags }),
    RULES,
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

for (const theme of ['light', 'dark'] as const) {
  testOnSmallModel(`axe finds nothing in the ${theme} theme`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await openStudio(page, 'wasm');
    await paintMask(page);
    await choose(page, { class: 'BCC', variants: 2, steps: 1, seed: 1 });
    await page.getByRole('button', { name: 'Change mask' }).click();
    await generate(page, 2);
    const found: Record<string, string[]> = {};
    for (const screen of SCREENS) {
      await goTo(page, screen);
      await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
      found[screen] = await violationsOn(page);
    }
    await goTo(page, 'Review');
    await page.getByRole('button', { name: 'Selection' }).click();
    found['Review, selection'] = await violationsOn(page);
    await goTo(page, 'Queue');
    await page.getByRole('button', { name: 'Skin and outlines' }).click();
    found['Queue, skin'] = await violationsOn(page);
    await goTo(page, 'Compose');
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
    found['Keys'] = await violationsOn(page);
    expect(Object.fromEntries(Object.entries(found).filter(([, violations]) => violations.length > 0))).toEqual({});
  });
}

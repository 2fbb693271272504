/** A first visit on a slow machine: every control is pressed the moment it is seen, and nothing is lost or refused. */
import { expect, type Page } from '@playwright/test';
import { testOnSmallModel as test } from './support/smallModel';
import { goTo, paintMask, variants } from './support/studio';

/** As much slower as the page's own work is made. */
const SLOWER = 6;
/** These ask for a file, change what was set, or stop what was begun. */
const LEFT_ALONE =
  /open|import|remove|delete|clear|reset|cancel|close|stop|zip|generate|undo|redo|first steps|do not start/i;

/** Presses every button of the screen, one after the other, as they are there. */
async function pressAll(page: Page): Promise<void> {
  for (;;) {
    const isLeft = await page.locator('main').evaluate((main, leftAlone) => {
      const isFree = (button: HTMLElement): boolean =>
        button.dataset['pressed'] === undefined && button.checkVisibility() && !button.matches(':disabled');
      const next = [...main.querySelectorAll('button')].find(
        (button) => isFree(button) && !new RegExp(leftAlone, 'i').test(button.ariaLabel ?? button.textContent),
      );
      main.querySelector('[data-pressed="now"]')?.setAttribute('data-pressed', 'before');
      next?.setAttribute('data-pressed', 'now');
      return next !== undefined;
    }, LEFT_ALONE.source);
    if (!isLeft) return;
    await page.locator('main [data-pressed="now"]').click();
    if ((await page.locator('dialog[open], :popover-open').count()) > 0) await page.keyboard.press('Escape');
  }
}

test(
  'whatever is pressed before the model is there waits for it, and what was typed stays',
  { tag: '@slow' },
  async ({ page }) => {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    await page.context().route('**/unet/**', async (route) => {
      await released;
      await route.fallback();
    });
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });

    await page.goto('/?ep=wasm#/compose');
    await page.getByLabel('Mask canvas').waitFor();
    await paintMask(page);
    await page.getByRole('spinbutton', { name: 'Steps' }).fill('3');
    await page.getByRole('spinbutton', { name: 'Guidance' }).fill('3.5');
    await page.getByRole('spinbutton', { name: 'Variants' }).fill('2');
    await page.getByLabel('Class', { exact: true }).selectOption('VASC');
    await page.getByRole('button', { name: 'Generate' }).click();
    await expect(page.getByText(/Starts when the model is ready/)).toBeVisible();

    const refused = page.getByRole('alert');
    for (const screen of ['Dataset', 'Queue', 'Review', 'Evaluate', 'Export', 'Models', 'Compose']) {
      await goTo(page, screen);
      await expect(page.getByRole('navigation').getByRole('link', { name: screen })).toHaveAttribute(
        'aria-current',
        'page',
      );
      await pressAll(page);
      await expect(refused, `on ${screen}`).toHaveCount(0);
    }
    await expect(page.getByRole('spinbutton', { name: 'Steps' })).toHaveValue('3');
    await expect(page.getByRole('spinbutton', { name: 'Guidance' })).toHaveValue('3.5');
    release();
    await expect(variants(page)).toHaveCount(2, { timeout: 120_000 });
    await expect(page.getByRole('button', { name: 'Accept', exact: true })).toHaveCount(2, { timeout: 120_000 });
    await expect(page.getByRole('spinbutton', { name: 'Steps' })).toHaveValue('3');
    await expect(page.getByRole('spinbutton', { name: 'Guidance' })).toHaveValue('3.5');
    await expect(page.getByLabel('Class', { exact: true })).toHaveValue('VASC');
    await expect(refused).toHaveCount(0);
  },
);

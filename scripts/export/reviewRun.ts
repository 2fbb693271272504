/** Review with thousands of samples: scrolling, deciding by key, sorting, look-alikes. */
import type { Page } from '@playwright/test';
import { frames, scroll, type Frames } from '../frames';

export interface ReviewRun {
  readonly scrolling: Frames;
  readonly deciding: Frames;
  readonly decisionsAnHour: number;
  /** From the choice of another order to its first frame. */
  readonly sortMs: number;
  readonly alikeSeconds: number;
  /** While samples are compared. */
  readonly alikeFrames: Frames;
}

const DECISIONS = 200;

export async function runReview(page: Page): Promise<ReviewRun> {
  await page.getByRole('navigation').getByRole('link', { name: 'Review' }).click();
  await page.getByRole('gridcell').first().waitFor();
  await page.mouse.move(500, 600);
  const scrolled = scroll(page);
  const scrolling = await frames(page);
  await scrolled;
  await page.getByRole('heading', { name: 'Review' }).click();
  const started = performance.now();
  const pressing = (async () => {
    for (let n = 0; n < DECISIONS; n += 1) await page.keyboard.press(n % 3 === 0 ? 'r' : 'a');
    return performance.now() - started;
  })();
  const deciding = await frames(page);
  const decisionsAnHour = (DECISIONS * 3_600_000) / (await pressing);
  const sortMs = await page.evaluate(async () => {
    const select = [...document.querySelectorAll('select')].find((element) =>
      element.querySelector('[value="typical"]'),
    );
    if (!select) throw new Error('There is nothing to sort by.');
    const before = performance.now();
    select.value = 'typical';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await new Promise((resolve) => requestAnimationFrame(resolve));
    return performance.now() - before;
  });
  const comparing = performance.now();
  await page.getByLabel('Sort by').selectOption('alike');
  await page.getByText(/^Comparing samples:/).waitFor();
  const alikeFrames = await frames(page);
  await page.getByText(/^Comparing samples:/).waitFor({ state: 'hidden' });
  const alikeSeconds = (performance.now() - comparing) / 1000;
  return { scrolling, deciding, decisionsAnHour, sortMs, alikeSeconds, alikeFrames };
}

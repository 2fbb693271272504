/** Frame times of a page, while something is done to it. */
import type { Page } from '@playwright/test';

export interface Frames {
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly worstMs: number;
}

const FRAMES_MS = 5_000;

export async function frames(page: Page, forMs = FRAMES_MS): Promise<Frames> {
  const times = await page.evaluate(async (ms) => {
    const found: number[] = [];
    const start = performance.now();
    for (let last = start; last - start < ms;) {
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      found.push(now - last);
      last = now;
    }
    return found.slice(1);
  }, forMs);
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? NaN;
  return { medianMs: at(0.5), p95Ms: at(0.95), worstMs: at(1) };
}

export async function scroll(page: Page): Promise<void> {
  for (let i = 0; i < 50; i += 1) {
    await page.mouse.wheel(0, 600);
    await page.waitForTimeout(90);
  }
}

/** How well the queue tells what remains: what it says after three samples, against what then comes. */
import type { Browser } from '@playwright/test';
import type { TabNews } from '../../src/contracts/tabs';
import { planEvenly } from './killRun';

export interface ForecastRun {
  readonly name: string;
  readonly made: number;
  readonly accepted: number;
  /** Remaining time that was said over that which came: with the candidates that came, and as it was said. */
  readonly timeRatio: number;
  readonly ratio: number;
}

const PLANS = [
  { name: 'fast, accepted by the gates', speed: 'fast', by: 'rule', perClass: 4 },
  { name: 'fast, accepted by a person', speed: 'fast', by: 'person', perClass: 4 },
  { name: 'full, accepted by the gates', speed: 'full', by: 'rule', perClass: 2 },
  { name: 'full, accepted by a person', speed: 'full', by: 'person', perClass: 2 },
] as const;
const AFTER = 3;
const WAIT_MS = 20 * 60_000;

interface Seen {
  readonly at: number;
  readonly made: number;
  readonly accepted: number;
  readonly saidMs: number;
  readonly sampleMs: number;
}

export async function runForecast(browser: Browser, address: string): Promise<ForecastRun[]> {
  const runs: ForecastRun[] = [];
  for (const { name, speed, by, perClass } of PLANS) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(WAIT_MS);
    const seen: Seen[] = [];
    await page.exposeFunction('tellQueueNews', (news: TabNews) => {
      if (news.kind !== 'queue') return;
      const { entries, left, sampleMs } = news.view;
      const made = entries.reduce((sum, view) => sum + view.made, 0);
      if (sampleMs === null || made === seen.at(-1)?.made) return;
      const accepted = entries.reduce((sum, view) => sum + view.accepted, 0);
      seen.push({ at: performance.now(), made, accepted, saidMs: left.expected * sampleMs, sampleMs });
    });
    await page.addInitScript(() => {
      new BroadcastChannel('inlay-project-first').onmessage = ({ data }: MessageEvent<unknown>) =>
        (window as unknown as { tellQueueNews: (news: unknown) => void }).tellQueueNews(data);
    });
    await page.goto(`${address}?ep=wasm#/queue`);
    await page.getByText('Works offline').waitFor(); // the cores are the queue's own then
    await planEvenly(page, perClass);
    await page.getByLabel('Sampler').selectOption(speed);
    await page.getByLabel('Accepted by').selectOption(by);
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByText('Finished.').waitFor();
    const [after, last] = [seen.find(({ made }) => made === AFTER), seen.at(-1)];
    if (!after || !last) throw new Error('The queue made fewer than three samples.');
    const cameMs = last.at - after.at;
    runs.push({
      name,
      made: last.made,
      accepted: last.accepted,
      timeRatio: ((last.made - AFTER) * after.sampleMs) / cameMs,
      ratio: after.saidMs / cameMs,
    });
    console.log(
      runs.at(-1),
      seen.slice(0, 12).map(({ at }, i) => Math.round(at - (seen[i - 1]?.at ?? at))),
    );
    await context.close();
  }
  return runs;
}

/** Fills a queue in a real browser whose tab is killed at random moments, and tells what was kept, made again or lost. */
import { createHash } from 'node:crypto';
import type { BrowserContext, Page } from '@playwright/test';
import { entriesOf, imagesOf } from '../../e2e/support/stored';
import type { TabNews } from '../../src/contracts/tabs';

export interface Filling {
  readonly address: string;
  /** Wanted samples of each class; the eight classes are all filled. */
  readonly perClass: number;
  /** Moments at which the tab is killed: each after so many milliseconds from the first sign of work. */
  readonly killsAfterMs: readonly number[];
  /** Brings the studio to the state in which the queue is started. */
  readonly prepare: (page: Page) => Promise<void>;
}

/** A sample as it lies in storage, without the times. */
export interface KeptSample {
  readonly id: string;
  readonly pngSha256: string;
  readonly record: string;
}

export interface Filled {
  readonly samples: readonly KeptSample[];
  readonly kills: number;
  /** Candidates whose making was begun more than once, and the most often that happened to one. */
  readonly begunAgain: number;
  /** Samples that a run of the tab had kept and a later one did not have, or had otherwise. */
  readonly lost: readonly string[];
  readonly masksKept: boolean;
  readonly seconds: number;
}

const WAIT_MS = 30 * 60_000;

export async function fillQueue(context: BrowserContext, filling: Filling): Promise<Filled> {
  const begun = new Map<string, Set<number>>();
  const reported: { readonly run: number; readonly id: string; readonly decision: string }[] = [];
  const lost = new Set<string>();
  const started = performance.now();
  let maskBefore: string | null = null;
  let masksKept = true;
  for (let run = 0; ; run += 1) {
    const page = await context.newPage();
    page.setDefaultTimeout(WAIT_MS);
    await page.exposeFunction('tellQueueNews', (news: TabNews) => {
      if (news.kind === 'sample')
        reported.push({ run, id: news.sample.id, decision: JSON.stringify(news.sample.decision?.outcome ?? null) });
      const forming = news.kind === 'queue' ? news.view.forming : null;
      if (forming) begun.set(forming.id, (begun.get(forming.id) ?? new Set()).add(run));
    });
    await page.addInitScript(() => {
      new BroadcastChannel('inlay-project-first').onmessage = ({ data }: MessageEvent<unknown>) =>
        (window as unknown as { tellQueueNews: (news: unknown) => void }).tellQueueNews(data);
    });
    await page.goto(`${filling.address}?ep=wasm#/queue`);
    if (run === 0) {
      await filling.prepare(page);
      await page.getByRole('button', { name: 'Start' }).click();
    } else {
      await page.getByRole('list', { name: 'Classes in the queue' }).waitFor();
      const kept = new Map((await readKept(page)).map(({ id, record }) => [id, record]));
      for (const { id, decision } of reported)
        if (!(kept.get(id) ?? '').includes(`"outcome":${decision}`)) lost.add(id);
      masksKept &&= (await readMasks(page)) === maskBefore;
    }
    const killAfterMs = filling.killsAfterMs[run];
    if (killAfterMs === undefined) {
      await page.getByText('Finished.').waitFor();
      const samples = await readKept(page);
      masksKept &&= (await readMasks(page)) === maskBefore || run === 0;
      await page.close();
      const again = [...begun.values()].filter((runs) => runs.size > 1);
      return {
        samples,
        kills: run,
        begunAgain: again.length,
        lost: [...lost],
        masksKept,
        seconds: (performance.now() - started) / 1000,
      };
    }
    await page.getByText(/step \d+ of/).waitFor();
    if (run === 0) maskBefore = await readMasks(page);
    await page.waitForTimeout(killAfterMs);
    await kill(page);
  }
}

/** Ends the tab's process, workers and all. */
async function kill(page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash');
  const session = await page.context().newCDPSession(page);
  session.send('Page.crash').catch(() => undefined); // nobody is left to answer
  await crashed;
  await page.close();
}

/** Masks that were painted on the Compose screen, with their strokes. */
async function readMasks(page: Page): Promise<string> {
  return JSON.stringify([await entriesOf(page, 'mask:'), await entriesOf(page, 'stroke:')]);
}

/** Every sample in storage, by id: the hash of its image, and its record, recipe and decision without times. */
export async function readKept(page: Page): Promise<KeptSample[]> {
  const images = await imagesOf(page);
  const decisions = new Map(await entriesOf(page, 'decision:'));
  const kept = await entriesOf(page, 'sample:');
  return kept.map(([key, value]) => {
    const id = key.slice('sample:'.length);
    const { record, recipe } = value as { readonly record: unknown; readonly recipe: unknown };
    const text = JSON.stringify({
      record,
      recipe,
      decision: decisions.get(`decision:${id}:first`) ?? { outcome: null },
    });
    return {
      id,
      pngSha256: createHash('sha256')
        .update(images.get(id) ?? new Uint8Array())
        .digest('hex'),
      record: text.replaceAll(/"(createdAt|when)":"[^"]*"/g, '"$1":""'),
    };
  });
}

/** Sets up a plan of so many samples of each class, made with the fast sampler. */
export async function planEvenly(page: Page, perClass: number): Promise<void> {
  await page
    .getByRole('contentinfo')
    .getByText(/Ready on WASM/)
    .waitFor();
  await page.getByLabel('Fill each class').selectOption('number');
  await page.getByLabel('Samples', { exact: true }).fill(String(perClass));
  await page.getByLabel('Sampler').selectOption('fast');
}

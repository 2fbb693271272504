/** Fills a queue in a real browser whose tab is killed at random moments, and tells what was kept, made again or lost. */
import type { BrowserContext, Page } from '@playwright/test';
import type { QueueNews } from '../../src/contracts/queue';

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
    await page.exposeFunction('tellQueueNews', (news: QueueNews) => {
      if (news.kind === 'sample')
        reported.push({ run, id: news.sample.id, decision: JSON.stringify(news.sample.decision?.outcome ?? null) });
      const forming = news.kind === 'view' ? news.view.forming : null;
      if (forming) begun.set(forming.id, (begun.get(forming.id) ?? new Set()).add(run));
    });
    await page.addInitScript(() => {
      new BroadcastChannel('inlay-queue').onmessage = ({ data }: MessageEvent<unknown>) =>
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

/** Masks that were painted on the Compose screen. */
function readMasks(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>((resolve, reject) => {
        const opening = indexedDB.open('inlay');
        opening.onerror = () => reject(new Error('no database'));
        opening.onsuccess = () => {
          const reading = opening.result.transaction('keyval').objectStore('keyval').get('compose');
          reading.onsuccess = () => {
            resolve(JSON.stringify((reading.result as { masks?: unknown } | undefined)?.masks ?? null));
            opening.result.close();
          };
        };
      }),
  );
}

/** Every sample in storage, by id: the hash of its file, and its record and recipe without times. */
export async function readKept(page: Page): Promise<KeptSample[]> {
  const read = await page.evaluate(async () => {
    const values = await new Promise<{ record: { id: string } }[]>((resolve, reject) => {
      const opening = indexedDB.open('inlay');
      opening.onerror = () => reject(new Error('no database'));
      opening.onsuccess = () => {
        const range = IDBKeyRange.bound('sample:', 'sample:\uffff');
        const reading = opening.result.transaction('keyval').objectStore('keyval').getAll(range);
        reading.onsuccess = () => {
          resolve(reading.result as { record: { id: string } }[]);
          opening.result.close();
        };
      };
    });
    const root = await navigator.storage.getDirectory();
    const samples: { id: string; hash: number[]; text: string }[] = [];
    if (values.length === 0) return samples;
    const folder = await root.getDirectoryHandle('samples');
    for (const value of values) {
      const file = await (await folder.getFileHandle(`${value.record.id}.png`)).getFile();
      const hash = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
      samples.push({ id: value.record.id, hash: [...new Uint8Array(hash)], text: JSON.stringify(value) });
    }
    return samples;
  });
  return read
    .map(({ id, hash, text }) => ({
      id,
      pngSha256: Buffer.from(hash).toString('hex'),
      record: text.replaceAll(/"(createdAt|when)":"[^"]*"/g, '"$1":""'),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
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

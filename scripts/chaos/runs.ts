/** What is done while the browser is killed, and how much of it is there afterwards. */
import type { Page } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { entriesOf, imagesOf } from '../../e2e/support/stored';
import { uniform } from '../../src/core/random/gaussian';
import { fillWithSamples } from '../export/manySamples';
import { openBrowser } from './mortalBrowser';

export interface Chaos {
  readonly kills: number;
  /** Pieces of work that were finished before a kill, over all runs. */
  readonly finished: number;
  /** Of those, gone afterwards: in all, and the most in one kill. */
  readonly lost: number;
  readonly mostLost: number;
}

interface Work {
  /** Brings a fresh profile to where the work begins. */
  prepare?(page: Page): Promise<void>;
  /** Goes to where the work is done. */
  open(page: Page): Promise<void>;
  /** Works until it is killed. @param finished called when a piece is done */
  work(page: Page, finished: () => void): Promise<void>;
  /** How many pieces are kept. */
  kept(page: Page): Promise<number>;
}

const LONGEST_MS = 3000;

export async function killWhile(work: Work, address: string, kills: number, seed: number): Promise<Chaos> {
  const profile = await mkdtemp(join(tmpdir(), 'inlay-chaos-'));
  const lives = uniform(seed, kills);
  let [all, lost, mostLost] = [0, 0, 0];
  try {
    let before = 0;
    if (work.prepare) {
      const first = await openBrowser(profile, address);
      await first.page.getByRole('navigation', { name: 'Screens' }).waitFor();
      await work.prepare(first.page);
      await first.context.close();
    }
    for (let run = 0; run <= kills; run += 1) {
      const { page, kill, context } = await openBrowser(profile, address);
      await page.getByRole('navigation', { name: 'Screens' }).waitFor();
      const kept = await work.kept(page);
      const gone = Math.max(0, before - kept);
      lost += gone;
      mostLost = Math.max(mostLost, gone);
      if (run === kills) {
        await context.close();
        break;
      }
      before = kept;
      await work.open(page);
      const life = page.waitForTimeout(500 + LONGEST_MS * (lives[run] ?? 0)).then(kill);
      await work
        .work(page, () => {
          before += 1;
          all += 1;
        })
        .catch(() => undefined); // it was killed
      await life;
    }
    return { kills, finished: all, lost, mostLost };
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
}

/** Spots in a row, and screen pixels between them: each stroke paints where none was. */
const ROW = 40;
const APART = 9;

/** Points, one after another, as fast as they are taken. */
export function painting(): Work {
  let spots = 0;
  return {
    async open(page) {
      await page.getByRole('link', { name: 'Compose' }).click();
      await page.getByRole('spinbutton', { name: 'Brush size' }).fill('1');
    },
    async work(page, finished) {
      const box = await page.getByLabel('Mask canvas').boundingBox();
      if (!box) throw new Error('The canvas has no box.');
      const [left, top] = [box.x + box.width / 2 - (ROW * APART) / 2, box.y + box.height / 2 - 240];
      for (;;) {
        await page.mouse.move(left + APART * (spots % ROW), top + APART * Math.floor(spots / ROW));
        spots += 1;
        await page.mouse.down();
        await page.mouse.up();
        finished();
      }
    },
    /** Strokes are numbered: the last one's number says how many there were. */
    async kept(page) {
      const strokes = await entriesOf(page, 'stroke:');
      return strokes.reduce((most, [key]) => Math.max(most, Number(key.split(':').at(-1)) + 1), 0);
    },
  };
}

const SAMPLES = 2000;

/** Decisions by key. */
export const DECIDING: Work = {
  prepare: (page) => fillWithSamples(page, SAMPLES, 0),
  async open(page) {
    await page.getByRole('link', { name: 'Review' }).click();
    await page.getByLabel('Decision', { exact: true }).selectOption('undecided');
    await page.getByRole('gridcell').first().click();
  },
  async work(page, finished) {
    for (let i = 0; ; i += 1) {
      await page.keyboard.press(i % 3 === 0 ? 'r' : 'a');
      finished();
    }
  },
  kept: async (page) => (await entriesOf(page, 'decision:')).length,
};

/** A queue that fills a plan; a sample counts when the page shows it. */
export const QUEUE: Work = {
  async prepare(page) {
    await page.getByRole('link', { name: 'Queue' }).click();
    await page.getByText(/Ready on/).waitFor();
    await page.getByLabel('Fill each class').selectOption('number');
    await page.getByLabel('Samples', { exact: true }).fill('200');
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByText(/step \d+ of/).waitFor();
  },
  async open(page) {
    await page.getByRole('link', { name: 'Queue' }).click();
    await page.getByText(/step \d+ of/).waitFor({ timeout: 60_000 });
  },
  async work(page, finished) {
    let shown = await count(page);
    for (;;) {
      await page.waitForTimeout(20);
      const now = await count(page);
      for (; shown < now; shown += 1) finished();
    }
  },
  /** Only those whose images are what was written. */
  async kept(page) {
    const images = await imagesOf(page);
    return [...images.values()].filter((png) => Buffer.from(png.subarray(1, 4)).toString() === 'PNG').length;
  },
};

async function count(page: Page): Promise<number> {
  const text = await page.getByRole('region', { name: 'In the queue' }).locator('strong').first().innerText();
  return Number(text.replaceAll(/\D/g, ''));
}

/** What is done while the browser is killed, and how much of it is there afterwards. */
import type { Page } from '@playwright/test';
import { entriesOf, imagesOf, storeSamples } from '../../e2e/support/stored';
import { goTo } from '../../e2e/support/studio';
import { sha256Hex } from '../../src/core/provenance/digest';
import { encodePng } from '../../src/core/provenance/png';
import { uniform } from '../../src/core/random/gaussian';
import { wholeSample } from '../../src/data/keptSample';
import { exampleMadeSample } from '../../src/testing/samples';
import { openStudioBrowser } from './studioBrowser';

export interface Chaos {
  readonly kills: number;
  /** Pieces of work that were finished before a kill, over all runs. */
  readonly finished: number;
  /** Of those, gone afterwards: in all, and the most in one kill. */
  readonly lost: number;
  readonly mostLost: number;
}

interface Work {
  /** How long somebody works at most before the browser is killed. */
  readonly longestMs: number;
  /** Brings a fresh profile to where the work begins. */
  prepare?(page: Page): Promise<void>;
  /** Goes to where the work is done. */
  open(page: Page): Promise<void>;
  /** Works until it is killed. @param finished called when a piece is done */
  work(page: Page, finished: () => void): Promise<void>;
  /** How many pieces are kept. */
  kept(page: Page): Promise<number>;
}

/** How long somebody works at least before the browser is killed. */
const LEAST_MS = 500;

/** @param profile an empty folder in which the browser keeps everything */
export async function killWhile(
  work: Work,
  profile: string,
  address: string,
  kills: number,
  seed: number,
): Promise<Chaos> {
  const lives = uniform(seed, kills);
  let [all, lost, mostLost, expected] = [0, 0, 0, 0];
  if (work.prepare) {
    const first = await openStudioBrowser(profile);
    await started(first.page, address);
    await work.prepare(first.page);
    await first.close();
  }
  for (let run = 0; run <= kills; run += 1) {
    const { page, kill, close } = await openStudioBrowser(profile);
    await started(page, address);
    const kept = await work.kept(page);
    const gone = Math.max(0, expected - kept);
    lost += gone;
    mostLost = Math.max(mostLost, gone);
    console.log(`kill ${run} of ${kills}: ${kept} kept, ${gone} gone`);
    if (run === kills) {
      await close();
      break;
    }
    expected = kept;
    await work.open(page);
    let isAlive = true;
    const working = work.work(page, () => {
      if (!isAlive) return;
      expected += 1;
      all += 1;
    });
    const life = LEAST_MS + (work.longestMs - LEAST_MS) * (lives[run] ?? 0);
    const ended = await Promise.race([
      working.then(() => new Error('There was nothing left to do.')),
      new Promise<null>((resolve) => setTimeout(() => resolve(null), life)),
    ]);
    isAlive = false;
    working.catch(() => undefined); // it is killed
    await kill();
    if (ended) throw ended;
  }
  return { kills, finished: all, lost, mostLost };
}

async function started(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('navigation', { name: 'Screens' }).waitFor();
}

/** Spots in a row, and screen pixels between them: each stroke paints where none was. */
const ROW = 160;
const APART = 3;

/** Points, one after another. @param paceMs least time from one to the next; 0: as fast as they are taken */
export function painting(paceMs: number): Work {
  let spots = 0;
  return {
    longestMs: 3500,
    async open(page) {
      await goTo(page, 'Compose');
      await page.getByRole('spinbutton', { name: 'Brush size' }).fill('1');
    },
    async work(page, finished) {
      const box = await page.getByLabel('Mask canvas').boundingBox();
      if (!box) throw new Error('The canvas has no box.');
      const side = (ROW * APART) / 2;
      const [left, top] = [box.x + box.width / 2 - side, box.y + box.height / 2 - side];
      const session = await page.context().newCDPSession(page);
      for (; spots < ROW * ROW; spots += 1) {
        const at = { x: left + APART * (spots % ROW), y: top + APART * Math.floor(spots / ROW) };
        const began = performance.now();
        // All three at once, in this order: each by itself waits for a frame.
        await Promise.all(
          (['mouseMoved', 'mousePressed', 'mouseReleased'] as const).map((type) =>
            session.send('Input.dispatchMouseEvent', {
              ...{ type, ...at, clickCount: 1 },
              ...(type === 'mouseMoved' ? {} : { button: 'left', buttons: type === 'mousePressed' ? 1 : 0 }),
            }),
          ),
        );
        finished();
        await page.waitForTimeout(Math.max(0, began + paceMs - performance.now()));
      }
    },
    /** Strokes are numbered: the last one's number says how many there were. */
    async kept(page) {
      const strokes = await entriesOf(page, 'stroke:');
      return strokes.reduce((most, [key]) => Math.max(most, Number(key.split(':').at(-1)) + 1), 0);
    },
  };
}

const SAMPLES = 4000;
const PER_CALL = 250;

/** Decisions by key. */
export const DECIDING: Work = {
  longestMs: 3500,
  async prepare(page) {
    const png = encodePng({ width: 8, height: 8, data: new Uint8ClampedArray(256).fill(255) });
    for (let from = 0; from < SAMPLES; from += PER_CALL) {
      const seeds = Array.from({ length: PER_CALL }, (_, i) => from + i);
      const samples = await Promise.all(seeds.map((seed) => exampleMadeSample({ seed, decision: null })));
      await storeSamples(
        page,
        from / PER_CALL,
        samples.map((sample) => ({ sample, png })),
      );
    }
  },
  async open(page) {
    await goTo(page, 'Review');
    await page.getByLabel('Decision', { exact: true }).selectOption('undecided');
    await page.getByRole('gridcell').first().click();
  },
  async work(page, finished) {
    const left = SAMPLES - (await this.kept(page));
    for (let i = 0; i < left; i += 1) {
      await page.keyboard.press(i % 3 === 0 ? 'r' : 'a');
      finished();
    }
  },
  kept: async (page) => (await entriesOf(page, 'decision:')).length,
};

/** A queue that fills a plan; a sample counts when the page shows it. */
export const QUEUE: Work = {
  longestMs: 8000,
  async prepare(page) {
    await goTo(page, 'Queue');
    await page.getByText(/Ready on/).waitFor();
    await page.getByLabel('Fill each class').selectOption('number');
    await page.getByLabel('Samples', { exact: true }).fill('200');
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByText(/step \d+ of/).waitFor();
  },
  async open(page) {
    await goTo(page, 'Queue');
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
  /** Only those whose records and images are what was written. */
  async kept(page) {
    const images = await imagesOf(page);
    let whole = 0;
    for (const [key, value] of await entriesOf(page, 'sample:')) {
      const kept = await wholeSample(value);
      const image = images.get(key.slice('sample:'.length));
      if (kept && image && (await sha256Hex(new Uint8Array(image))) === kept.image.sha256) whole += 1;
    }
    return whole;
  },
};

async function count(page: Page): Promise<number> {
  const text = await page.getByRole('region', { name: 'In the queue' }).locator('strong').first().innerText();
  return Number(text.replaceAll(/\D/g, ''));
}

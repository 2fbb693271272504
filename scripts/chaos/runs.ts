/** What is done while the browser is killed, and how much of it is there afterwards. */
import type { Page } from '@playwright/test';
import { databasesOf, entriesIn, entriesOf, imagesOf, storeSamples } from '../../e2e/support/stored';
import { goTo } from '../../e2e/support/studio';
import { sha256Hex } from '../../src/core/provenance/digest';
import { encodePng } from '../../src/core/provenance/png';
import { uniform } from '../../src/core/random/gaussian';
import { wholeSample } from '../../src/data/keptSample';
import { exampleMadeSample } from '../../src/testing/samples';
import { openStudioBrowser, started } from './studioBrowser';

export interface Chaos {
  readonly kills: number;
  /** Pieces of work that were there, or finished before a kill, over all runs. */
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
    if (run === 0) all += kept; // what was there before
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

/** Spots in a row, and screen pixels between them: each stroke paints where none was. */
const ROW = 160;
const APART = 3;

/** Points, one after another; none is set twice, in no life of the browser: the second would change nothing. @param paceMs least time from one to the next; 0: as fast as they are taken @param most so many in all */
export function painting(paceMs: number, most = ROW * ROW): Work {
  let spots = 0;
  return {
    longestMs: 3500,
    open: openCompose,
    async work(page, finished) {
      const spot = await brushOn(page);
      while (spots < most) {
        const began = performance.now();
        await spot(spots++);
        finished();
        await page.waitForTimeout(Math.max(0, began + paceMs - performance.now()));
      }
    },
    /** Strokes are numbered: the last one's number says how many there were. */
    async kept(page) {
      return strokesSet(await entriesOf(page, 'stroke:'));
    },
  };
}

function strokesSet(strokes: readonly [string, unknown][]): number {
  return strokes.reduce((most, [key]) => Math.max(most, Number(key.split(':').at(-1)) + 1), 0);
}

/** @returns sets the nth point */
async function brushOn(page: Page): Promise<(n: number) => Promise<void>> {
  const canvas = page.getByLabel('Mask canvas');
  await canvas.and(page.locator('[aria-busy=false]')).waitFor(); // until the skin is shown nobody paints
  const box = await canvas.boundingBox();
  if (!box) throw new Error('The canvas has no box.');
  const side = (ROW * APART) / 2;
  const [left, top] = [box.x + box.width / 2 - side, box.y + box.height / 2 - side];
  const session = await page.context().newCDPSession(page);
  return async (n) => {
    const at = { x: left + APART * (n % ROW), y: top + APART * Math.floor(n / ROW) };
    // All three at once, in this order: each by itself waits for a frame.
    await Promise.all(
      (['mouseMoved', 'mousePressed', 'mouseReleased'] as const).map((type) =>
        session.send('Input.dispatchMouseEvent', {
          ...{ type, ...at, clickCount: 1 },
          ...(type === 'mouseMoved' ? {} : { button: 'left', buttons: type === 'mousePressed' ? 1 : 0 }),
        }),
      ),
    );
  };
}

const SAMPLES = 4000;
const EXPORTED = 500;
const PER_CALL = 250;

async function storeMany(page: Page, samples: number): Promise<void> {
  const png = encodePng({ width: 8, height: 8, data: new Uint8ClampedArray(256).fill(255) });
  for (let from = 0; from < samples; from += PER_CALL) {
    const seeds = Array.from({ length: PER_CALL }, (_, i) => from + i);
    const made = await Promise.all(seeds.map((seed) => exampleMadeSample({ seed, decision: null })));
    await storeSamples(
      page,
      from / PER_CALL,
      made.map((sample) => ({ sample, png })),
    );
  }
}

/** Decisions by key. */
export const DECIDING: Work = {
  longestMs: 3500,
  prepare: (page) => storeMany(page, SAMPLES),
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

/** Exports, one after another; what is exported has to be there afterwards. */
export const EXPORTING: Work = {
  longestMs: 2500,
  prepare: (page) => storeMany(page, EXPORTED),
  async open(page) {
    await goTo(page, 'Export');
    await page.getByLabel('Images in the set').selectOption('all');
  },
  async work(page) {
    for (;;) {
      await page.getByRole('button', { name: 'Export zip' }).click();
      await page.getByRole('link', { name: /^Save .*\.zip$/ }).waitFor({ timeout: 600_000 });
    }
  },
  kept: (page) => QUEUE.kept(page),
};

/** Two projects, in turn: a stroke in one, then over to the other. */
export function switching(): Work {
  let spots = 0;
  return {
    longestMs: 6000,
    async prepare(page) {
      await page.getByRole('banner').getByRole('button', { name: PROJECT_NAME }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'New project' }).click();
      await page.getByRole('banner').getByRole('button', { name: 'New project', exact: true }).waitFor();
    },
    open: openCompose,
    async work(page, finished) {
      const project = page.getByRole('banner').getByRole('button', { name: PROJECT_NAME });
      for (;;) {
        await openCompose(page); // each project has its own brush: with a wide one a spot beside another changes nothing
        const spot = await brushOn(page);
        await spot(spots++);
        finished();
        const before = await project.innerText();
        await project.click();
        await page.getByRole('dialog').locator('li:not([aria-current]) button').first().click();
        await project.filter({ hasNotText: before }).waitFor();
      }
    },
    async kept(page) {
      let all = 0;
      for (const database of await databasesOf(page)) all += strokesSet(await entriesIn(page, database, 'stroke:'));
      return all;
    },
  };
}

const PROJECT_NAME = /project$/;

async function openCompose(page: Page): Promise<void> {
  await goTo(page, 'Compose');
  await page.getByRole('spinbutton', { name: 'Brush size' }).fill('1');
}

async function count(page: Page): Promise<number> {
  const text = await page.getByRole('region', { name: 'In the queue' }).locator('strong').first().innerText();
  return Number(text.replaceAll(/\D/g, ''));
}

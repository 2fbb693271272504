/** What lies in the browser's storage is harmed while the studio is closed; what was not harmed has to be there afterwards. */
import { isDeepStrictEqual } from 'node:util';
import { cp, rm } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import {
  databaseOf,
  databasesOf,
  entriesIn,
  entriesOf,
  imagesOf,
  PROJECT,
  putEntries,
  removeStored,
  storeSamples,
} from '../../e2e/support/stored';
import profile from '../../e2e/fixtures/before/profile.json';
import { ISIC_2019 } from '../../src/contracts/classes';
import { goTo } from '../../e2e/support/studio';
import { sha256Hex } from '../../src/core/provenance/digest';
import { encodePng } from '../../src/core/provenance/png';
import { exampleMadeSample } from '../../src/testing/samples';
import { STILL } from './migration';
import { painting } from './runs';
import { openStudioBrowser, started } from './studioBrowser';

export interface Harmed {
  readonly what: string;
  /** Pieces that were not harmed. */
  readonly others: number;
  /** Of them, gone or changed. */
  readonly lost: readonly string[];
  /** The studio's news afterwards. */
  readonly said: string;
}

const SEGMENTS = 2;
const SAMPLES_EACH = 6;
const STROKES = 3;
const DAMAGED = { damaged: true };
/** Of the profile from before there were projects. */
const KINDS = ['selection', 'reader-study', 'evaluation', 'shape:'];
const QUEUE = { schema: 1, series: {}, entries: [], running: false };

/** What a profile holds: every entry, and the hash of every sample's image. */
type Content = ReadonlyMap<string, unknown>;

/** @param folder an empty one, in which the browser keeps everything; copies of it are made beside it */
export async function harmEach(folder: string, address: string): Promise<Harmed[]> {
  const still = new URL(STILL, address).href;
  await fill(folder, address);
  const before = await contentOf(folder, still);
  const untouched = await afterHarm(folder, address, () => Promise.resolve());
  const moving = changed(before, untouched.content); // what every opening writes anew
  const found: Harmed[] = [];
  const harm = async (what: string, isHarmed: (key: string) => boolean, how: (page: Page) => Promise<void>) => {
    const { content, said } = await afterHarm(folder, address, how);
    const spared = new Map([...before].filter(([key]) => !isHarmed(key) && !moving.includes(key)));
    found.push({ what, others: spared.size, lost: changed(spared, content), said });
    console.log(found.at(-1));
  };
  for (const key of oneOfEachKind(before)) {
    const [database = '', entry = ''] = key.split(' ');
    await harm(
      `the entry \`${kindOf(key)}\` is overwritten`,
      (other) => other === key || other === key.replace(/^.* sample:/, IMAGE),
      (page) => putEntries(page, database, [[entry, DAMAGED]]),
    );
  }
  const inSegment = new Set(firstSegment(before));
  await harm(
    'a file of samples is removed',
    (key) => inSegment.has(key),
    (page) => removeStored(page, 'projects/first/samples/000000.segment'),
  );
  await harm(
    'all files are removed',
    (key) => key.startsWith(IMAGE),
    (page) => removeStored(page, ''),
  );
  return found;
}

const IMAGE = 'image ';
const POLL_MS = 50;

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
}

/** Samples that are decided and tagged, a mask with strokes, and an entry of each other kind, as an earlier studio has kept it. */
async function fill(folder: string, address: string): Promise<void> {
  const { page, close } = await openStudioBrowser(folder);
  await started(page, address);
  const work = painting(0, STROKES);
  await work.open(page);
  await work.work(page, () => undefined);
  await until(async () => (await entriesOf(page, 'stroke:')).length === STROKES);
  for (let segment = 0; segment < SEGMENTS; segment += 1) {
    const made = Array.from({ length: SAMPLES_EACH }, (_, i) => {
      const shade = 10 * (segment * SAMPLES_EACH + i);
      const png = encodePng({ width: 8, height: 8, data: new Uint8ClampedArray(256).fill(shade) });
      const decision = { outcome: 'accepted', by: 'person', reason: '', when: '2026-11-30T00:00:00.000Z' } as const;
      return exampleMadeSample({ seed: shade, decision, tags: ['sharp'] }).then((sample) => ({ sample, png }));
    });
    await storeSamples(page, segment, await Promise.all(made));
  }
  const others = Object.entries(profile).filter(([key]) => KINDS.some((kind) => key.startsWith(kind)));
  const own = { ...ISIC_2019, id: 'own' };
  await putEntries(page, databaseOf(PROJECT), [...others, ['queue', QUEUE], ['classes', own]]);
  await started(page, address);
  await goTo(page, 'Queue');
  await page.getByLabel('Fill each class').selectOption('number');
  await page.waitForTimeout(1000); // what is typed is kept a moment later
  await close();
}

async function afterHarm(
  folder: string,
  address: string,
  harm: (page: Page) => Promise<void>,
): Promise<{ readonly content: Content; readonly said: string }> {
  const copy = `${folder}-harmed`;
  const still = new URL(STILL, address).href;
  await cp(folder, copy, { recursive: true });
  try {
    const first = await openStudioBrowser(copy);
    await first.page.goto(still);
    await harm(first.page);
    await first.close();
    const { page, close } = await openStudioBrowser(copy);
    await started(page, address);
    await goTo(page, 'Review');
    await page.getByRole('gridcell').first().waitFor();
    const damaged = await page.getByRole('gridcell', { name: /Damaged image/ }).count();
    const news = await page.locator('[aria-live=polite] strong').allInnerTexts();
    const said = [...news, ...(damaged > 0 ? [`${damaged} samples are marked as damaged.`] : [])].join(' ');
    await close();
    return { content: await contentOf(copy, still), said };
  } finally {
    await rm(copy, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function contentOf(folder: string, still: string): Promise<Content> {
  const { page, close } = await openStudioBrowser(folder);
  await page.goto(still);
  const content = new Map<string, unknown>();
  for (const database of await databasesOf(page))
    for (const [key, value] of await entriesIn(page, database, '')) content.set(`${database} ${key}`, value);
  for (const [id, bytes] of await imagesOf(page)) content.set(`${IMAGE}${id}`, await sha256Hex(new Uint8Array(bytes)));
  await close();
  return content;
}

function changed(before: Content, after: Content): string[] {
  return [...before].flatMap(([key, value]) => (isDeepStrictEqual(after.get(key), value) ? [] : [key]));
}

/** A key's kind: what stands before its first colon. */
function kindOf(key: string): string {
  return (key.split(' ')[1] ?? '').split(':')[0] ?? '';
}

function oneOfEachKind(content: Content): string[] {
  const kinds = new Map<string, string>();
  for (const key of content.keys()) if (!key.startsWith(IMAGE)) kinds.set(`${key.split(' ')[0]} ${kindOf(key)}`, key);
  return [...kinds.values()];
}

/** Images that lie in the first file of samples. */
function firstSegment(content: Content): string[] {
  return [...content].flatMap(([key, value]) => {
    const { image } = (value ?? {}) as { image?: { segment: string } };
    return image?.segment === '000000.segment' ? [`${IMAGE}${key.split('sample:')[1] ?? ''}`] : [];
  });
}

/** The browser is killed while work from before there were projects is moved into the first one. */
import type { Page } from '@playwright/test';
import { isDeepStrictEqual } from 'node:util';
import profile from '../../e2e/fixtures/before/profile.json';
import { entriesOf, imagesOf } from '../../e2e/support/stored';
import { rleSchema } from '../../src/contracts/recipe';
import { savedSampleSchema } from '../../src/contracts/storage';
import { sha256Hex } from '../../src/core/provenance/digest';
import { uniform } from '../../src/core/random/gaussian';
import { wholeSample } from '../../src/data/keptSample';
import { keptMask } from '../../src/data/keptMask';
import { openStudioBrowser } from './studioBrowser';

export interface MigrationChaos {
  readonly kills: number;
  /** Kills after which some pieces were moved, and some were not. */
  readonly inTheMiddle: number;
  readonly pieces: number;
  /** What is not there in the end, or not what it was, by key. */
  readonly lost: readonly string[];
}

interface Filling {
  readonly entries: readonly (readonly [string, unknown])[];
  readonly sampleKey: string;
  readonly copies: number;
}

const SAMPLE = 'sample:';
/** So many copies of the profile's sample that all of them take longer than the lives of the browser together. */
const COPIES = 1000;
const LIFE_MS = { least: 20, most: 700 } as const;
/** Of the studio's origin, but no page of the studio: nothing is moved while it is open. */
export const STILL = 'icon.svg';

/** @param folder an empty one, in which the browser keeps everything */
export async function killWhileMoving(
  folder: string,
  address: string,
  kills: number,
  seed: number,
): Promise<MigrationChaos> {
  const still = new URL(STILL, address).href;
  const first = await openStudioBrowser(folder);
  await first.page.goto(still);
  const hashes = await fill(first.page);
  await first.close();
  const lives = uniform(seed, kills);
  let inTheMiddle = 0;
  for (let run = 0; run < kills; run += 1) {
    const moving = await openStudioBrowser(folder);
    await moving.page.goto(address);
    await moving.page.getByLabel('Pieces moved').waitFor();
    const life = LIFE_MS.least + (LIFE_MS.most - LIFE_MS.least) * (lives[run] ?? 0);
    await new Promise((resolve) => setTimeout(resolve, life));
    await moving.kill();
    const after = await openStudioBrowser(folder);
    await after.page.goto(still);
    const left = await earlierSamples(after.page);
    if (left > 0 && left < COPIES) inTheMiddle += 1;
    await after.close();
  }
  const last = await openStudioBrowser(folder);
  await last.page.goto(address);
  await last.page.getByRole('navigation', { name: 'Screens' }).waitFor({ timeout: 600_000 });
  const lost = await missing(last.page, hashes);
  await last.close();
  return { kills, inTheMiddle, pieces: Object.keys(profile).length - 1 + COPIES, lost };
}

/** Writes the profile as the studio of then did, with copies of its sample. @returns hashes of the images, by the ids of the samples */
async function fill(page: Page): Promise<ReadonlyMap<string, string>> {
  const sampleKey = Object.keys(profile).find((key) => key.startsWith(SAMPLE)) ?? '';
  const filling: Filling = { entries: Object.entries(profile), sampleKey, copies: COPIES };
  return new Map(await page.evaluate(writeEarlier, filling));
}

/** In the browser, and so on its own; a function of a name within would ask for a helper that is not there. */
async function writeEarlier({ entries, sampleKey, copies }: Filling): Promise<[string, string][]> {
  const kept = new Map(entries);
  const sample = kept.get(sampleKey) as { readonly record: object };
  kept.delete(sampleKey);
  const hashes: [string, string][] = [];
  const files: [folder: string, name: string, bytes: Uint8Array<ArrayBuffer>][] = [
    ['backgrounds', 'healed-000000000000.png', new Uint8Array(1)],
  ];
  for (let copy = 0; copy < copies; copy += 1) {
    const id = `SYN_${copy.toString(16).padStart(12, '0')}`;
    const bytes = crypto.getRandomValues(new Uint8Array(4000));
    files.push(['samples', `${id}.png`, bytes]);
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    hashes.push([id, [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')]);
    kept.set(`sample:${id}`, { ...sample, record: { ...sample.record, id } });
  }
  const root = await navigator.storage.getDirectory();
  for (const [folder, name, bytes] of files) {
    const place = await root.getDirectoryHandle(folder, { create: true });
    const writable = await (await place.getFileHandle(name, { create: true })).createWritable();
    await writable.write(bytes);
    await writable.close();
  }
  await new Promise<void>((resolve, reject) => {
    const opening = indexedDB.open('inlay');
    opening.onupgradeneeded = () => opening.result.createObjectStore('keyval');
    opening.onerror = () => reject(new Error('The database could not be opened.'));
    opening.onsuccess = () => {
      const writing = opening.result.transaction('keyval', 'readwrite');
      for (const [key, value] of kept) writing.objectStore('keyval').put(value, key);
      writing.oncomplete = () => {
        opening.result.close();
        resolve();
      };
    };
  });
  return hashes;
}

/** How many samples have not been moved yet. */
function earlierSamples(page: Page): Promise<number> {
  return page.evaluate(
    (prefix) =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('inlay');
        opening.onerror = () => reject(new Error('The database could not be opened.'));
        opening.onsuccess = () => {
          const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
          const counting = opening.result.transaction('keyval').objectStore('keyval').count(range);
          counting.onsuccess = () => {
            opening.result.close();
            resolve(counting.result);
          };
        };
      }),
    SAMPLE,
  );
}

/** Keys of what is not in the first project, or not as it was. */
async function missing(page: Page, hashes: ReadonlyMap<string, string>): Promise<string[]> {
  const kept = new Map(await entriesOf(page, ''));
  const images = await imagesOf(page);
  const lost: string[] = [];
  const same = (key: string, wanted: unknown): void => {
    if (!isDeepStrictEqual(kept.get(key), wanted)) lost.push(key);
  };
  const earlier: Record<string, unknown> = profile;
  for (const [key, value] of Object.entries(earlier))
    if (key === 'compose') {
      const { masks, ...settings } = profile.compose;
      // The page may have written it already, with what this release has beside.
      if (!isWithin(settings, kept.get('compose'))) lost.push('compose');
      for (const [id, rle] of Object.entries(masks))
        same(`mask:${id}`, keptMask({ rle: rleSchema.parse(rle), past: [], future: [] }, -1));
    } else if (key.startsWith(SAMPLE)) {
      const { record } = savedSampleSchema.parse(value);
      for (const [id, sha256] of hashes) {
        const sample = await wholeSample(kept.get(`${SAMPLE}${id}`));
        const image = images.get(id);
        const isWhole = image && (await sha256Hex(new Uint8Array(image))) === sha256;
        if (sample?.record.seed !== record.seed || !isWhole) lost.push(`${SAMPLE}${id}`);
        same(`decision:${id}:first`, record.decision);
      }
    } else if (key !== 'active-bundle') same(key, value);
  return lost;
}

/** Whether each fact is there as it was. */
function isWithin(facts: Readonly<Record<string, unknown>>, kept: unknown): boolean {
  const there = new Map(Object.entries(kept ?? {}));
  return Object.entries(facts).every(([name, value]) => isDeepStrictEqual(there.get(name), value));
}

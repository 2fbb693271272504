/** What a project holds in the browser's storage, read and written from outside the studio. */
import type { Page } from '@playwright/test';
import type { SavedSample } from '../../src/contracts/storage';
import { entriesOfSample } from '../../src/data/keptSample';
import { toHex } from '../../src/core/provenance/digest';

/** The project that a new person's work is in. */
export const PROJECT = 'first';
const HEADER_BYTES = 36;

interface Piece {
  readonly segment: string;
  readonly offset: number;
  readonly length: number;
}

/** Every entry of a project whose key begins so, in the order of the keys; none where the studio has not made the database yet. */
export function entriesOf(page: Page, prefix: string, project = PROJECT): Promise<[string, unknown][]> {
  return entriesIn(page, databaseOf(project), prefix);
}

export function databaseOf(project: string): string {
  return `inlay-project-${project}`;
}

/** The studio's databases that are there. */
export function databasesOf(page: Page): Promise<string[]> {
  return page.evaluate(async () =>
    (await indexedDB.databases()).flatMap(({ name }) => (name?.startsWith('inlay') ? [name] : [])),
  );
}

export function entriesIn(page: Page, database: string, prefix: string): Promise<[string, unknown][]> {
  return page.evaluate(
    ([name, start]) =>
      new Promise<[string, unknown][]>((resolve, reject) => {
        const opening = indexedDB.open(name);
        let isNew = false;
        opening.onupgradeneeded = () => {
          isNew = true; // the studio makes it, not we
          opening.transaction?.abort();
        };
        opening.onerror = () => (isNew ? resolve([]) : reject(new Error('The database could not be opened.')));
        opening.onsuccess = () => {
          if (!opening.result.objectStoreNames.contains('keyval')) {
            opening.result.close();
            resolve([]);
            return;
          }
          const store = opening.result.transaction('keyval').objectStore('keyval');
          const range = IDBKeyRange.bound(start, `${start}\uffff`);
          const [keys, values] = [store.getAllKeys(range), store.getAll(range)];
          values.onsuccess = () => {
            resolve(keys.result.map((key, i) => [key as string, values.result[i] as unknown]));
            opening.result.close();
          };
        };
      }),
    [database, prefix] as const,
  );
}

/** Writes entries, or others in place of those that are there. */
export function putEntries(
  page: Page,
  database: string,
  entries: readonly (readonly [string, unknown])[],
): Promise<void> {
  return page.evaluate(
    ([name, all]) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onerror = () => reject(new Error('The database could not be opened.'));
        opening.onsuccess = () => {
          const writing = opening.result.transaction('keyval', 'readwrite');
          for (const [key, value] of all) writing.objectStore('keyval').put(value, key);
          writing.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
    [database, entries] as const,
  );
}

/** Removes a file or folder of the studio's, with all that is in it. @param path '': all of them */
export function removeStored(page: Page, path: string): Promise<void> {
  return page.evaluate(async (whole) => {
    const root = await navigator.storage.getDirectory();
    const parts = whole.split('/');
    let folder = root;
    for (const part of parts.slice(0, -1)) folder = await folder.getDirectoryHandle(part);
    const names: string[] = whole === '' ? [] : parts.slice(-1);
    if (whole === '') for await (const name of root.keys()) names.push(name);
    for (const name of names) await folder.removeEntry(name, { recursive: true });
  }, path);
}

/** A file of the project's folder, as it lies there. */
async function fileOf(page: Page, path: string, project = PROJECT): Promise<Uint8Array> {
  const text = await page.evaluate(async (whole) => {
    let folder = await navigator.storage.getDirectory();
    const parts = whole.split('/');
    for (const part of parts.slice(0, -1)) folder = await folder.getDirectoryHandle(part);
    const bytes = new Uint8Array(
      await (await (await folder.getFileHandle(parts.at(-1) ?? '')).getFile()).arrayBuffer(),
    );
    let binary = '';
    for (let at = 0; at < bytes.length; at += 32_768) binary += String.fromCharCode(...bytes.subarray(at, at + 32_768));
    return btoa(binary);
  }, `projects/${project}/${path}`);
  return new Uint8Array(Buffer.from(text, 'base64'));
}

/** Puts bytes into a file of the project's folder: at a place in it, or in place of all of it. */
async function writeFileOf(page: Page, path: string, bytes: Uint8Array, at: number | null): Promise<void> {
  await page.evaluate(
    async ([whole, text, place]) => {
      let folder = await navigator.storage.getDirectory();
      const parts = whole.split('/');
      for (const part of parts.slice(0, -1)) folder = await folder.getDirectoryHandle(part, { create: true });
      const file = await folder.getFileHandle(parts.at(-1) ?? '', { create: true });
      const writable = await file.createWritable({ keepExistingData: place !== null });
      const data = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
      await writable.write({ type: 'write', position: place ?? 0, data });
      await writable.close();
    },
    [`projects/${PROJECT}/${path}`, Buffer.from(bytes).toString('base64'), at] as const,
  );
}

/** Changes bytes in the middle of a kept sample's image. */
export async function damageSample(page: Page, id: string): Promise<void> {
  const [[, kept] = []] = await entriesOf(page, `sample:${id}`);
  const { segment, offset, length } = (kept as { image: Piece }).image;
  await writeFileOf(page, `samples/${segment}`, new Uint8Array(8).fill(0x5a), offset + Math.floor(length / 2));
}

/** Images of kept samples, by id; without those that are gone. */
export async function imagesOf(page: Page): Promise<Map<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  const segments = new Map<string, Uint8Array>();
  for (const [key, kept] of await entriesOf(page, 'sample:')) {
    const { image } = kept as { readonly image?: Piece };
    if (!image) continue;
    const { segment, offset, length } = image;
    const bytes = segments.get(segment) ?? (await fileOf(page, `samples/${segment}`).catch(() => new Uint8Array()));
    segments.set(segment, bytes);
    if (bytes.length < offset + length) continue;
    found.set(key.slice('sample:'.length), bytes.slice(offset, offset + length));
  }
  return found;
}

/** Keeps samples as the studio does, in a segment of their own. @param segment its number, of none that is there */
export async function storeSamples(
  page: Page,
  segment: number,
  samples: readonly { readonly sample: SavedSample; readonly png: Uint8Array<ArrayBuffer> }[],
): Promise<void> {
  const name = `${String(segment).padStart(6, '0')}.segment`;
  const parts: Uint8Array[] = [];
  const entries: [string, unknown][] = [];
  let end = 0;
  for (const { sample, png } of samples) {
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', png));
    const header = new Uint8Array(HEADER_BYTES);
    new DataView(header.buffer).setUint32(0, png.length, true);
    header.set(hash, 4);
    parts.push(header, png);
    const piece = { segment: name, offset: end + HEADER_BYTES, length: png.length, sha256: toHex(hash) };
    entries.push(...(await entriesOfSample(sample, piece)));
    end += HEADER_BYTES + png.length;
  }
  await writeFileOf(page, `samples/${name}`, Buffer.concat(parts), null);
  await putEntries(page, databaseOf(PROJECT), entries);
}

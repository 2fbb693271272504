/** One version of the page, kept as a whole or not at all: every file has the hash that the build gave it. */
import { fail, succeed, type Outcome } from '../src/contracts/failure';

/** The files of a build: path below the page's folder -> SHA-256, in hexadecimal. */
export type PageFiles = Readonly<Record<string, string>>;

export interface PageStore {
  /** All versions, of this folder and of others of the same origin. */
  readonly caches: CacheStorage;
  /** Address of the page's folder, with the slash at its end. */
  readonly scope: string;
  /** Fetches an address; `cache` as `fetch` takes it. */
  readonly load: (url: string, cache: RequestCache) => Promise<Response>;
}

/** Files on their way at once. */
const LANES = 4;

export interface KeptPage {
  /** Fetches and checks what is missing. Fails with page-file-missing, page-file-differs, page-not-kept; then nothing of it is kept. */
  keep(): Promise<Outcome<null>>;
  /** A file of this version once all of it is kept; a script of an earlier one, for a tab that still shows that. */
  find(path: string): Promise<Response | undefined>;
  /** Removes every other version of this folder. */
  clear(): Promise<void>;
}

/** @param id names the version; another one for other files */
export function keptPage(files: PageFiles, id: string, { caches, scope, load }: PageStore): KeptPage {
  const prefix = `inlay-page ${scope} `;
  const name = prefix + id;
  const paths = Object.keys(files);
  const urlOf = (path: string): string => new URL(path, scope).href;
  let whole = false;
  let keeping: Promise<Outcome<null>> | null = null;

  async function isWhole(): Promise<boolean> {
    if (!whole && (await caches.has(name))) whole = (await (await caches.open(name)).keys()).length === paths.length;
    return whole;
  }

  const otherNames = async (): Promise<string[]> =>
    (await caches.keys()).filter((other) => other.startsWith(prefix) && other !== name);

  async function keepNow(): Promise<Outcome<null>> {
    if (await isWhole()) return succeed(null);
    const cache = await caches.open(name);
    const queue = [...paths];
    const failures: Outcome<null>[] = [];
    async function lane(): Promise<void> {
      for (let path = queue.shift(); path !== undefined && failures.length === 0; path = queue.shift()) {
        const kept = await keepFile(cache, path);
        if (!kept.ok) failures.push(kept);
      }
    }
    await Promise.all(Array.from({ length: LANES }, lane));
    if (failures.length === 0 && (await isWhole())) return succeed(null);
    await caches.delete(name);
    return failures[0] ?? fail('page-not-kept');
  }

  async function keepFile(cache: Cache, path: string): Promise<Outcome<null>> {
    const url = urlOf(path);
    if (await cache.match(url)) return succeed(null);
    for (const response of [
      () => fromEarlier(url),
      () => load(url, 'default'),
      () => load(url, 'reload'), // past what the browser has kept of an earlier version
    ]) {
      const found = await response().catch(() => undefined);
      if (!found?.ok) continue;
      const bytes = await found.arrayBuffer().catch(() => null);
      if (bytes === null || (await sha256(bytes)) !== files[path]) continue;
      try {
        await cache.put(url, new Response(bytes, { headers: typeHeader(found) }));
        return succeed(null);
      } catch (error) {
        return fail('page-not-kept', {}, String(error)); // no storage is left
      }
    }
    const last = await load(url, 'no-cache').catch(() => undefined);
    return fail(last?.ok ? 'page-file-differs' : 'page-file-missing', { path });
  }

  async function fromEarlier(url: string): Promise<Response | undefined> {
    for (const other of await otherNames()) {
      const response = await (await caches.open(other)).match(url);
      if (response) return response;
    }
    return undefined;
  }

  return {
    keep: () => (keeping ??= keepNow().finally(() => (keeping = null))),
    async find(path) {
      if (path in files) return (await isWhole()) ? (await caches.open(name)).match(urlOf(path)) : undefined;
      return path.startsWith('assets/') ? fromEarlier(urlOf(path)) : undefined;
    },
    async clear() {
      const before = (await caches.keys()).filter((other) => other.startsWith('workbox-') && other.endsWith(scope));
      await Promise.all([...(await otherNames()), ...before].map((other) => caches.delete(other)));
    },
  };
}

function typeHeader({ headers }: Response): Record<string, string> {
  const type = headers.get('Content-Type');
  return type === null ? {} : { 'Content-Type': type };
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

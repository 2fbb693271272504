import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keptPage, type PageStore } from './keptPage';

const SCOPE = 'https://host.example/lab/studio/';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** As much of the browser's as is used here. */
class Caches {
  readonly stores = new Map<string, Map<string, string>>();
  isFull = false;
  has = (name: string) => Promise.resolve(this.stores.has(name));
  keys = () => Promise.resolve([...this.stores.keys()]);
  delete = (name: string) => Promise.resolve(this.stores.delete(name));
  open = (name: string) => {
    const store = this.stores.get(name) ?? new Map<string, string>();
    this.stores.set(name, store);
    return Promise.resolve({
      keys: () => Promise.resolve([...store.keys()]),
      match: (url: string) => Promise.resolve(store.has(url) ? new Response(store.get(url)) : undefined),
      put: async (url: string, response: Response) => {
        if (this.isFull) throw new DOMException('full', 'QuotaExceededError');
        store.set(url, await response.text());
      },
    });
  };
}

function host(first: Record<string, string>) {
  const caches = new Caches();
  const asked: string[] = [];
  let files = first;
  const store: PageStore = {
    caches: caches as unknown as CacheStorage,
    scope: SCOPE,
    load: (url) => {
      const path = url.slice(SCOPE.length);
      asked.push(path);
      const text = files[path];
      return Promise.resolve(text === undefined ? new Response('', { status: 404 }) : new Response(text));
    },
  };
  const version = (built: Record<string, string>) => {
    const hashes = Object.fromEntries(Object.entries(built).map(([path, text]) => [path, sha256(text)]));
    return keptPage(hashes, sha256(JSON.stringify(hashes)), store);
  };
  return { caches, asked, version, deploy: (next: Record<string, string>) => (files = next) };
}

const text = async (response: Response | undefined) => response && (await response.text());
const ONE = { 'index.html': 'one', 'assets/a-1.js': 'a', 'models/unet': 'weights' };
const TWO = { 'index.html': 'two', 'assets/a-2.js': 'A', 'models/unet': 'weights' };

describe('a version of the page', () => {
  it('is found once all of it is kept, and not before', async () => {
    const { version } = host(ONE);
    const page = version(ONE);
    expect(await page.find('index.html')).toBeUndefined();
    expect(await page.keep()).toEqual({ ok: true, value: null });
    expect(await text(await page.find('index.html'))).toBe('one');
    expect(await page.find('elsewhere.html')).toBeUndefined();
  });

  it.each([
    [
      'a file of another version',
      { ...TWO, 'index.html': 'one' },
      { code: 'page-file-differs', params: { path: 'index.html' } },
    ],
    [
      'a file that is missing',
      { 'index.html': 'two' },
      { code: 'page-file-missing', params: { path: 'assets/a-2.js' } },
    ],
  ])('is not kept for %s, and the one before stays whole', async (_, served, failure) => {
    const { version, deploy, caches } = host(ONE);
    const before = version(ONE);
    await before.keep();
    deploy(served);
    const next = version(TWO);
    expect(await next.keep()).toMatchObject({ ok: false, failure });
    expect(caches.stores.size).toBe(1);
    expect(await text(await before.find('index.html'))).toBe('one');
    deploy(TWO);
    expect((await next.keep()).ok).toBe(true);
    expect(await text(await next.find('index.html'))).toBe('two');
  });

  it('takes from the one before what is the same, and finds scripts that a tab of it still needs', async () => {
    const { version, deploy, asked } = host(ONE);
    await version(ONE).keep();
    deploy(TWO);
    asked.length = 0;
    const next = version(TWO);
    await next.keep();
    expect(asked).not.toContain('models/unet');
    expect(await text(await next.find('assets/a-1.js'))).toBe('a');
    await next.clear();
    expect(await next.find('assets/a-1.js')).toBeUndefined();
    expect(await text(await next.find('models/unet'))).toBe('weights');
  });

  it('is not kept where there is no storage', async () => {
    const { version, caches } = host(ONE);
    caches.isFull = true;
    expect(await version(ONE).keep()).toMatchObject({ ok: false, failure: { code: 'page-not-kept' } });
    expect(caches.stores.size).toBe(0);
  });

  it('leaves the pages of other folders of the host alone', async () => {
    const { version, caches } = host(ONE);
    const others = ['inlay-page https://host.example/other/ abc', 'elsewhere'];
    for (const name of others) await caches.open(name);
    await caches.open(`workbox-precache-v2-${SCOPE}`);
    const page = version(ONE);
    await page.keep();
    await page.clear();
    expect([...caches.stores.keys()].slice(0, 2)).toEqual(others);
    expect(caches.stores.size).toBe(3);
  });
});

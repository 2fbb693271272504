/** The page on plain servers that send no header, under a path: what holds back, what works offline, and how a version follows another. */
import { expect, test, type Page } from '@playwright/test';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { makeSite, nextVersion, remove, serve, serveByNode, serveByPython, studioIn } from './support/site';

const STUDIO = 'lab/studio/?ep=wasm#/compose';
const footer = (page: Page) => page.getByRole('contentinfo');
const mark = (page: Page) => page.locator('meta[name=mark]').last().getAttribute('content', { timeout: 5_000 });

let site = '';
test.beforeAll(async () => {
  site = await makeSite();
});
test.afterAll(() => remove(site));

async function opened(page: Page): Promise<void> {
  await expect(footer(page)).toContainText('Ready on WASM', { timeout: 60_000 });
  await expect(footer(page)).toContainText('Nothing leaves this device');
}

const SERVERS = [
  { name: "Python's http.server", start: serveByPython },
  { name: 'a plain server in Node', start: serveByNode },
];

for (const { name, start } of SERVERS)
  test(`${name}: threads, a policy that binds workers, and no server after the first visit`, async ({ page }) => {
    let heard = 0;
    const stranger = await serve((_, response) => {
      heard += 1;
      response.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' });
      response.end('heard');
    });
    const server = await start(site);
    const tell = (url: string): Promise<string> => fetch(url).then(() => 'sent', String);

    await page.goto(`${server.url}other.html`);
    expect(await page.evaluate(tell, stranger.url)).toBe('sent'); // what follows is not for want of a listener
    expect(heard).toBe(1);

    await page.goto(server.url + STUDIO);
    await opened(page);
    await expect(footer(page)).toContainText(/WASM, [2-8] threads/);
    expect(await page.evaluate(() => window.crossOriginIsolated)).toBe(true);
    expect(await page.evaluate(tell, stranger.url)).toContain('TypeError');
    const workers = page.workers().filter((worker) => worker.url().includes('.worker-')); // not the threads, which never listen
    expect(workers.map((worker) => worker.url()).join()).toMatch(/inference.*storage|storage.*inference/);
    for (const worker of workers)
      expect(await worker.evaluate(tell, stranger.url), worker.url()).toContain('TypeError');
    expect(heard).toBe(1);

    await expect(footer(page)).toContainText('Works offline', { timeout: 60_000 });
    await server.stop();
    await page.reload();
    await opened(page);
    expect(await page.evaluate(() => window.crossOriginIsolated)).toBe(true);
    await stranger.stop();
  });

test('half an update changes nothing; the whole one is taken by a click', { tag: '@slow' }, async ({ page }) => {
  const server = await serveByNode(site);
  await page.goto(server.url + STUDIO);
  await expect(footer(page)).toContainText('Works offline', { timeout: 60_000 });
  const next = await nextVersion(site, 'next');

  await cp(join(next, 'sw.js'), join(studioIn(site), 'sw.js'));
  await page.reload();
  await expect(page.getByText('but not all of it yet')).toBeVisible({ timeout: 60_000 });
  await opened(page);
  await page.reload();
  await opened(page);
  await expect(footer(page)).toContainText('Works offline');
  await expect(page.getByRole('button', { name: 'Take the new version' })).toBeHidden();

  await cp(next, studioIn(site), { recursive: true });
  await page.reload();
  await expect(page.getByRole('button', { name: 'Take the new version' })).toBeVisible({ timeout: 60_000 });
  await expect(page.locator('meta[name=mark]')).toHaveCount(0);
  await page.getByRole('button', { name: 'Take the new version' }).click();
  await expect.poll(() => mark(page).catch(() => null), { timeout: 60_000 }).toBe('next');
  await opened(page);
  await expect(page.getByRole('button', { name: 'Take the new version' })).toBeHidden();
  await server.stop();
  await page.reload();
  await opened(page);
  expect(await mark(page)).toBe('next');
  await remove(next);
});

test(
  'a first visit in the middle of an update works, and is made good by the next',
  { tag: '@slow' },
  async ({ page }) => {
    const server = await serveByNode(site);
    const next = await nextVersion(site, 'later');
    await cp(join(next, 'sw.js'), join(studioIn(site), 'sw.js'));
    await page.goto(server.url + STUDIO);
    await opened(page);
    await expect(
      page.getByText('does not work offline yet: index.html on the server is of another version'),
    ).toBeVisible({ timeout: 60_000 });
    await expect(footer(page)).not.toContainText('Works offline');
    await cp(next, studioIn(site), { recursive: true });
    await page.reload();
    await expect(footer(page)).toContainText('Works offline', { timeout: 60_000 });
    await server.stop();
    await page.reload();
    await opened(page);
    expect(await mark(page)).toBe('later');
    await remove(next);
  },
);

test('the footer says so where no policy is in force, and why there is one thread', async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'));
  const server = await serveByNode(site);
  await page.goto(server.url + STUDIO);
  await expect(footer(page)).toContainText('Ready on WASM, one thread', { timeout: 60_000 });
  await expect(footer(page)).toContainText('the server sends none, and this browser has no service worker here');
  await expect(footer(page)).toContainText('One thread: the page is not isolated');
  await expect(footer(page)).not.toContainText('Nothing leaves this device');
  await server.stop();
});

test('over plain http the page says what it needs', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(window, 'isSecureContext', { value: false }));
  const server = await serveByNode(site);
  await page.goto(server.url + STUDIO);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('This page came over plain http');
  await server.stop();
});

/**
 * Entry point of the service worker. It sends every file of the page with the policy and the isolation, also where the server sends
 * neither: a policy in the document would not bind the workers. It serves one version, and that from the first to the last file.
 */
import { SERVED_HEADERS } from '../headers';
import { failureIn } from '../src/contracts/failure';
import { keptPage, type PageFiles } from './keptPage';

declare const self: ServiceWorkerGlobalScope;
/** Set by scripts/serviceWorker.ts from the files of the build. */
declare const __PAGE_FILES__: PageFiles;
declare const __PAGE_ID__: string;

/** What a script or a module must be called, whatever the server calls it. */
const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript',
  json: 'application/json',
  mjs: 'text/javascript',
  svg: 'image/svg+xml',
  wasm: 'application/wasm',
  webmanifest: 'application/manifest+json',
};

const { scope } = self.registration;
const page = keptPage(__PAGE_FILES__, __PAGE_ID__, {
  caches: self.caches,
  scope,
  load: (url, cache) => fetch(url, { cache, credentials: 'same-origin' }),
});

self.addEventListener('install', (event) => {
  // The first one sends headers at once, and keeps the page when that is asked for. A later one takes over only with all its files.
  if (self.registration.active === null) return;
  const kept = page.keep().then((outcome) => {
    if (!outcome.ok) throw new Error(outcome.failure.code);
  });
  event.waitUntil(kept);
});

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('message', (event) => {
  const [port] = event.ports;
  if (event.data === 'take') void self.skipWaiting();
  if (event.data === 'keep') event.waitUntil(keep().then((outcome) => port?.postMessage(outcome)));
});

async function keep() {
  const kept = await page.keep().catch((error: unknown) => ({ ok: false, failure: failureIn(error) }) as const);
  const tabs = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const { installing, waiting } = self.registration;
  // Another tab may show an earlier version, and a later one may be on its way.
  if (kept.ok && tabs.length === 1 && !installing && !waiting) await page.clear();
  return kept;
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const path = pathOf(request.url);
  if (path !== null && request.method === 'GET') event.respondWith(answer(request, path));
});

/** Below the page's folder; null for what lies elsewhere. */
function pathOf(url: string): string | null {
  const { origin, pathname } = new URL(url);
  const address = origin + pathname;
  return address.startsWith(scope) ? decodeURI(address.slice(scope.length)) || 'index.html' : null;
}

async function answer(request: Request, path: string): Promise<Response> {
  const response = (await page.find(path)) ?? (await fetch(request));
  if (!['basic', 'default'].includes(response.type)) return response; // a redirect, which the browser follows
  const { status, statusText } = response;
  const headers = new Headers(response.headers);
  headers.delete('Content-Encoding'); // what is handed on is unpacked
  headers.delete('Content-Length');
  const type = response.ok ? TYPES[path.split('.').at(-1) ?? ''] : undefined;
  if (type !== undefined) headers.set('Content-Type', type);
  for (const [name, value] of Object.entries(SERVED_HEADERS)) headers.set(name, value);
  const isEmpty = [204, 205, 304].includes(status);
  return new Response(isEmpty ? null : response.body, { status, statusText, headers });
}

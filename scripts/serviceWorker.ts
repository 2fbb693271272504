/** Writes the service worker of a built page: it holds the hash of every other file, so that it and they are one version. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { build, type Plugin } from 'vite';

/** Of the host, or of the build: not of the page. */
const NOT_SERVED = /^(?:sw\.js|_headers|\.vite\/.*)$/;

/** @param folder of a whole build; `sw.js` in it is written anew */
export async function writeServiceWorker(folder: string): Promise<void> {
  const files = await hashesIn(folder);
  const id = sha256(JSON.stringify(files)).slice(0, 16);
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    define: { __PAGE_FILES__: JSON.stringify(files), __PAGE_ID__: JSON.stringify(id) },
    build: {
      target: 'es2023',
      outDir: folder,
      emptyOutDir: false,
      lib: {
        entry: resolve(import.meta.dirname, '../workers/service.worker.ts'),
        formats: ['iife'],
        name: 'serviceWorker',
        fileName: () => 'sw.js',
      },
    },
  });
}

/** Path -> SHA-256, in order of the paths. */
async function hashesIn(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !NOT_SERVED.test(path))
    .sort();
  const hashes = paths.map(async (path) => [path, sha256(await readFile(join(folder, path)))] as const);
  return Object.fromEntries(await Promise.all(hashes));
}

function sha256(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Once everything else of a build is written. @param before writes what belongs to the page too */
export function serviceWorker(before: (folder: string) => void): Plugin {
  let folder = '';
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved: ({ root, build: { outDir } }) => {
      folder = resolve(root, outDir);
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        if (!existsSync(join(folder, 'index.html'))) return; // the build failed
        before(folder);
        await writeServiceWorker(folder);
      },
    },
  };
}

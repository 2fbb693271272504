/** Serves the harness and a bundle on loopback and runs measurements in fresh pages of a browser. */
import { chromium, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createServer } from 'vite';
import { ISOLATION_HEADERS } from '../../headers';
import { CHROMIUM_ARGS, chromiumPath } from '../chromium.mjs';

/** Where the harness finds the bundle; `half.onnx` beside it is the U-Net in fp16 arithmetic. */
export const BUNDLE_URL = '/parity-bundle';

export interface Harness {
  readonly version: string;
  /** A fresh page a measurement: a failed runtime must not spoil the next one. */
  readonly inPage: <T>(use: (page: Page) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

/** @param executable another browser than the installed one; it chooses its own WebGPU adapter */
export async function startHarness(bundle: string, half: Uint8Array | null, executable?: string): Promise<Harness> {
  const server = await createServer({
    configFile: false,
    logLevel: 'error',
    // Without watching: a source that changes meanwhile would reload the page in the middle of a measurement.
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null, headers: { ...ISOLATION_HEADERS } },
    resolve: { conditions: ['onnxruntime-web-use-extern-wasm', 'module', 'browser', 'development|production'] },
    optimizeDeps: { entries: [], include: ['zod'], exclude: ['onnxruntime-web'] },
  });
  await server.listen();
  const address = server.resolvedUrls?.local[0] ?? '';
  const executablePath = executable ?? chromiumPath();
  const args = executable === undefined ? CHROMIUM_ARGS : CHROMIUM_ARGS.filter((arg) => !arg.includes('adapter='));
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args,
    chromiumSandbox: false,
  });

  async function serveBundle(page: Page): Promise<void> {
    await page.route(`**${BUNDLE_URL}/**`, async (route) => {
      const path = new URL(route.request().url()).pathname.slice(BUNDLE_URL.length + 1);
      const body = path === 'half.onnx' ? half : await readFile(join(bundle, path));
      await route.fulfill({ body: Buffer.from(body ?? []) });
    });
  }

  return {
    version: browser.version(),
    async inPage(use) {
      const page = await browser.newPage();
      page.setDefaultTimeout(0);
      try {
        await serveBundle(page);
        await page.goto(`${address}scripts/parity/harness.html`);
        await page.waitForFunction(() => window.parity !== undefined);
        return await use(page);
      } finally {
        await page.close();
      }
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

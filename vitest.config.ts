/** Two rungs of the ladder: pure functions in Node, workers and storage in a real browser (e2e is Playwright's own). */
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { ISOLATION_HEADERS } from './headers.ts';
import { CHROMIUM_ARGS, chromiumPath } from './scripts/chromium.mjs';

const executablePath = chromiumPath();

export default defineConfig({
  define: { __APP_VERSION__: JSON.stringify('test') },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          setupFiles: ['src/testing/speakEnglish.ts', 'src/testing/propertyRuns.ts'],
          testTimeout: 30_000 * Number(process.env['INLAY_PROPERTY_TIMES'] ?? 1), // a busy machine is slow, not wrong
          hookTimeout: 30_000,
          include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'workers/**/*.test.ts', 'cli/**/*.test.ts'],
          exclude: ['**/*.browser.test.ts', 'node_modules/**'],
        },
      },
      {
        extends: true,
        resolve: { conditions: ['onnxruntime-web-use-extern-wasm', 'module', 'browser', 'development|production'] },
        // All at once: a package found late would reload the page in the middle of a test, the page's own included.
        optimizeDeps: {
          entries: [],
          include: [
            '@huggingface/tokenizers',
            '@noble/hashes/sha2.js',
            '@tanstack/react-virtual',
            '@zip.js/zip.js',
            '@zip.js/zip.js/lib/zip-core-custom.js',
            'client-zip',
            'comlink',
            'fast-png',
            'fflate',
            'i18next',
            'idb-keyval',
            'image-size',
            'ml-matrix',
            'papaparse',
            'react',
            'react-dom/client',
            'react-i18next',
            'react/jsx-dev-runtime',
            'zod/mini',
            'zustand',
            'zustand/vanilla',
          ],
          exclude: ['onnxruntime-web'],
        },
        worker: { format: 'es' },
        server: { headers: { ...ISOLATION_HEADERS } },
        test: {
          name: 'browser',
          include: ['src/**/*.browser.test.ts', 'workers/**/*.browser.test.ts'],
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                ...(executablePath ? { executablePath } : {}),
                args: CHROMIUM_ARGS,
                chromiumSandbox: false,
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});

/** Builds the page and its workers; the same headers in development (without the policy, for hot reload) and preview. */
import react from '@vitejs/plugin-react';
import { join } from 'node:path';
import { defineConfig } from 'vite';
import { ISOLATION_HEADERS, SERVED_HEADERS } from './headers.ts';
import { NOTICES, TakenIn } from './scripts/notices.ts';
import { serviceWorker } from './scripts/serviceWorker.ts';
import packageJson from './package.json' with { type: 'json' };

const takenIn = new TakenIn();
const port = Number(process.env['PORT'] ?? 4173);

interface Modules {
  getModuleInfo(id: string): { readonly isEntry: boolean; readonly importers: readonly string[] } | null;
}

/** Whether the page needs a module before its first screen: such modules are one file, not thirty. */
function isOfShell(id: string, modules: Modules, seen = new Set<string>()): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  const info = modules.getModuleInfo(id);
  return info !== null && (info.isEntry || info.importers.some((importer) => isOfShell(importer, modules, seen)));
}

export default defineConfig({
  plugins: [react(), takenIn.plugin(), serviceWorker((folder) => takenIn.write(join(folder, NOTICES)))],
  base: './',
  define: { __APP_VERSION__: JSON.stringify(packageJson.version) },
  resolve: { conditions: ['onnxruntime-web-use-extern-wasm', 'module', 'browser', 'development|production'] },
  optimizeDeps: { exclude: ['onnxruntime-web'] },
  worker: { format: 'es', plugins: () => [takenIn.plugin()] },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    manifest: true,
    rolldownOptions: {
      output: { advancedChunks: { groups: [{ name: (id, modules) => (isOfShell(id, modules) ? 'shell' : null) }] } },
    },
  },
  server: { host: '127.0.0.1', headers: { ...ISOLATION_HEADERS } },
  preview: { host: '127.0.0.1', port, strictPort: true, headers: { ...SERVED_HEADERS } },
});

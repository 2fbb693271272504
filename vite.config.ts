/** Builds the page and its workers; the same headers in development (without the policy, for hot reload) and preview. */
import react from '@vitejs/plugin-react';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vite';
import { ISOLATION_HEADERS, SERVED_HEADERS } from './headers.ts';
import packageJson from './package.json' with { type: 'json' };

const port = Number(process.env['PORT'] ?? 4173);

export default defineConfig({
  plugins: [
    react(),
    VitePWA({
      registerType: 'prompt',
      injectRegister: null,
      manifest: {
        name: 'Inlay',
        short_name: 'Inlay',
        description: 'Synthetic images for the rare classes of a skin-lesion data set, made on your own device',
        display: 'standalone',
        start_url: './',
        background_color: '#14161a',
        theme_color: '#14161a',
        icons: [{ src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' }],
      },
      workbox: {
        globPatterns: ['**/*.{js,mjs,css,html,svg,wasm,json,onnx,onnx_data,safetensors,md,png,webp,woff2}'],
        maximumFileSizeToCacheInBytes: 64 * 1024 * 1024,
        navigateFallback: 'index.html',
      },
    }),
  ],
  base: './',
  define: { __APP_VERSION__: JSON.stringify(packageJson.version) },
  resolve: { conditions: ['onnxruntime-web-use-extern-wasm', 'module', 'browser', 'development|production'] },
  optimizeDeps: { exclude: ['onnxruntime-web'] },
  worker: { format: 'es' },
  build: { target: 'es2023', assetsInlineLimit: 0, manifest: true },
  server: { host: '127.0.0.1', headers: { ...ISOLATION_HEADERS } },
  preview: { host: '127.0.0.1', port, strictPort: true, headers: { ...SERVED_HEADERS } },
});

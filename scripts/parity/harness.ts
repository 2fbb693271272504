/** The browser's half of `npm run parity`: fetches a bundle and measures one execution provider. */
import { bundleManifestSchema, BUNDLE_PATHS, type BundleFiles } from '../../src/contracts/bundle';
import type { DeviceCandidate } from '../../src/contracts/inference';
import { InlayError, type Outcome } from '../../src/contracts/failure';
import { succeed } from '../../src/contracts/failure';
import type { Runtime } from '../../src/engine/runtime';
import { openWebRuntime } from '../../src/engine/webRuntime';
import { measure, type Measurement } from './measure';

declare global {
  interface Window {
    /** Median time in ms of a U-Net call on WASM, on one build of ONNX Runtime. */
    timeBuild?: (folder: string, build: 'plain' | 'asyncify', threads: number) => Promise<number>;
    /** @param folder where the bundle is served @param half whether its U-Net computes in fp16 */
    parity?: (folder: string, candidate: DeviceCandidate, half: boolean) => Promise<Measurement>;
  }
}

async function read(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

window.parity = async (folder, candidate, half) => {
  const manifest = bundleManifestSchema.parse(
    JSON.parse(new TextDecoder().decode(await read(`${folder}/manifest.json`))),
  );
  const files: Record<string, BundleFiles[string]> = {};
  for (const { path } of manifest.files) files[path] = await read(`${folder}/${path}`);
  if (half) files[BUNDLE_PATHS.unet] = await read(`${folder}/half.onnx`);
  const runtime = await openWebRuntime(candidate, true);
  if (!runtime.ok) throw InlayError.of(runtime.failure);
  return measure(runtime.value, manifest, files);
};

window.timeBuild = async (folder, build, threads) => {
  const manifest = bundleManifestSchema.parse(
    JSON.parse(new TextDecoder().decode(await read(`${folder}/manifest.json`))),
  );
  const files: Record<string, BundleFiles[string]> = {};
  for (const { path } of manifest.files) files[path] = await read(`${folder}/${path}`);
  const runtime =
    build === 'plain' ? await openWebRuntime({ provider: 'wasm', threads }, true) : await asyncify(threads);
  if (!runtime.ok) throw InlayError.of(runtime.failure);
  return (await measure(runtime.value, manifest, files)).callMs;
};

/** The build for WebGPU, made to run WASM: what a worker would do that loads only one build for both. */
async function asyncify(threads: number): Promise<Outcome<Runtime>> {
  const [ort, wasm, mjs] = await Promise.all([
    import('onnxruntime-web/webgpu'),
    import('onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url'),
    import('onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url'),
  ]);
  const absolute = (url: string): string => new URL(url, window.location.href).href;
  ort.env.wasm.wasmPaths = { wasm: absolute(wasm.default), mjs: absolute(mjs.default) };
  ort.env.wasm.numThreads = threads;
  return succeed({
    ort,
    version: ort.env.versions.common,
    sessionOptions: { executionProviders: ['wasm'], graphOptimizationLevel: 'all' },
    adapter: 'none',
    isLost: () => false,
  });
}

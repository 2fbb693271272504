/**
 * ONNX Runtime in the browser, self-hosted. The plain WASM build for WASM, the build with the native WebGPU provider for WebGPU:
 * a worker loads one of them and never both (docs/adr/0003).
 */
import type { DeviceCandidate } from '../contracts/inference';
import { fail, succeed, type Outcome } from '../contracts/failure';
import type { Runtime } from './runtime';

/** Loads the build for one rung. Fails with device-no-* or device-software-only when the browser cannot offer it. */
export async function openWebRuntime(candidate: DeviceCandidate, forced: boolean): Promise<Outcome<Runtime>> {
  return candidate.provider === 'webgpu' ? openWebGpu(forced) : openWasm(candidate.threads);
}

async function openWasm(threads: number): Promise<Outcome<Runtime>> {
  if (threads > 1 && !crossOriginIsolated) {
    return fail('device-no-threads');
  }
  const [ort, wasm, mjs] = await Promise.all([
    import('onnxruntime-web/wasm'),
    import('onnxruntime-web/ort-wasm-simd-threaded.wasm?url'),
    import('onnxruntime-web/ort-wasm-simd-threaded.mjs?url'),
  ]);
  ort.env.wasm.wasmPaths = { wasm: absolute(wasm.default), mjs: absolute(mjs.default) };
  ort.env.wasm.numThreads = threads;
  ort.env.logLevel = 'error';
  return succeed({
    ort,
    version: ort.env.versions.web ?? ort.env.versions.common,
    sessionOptions: { executionProviders: ['wasm'], graphOptimizationLevel: 'all' },
    adapter: 'none',
    isLost: () => false,
  });
}

async function openWebGpu(forced: boolean): Promise<Outcome<Runtime>> {
  const gpu = 'gpu' in navigator ? navigator.gpu : undefined;
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return fail('device-no-adapter');
  const { vendor, architecture, isFallbackAdapter } = adapter.info;
  const name = [vendor, architecture].filter(Boolean).join(' ') || 'unnamed adapter';
  if (isFallbackAdapter && !forced) {
    return fail('device-software-only', { name });
  }
  const [ort, wasm, mjs] = await Promise.all([
    import('onnxruntime-web/webgpu'),
    import('onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url'),
    import('onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url'),
  ]);
  ort.env.wasm.wasmPaths = { wasm: absolute(wasm.default), mjs: absolute(mjs.default) };
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  let lost = false;
  const watch = async (): Promise<void> => {
    const device = await ort.env.webgpu.device;
    await device.lost;
    lost = true;
  };
  let watching = false;
  return succeed({
    ort: {
      Tensor: ort.Tensor,
      InferenceSession: {
        async create(model, options) {
          const session = await ort.InferenceSession.create(model, options);
          if (!watching) void watch(); // the device exists only once a session does
          watching = true;
          return session;
        },
      },
    },
    version: ort.env.versions.web ?? ort.env.versions.common,
    sessionOptions: { executionProviders: ['webgpu'], graphOptimizationLevel: 'all' },
    adapter: name,
    isLost: () => lost,
  });
}

function absolute(url: string): string {
  return new URL(url, import.meta.url).href;
}

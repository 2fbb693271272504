/** ONNX Runtime's native build, for Node: scripts, tests and the command line. */
import * as ort from 'onnxruntime-node';
import type { Runtime } from './runtime';

export function openNodeRuntime(threads = 1, provider: 'cpu' | 'webgpu' = 'cpu'): Runtime {
  return {
    ort,
    version: ort.env.versions.node ?? ort.env.versions.common,
    sessionOptions: { executionProviders: [provider], graphOptimizationLevel: 'all', intraOpNumThreads: threads },
    adapter: provider === 'cpu' ? 'none' : 'native', // it does not say which
    isLost: () => false,
  };
}

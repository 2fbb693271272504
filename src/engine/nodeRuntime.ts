/** ONNX Runtime's native CPU build, for Node: scripts, tests and the command line. */
import * as ort from 'onnxruntime-node';
import type { Runtime } from './runtime';

export function openNodeRuntime(threads = 1): Runtime {
  return {
    ort,
    version: ort.env.versions.node ?? ort.env.versions.common,
    sessionOptions: { executionProviders: ['cpu'], graphOptimizationLevel: 'all', intraOpNumThreads: threads },
    adapter: 'none',
    isLost: () => false,
  };
}

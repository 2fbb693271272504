/** Entry point of the inference worker. */
import type { InferenceApi } from '../src/contracts/inference';
import { Engine } from '../src/engine/engine';
import { openWebRuntime } from '../src/engine/webRuntime';
import { serve } from './serve';

function createInference(): InferenceApi {
  const channel = new MessageChannel();
  const waiting: (() => void)[] = [];
  channel.port1.onmessage = () => waiting.shift()?.();
  return new Engine({
    openRuntime: openWebRuntime,
    now: () => performance.now(),
    async decode(file, as) {
      const { decodeBackground } = await import('../src/data/backgroundImport'); // for images of the person's, not for samples
      const decoded = await decodeBackground(file, as);
      return decoded.ok ? decoded.value : null;
    },
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    pause: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        channel.port2.postMessage(null);
      }),
  });
}

serve(createInference);

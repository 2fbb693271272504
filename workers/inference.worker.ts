/** Entry point of the inference worker. */
import { expose } from 'comlink';
import { z } from 'zod';
import type { InferenceApi } from '../src/contracts/inference';
import { decodeBackground } from '../src/data/backgroundImport';
import { Engine } from '../src/engine/engine';
import { openWebRuntime } from '../src/engine/webRuntime';
import { holdLivenessLock } from './livenessLock';

z.config({ jitless: true });
holdLivenessLock();

const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();

const engine: InferenceApi = new Engine({
  openRuntime: openWebRuntime,
  now: () => performance.now(),
  async decode(file) {
    const decoded = await decodeBackground(file);
    return decoded.ok ? decoded.value.image : null;
  },
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  pause: () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      channel.port2.postMessage(null);
    }),
});

expose(engine);

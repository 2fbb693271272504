/** The engine on this machine's CPU, or on its GPU by WebGPU, with a bundle in it. */
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CheckedBundle } from '../src/contracts/bundle';
import { succeed } from '../src/contracts/failure';
import type { Environment } from '../src/contracts/sample';
import { Engine } from '../src/engine/engine';
import { openNodeRuntime } from '../src/engine/nodeRuntime';
import packageJson from '../package.json' with { type: 'json' };
import { exitBecause, exitWith } from './exit';

export interface Device {
  readonly engine: Engine;
  readonly environment: Environment;
}

/** Of every command that runs a model. */
export const DEVICE_OPTIONS = {
  device: { type: 'string', default: 'cpu' },
  threads: { type: 'string' },
} as const;

interface Wanted {
  /** "cpu" or "webgpu", as typed. */
  readonly device?: string;
  /** Of ONNX Runtime on the CPU, as typed; all cores where it is left out. */
  readonly threads?: string | undefined;
}

/** Throws ExitError: usage for what was typed, device where there is no WebGPU adapter, unreadable for the bundle. */
export async function openDevice(bundle: CheckedBundle, { device = 'cpu', threads }: Wanted = {}): Promise<Device> {
  if (device !== 'cpu' && device !== 'webgpu') throw exitBecause('usage', 'device', { device });
  const isGpu = device === 'webgpu';
  const count = threads === undefined ? (isGpu ? 1 : cpus().length) : Number(threads);
  if (!Number.isInteger(count) || count < 1) throw exitBecause('usage', 'threads', { threads: threads ?? '' });
  const engine = new Engine({
    openRuntime: () => Promise.resolve(succeed(openNodeRuntime(count, device))),
    now: () => performance.now(),
    decode: () => Promise.resolve(null), // images are read by the commands
    pause: () => Promise.resolve(),
    sleep: (ms) => sleep(ms),
  });
  const { manifest, manifestSha256, files } = bundle;
  const candidate = { provider: isGpu ? 'webgpu' : 'wasm', threads: count } as const; // of the browser's ladder
  const opened = await engine.open({
    manifest,
    manifestSha256,
    files,
    candidate,
    forced: true,
    appVersion: packageJson.version,
  });
  if (opened.ok) return { engine, environment: { ...opened.value.environment, executionProvider: device } };
  // Only a session tells whether there is an adapter, and its first graph is blamed for it.
  if (isGpu && /webgpu/i.test(opened.failure.detail ?? '')) throw exitBecause('device', 'no-webgpu');
  throw exitWith(opened.failure);
}

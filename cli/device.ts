/** The engine on this machine's CPU, with a bundle in it. */
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

/** @param threads of ONNX Runtime, as typed; all cores where it is left out */
export async function openDevice(bundle: CheckedBundle, threads?: string): Promise<Device> {
  const count = threads === undefined ? cpus().length : Number(threads);
  if (!Number.isInteger(count) || count < 1) throw exitBecause('usage', 'threads', { threads: threads ?? '' });
  const engine = new Engine({
    openRuntime: () => Promise.resolve(succeed(openNodeRuntime(count))),
    now: () => performance.now(),
    decode: () => Promise.resolve(null), // images are read by the commands
    pause: () => Promise.resolve(),
    sleep: (ms) => sleep(ms),
  });
  const { manifest, manifestSha256, files } = bundle;
  const candidate = { provider: 'wasm' as const, threads: count }; // a rung of the browser's ladder; here it means nothing
  const opened = await engine.open({
    manifest,
    manifestSha256,
    files,
    candidate,
    forced: true,
    appVersion: packageJson.version,
  });
  if (!opened.ok) throw exitWith(opened.failure);
  return { engine, environment: { ...opened.value.environment, executionProvider: 'cpu' } };
}

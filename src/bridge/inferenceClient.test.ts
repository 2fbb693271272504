import { describe, expect, it } from 'vitest';
import { fail, type Failure, failureOf, type Outcome, succeed } from '../contracts/failure';
import type {
  DeviceCandidate,
  GeneratedSample,
  GenerateJob,
  InferenceApi,
  OpenReport,
  OpenRequest,
} from '../contracts/inference';
import type { Client } from './clientOf';
import { forcedProvider, ladder, type DeviceFacts } from './deviceLadder';
import { createInferenceClient, type BundleToOpen, type InferenceClient } from './inferenceClient';

const FACTS: DeviceFacts = { webgpu: true, crossOriginIsolated: true, cores: 4 };
const BUNDLE = { manifestSha256: 'x', files: {}, appVersion: 'test' } as unknown as BundleToOpen;
const JOB = { jobId: 'job' } as GenerateJob;
const MADE = { jobId: 'job' } as GeneratedSample;

interface Script {
  open: (request: OpenRequest) => Outcome<OpenReport>;
  generate?: (worker: number) => Outcome<GeneratedSample>;
}

const accept = ({ candidate }: OpenRequest): Outcome<OpenReport> =>
  succeed({ attempt: { candidate, accepted: true, parityMaxDiff: 0, stepMs: 1 } } as OpenReport);
const refuse = (name: string): Outcome<OpenReport> => fail('device-software-only', { name });
const deviceName = ({ provider, threads }: DeviceCandidate): string => `${provider} ${threads}`;

function client(script: Script, facts = FACTS, forced: 'wasm' | 'webgpu' | null = null) {
  let workers = 0;
  let terminated = 0;
  const notices: Failure['code'][] = [];
  const made: InferenceClient = createInferenceClient({
    facts,
    forced,
    onNotice: ({ code }) => notices.push(code),
    onDevice: () => undefined,
    connect: (): Client<InferenceApi> => {
      workers += 1;
      const number = workers;
      const api = {
        open: (request: OpenRequest) => Promise.resolve(script.open(request)),
        generate: () => Promise.resolve(script.generate?.(number) ?? succeed(MADE)),
        cancel: () => undefined,
        end: () => (terminated += 1),
      };
      return api as unknown as Client<InferenceApi>;
    },
  });
  return { made, notices, counts: () => ({ workers, terminated }) };
}

describe('the ladder', () => {
  it('goes from WebGPU to threads to one thread', () => {
    expect(ladder(FACTS, null).map(deviceName)).toEqual(['webgpu 1', 'wasm 4', 'wasm 1']);
    expect(ladder({ ...FACTS, cores: 1 }, null).map(deviceName)).toEqual(['webgpu 1', 'wasm 1']);
  });

  it('offers only what the address forces', () => {
    expect(ladder(FACTS, 'webgpu').map(deviceName)).toEqual(['webgpu 1']);
    expect(ladder(FACTS, 'wasm').map(deviceName)).toEqual(['wasm 4', 'wasm 1']);
    expect(forcedProvider('?ep=wasm')).toBe('wasm');
    expect(forcedProvider('?ep=cuda')).toBeNull();
  });
});

describe('opening', () => {
  it('leaves a device with its reason and uses a fresh worker for the next', async () => {
    const { made, counts } = client({
      open: (r) => (r.candidate.provider === 'webgpu' ? refuse('llvmpipe') : accept(r)),
    });
    const opened = await made.open(BUNDLE);
    expect(opened.ok && opened.value.attempts).toEqual([
      {
        candidate: { provider: 'webgpu', threads: 1 },
        accepted: false,
        fault: failureOf('device-software-only', { name: 'llvmpipe' }),
      },
      { candidate: { provider: 'wasm', threads: 4 }, accepted: true, parityMaxDiff: 0, stepMs: 1 },
    ]);
    expect(counts()).toEqual({ workers: 2, terminated: 1 });
  });

  it('starts no worker for what the browser lacks', async () => {
    const { made, counts } = client({ open: accept }, { webgpu: false, crossOriginIsolated: false, cores: 4 });
    const opened = await made.open(BUNDLE);
    expect(opened.ok && opened.value.report.attempt.candidate).toEqual({ provider: 'wasm', threads: 1 });
    expect(counts().workers).toBe(1);
  });

  it('stops at a broken bundle: no other device would repair it', async () => {
    const { made, counts } = client({ open: () => fail('bundle-graph-invalid', { path: 'unet/model.onnx' }) });
    const opened = await made.open(BUNDLE);
    expect(opened.ok ? '' : opened.failure.code).toBe('bundle-graph-invalid');
    expect(counts().workers).toBe(1);
  });

  it('says what was tried when nothing works', async () => {
    const { made } = client({ open: () => refuse('No.') });
    const opened = await made.open(BUNDLE);
    const fault = failureOf('device-software-only', { name: 'No.' });
    const tried = [
      failureOf('device-left-webgpu', { fault }),
      failureOf('device-left-wasm', { fault, count: 4 }),
      failureOf('device-left-wasm', { fault, count: 1 }),
    ];
    expect(opened).toEqual(fail('device-unavailable', { tried }));
  });
});

describe('generating', () => {
  it('replaces a lost device once for all who wait for it', async () => {
    const { made, notices, counts } = client({
      open: accept,
      generate: (worker) => (worker === 1 ? fail('device-lost') : succeed(MADE)),
    });
    await made.open(BUNDLE);
    const both = await Promise.all([made.generate(JOB, () => undefined), made.generate(JOB, () => undefined)]);
    expect(both.map(({ ok }) => ok)).toEqual([true, true]);
    expect(counts().workers).toBe(2);
    expect(notices).toHaveLength(1);
  });

  it('does not start again what nobody wants any more', async () => {
    const { made, counts } = client({
      open: accept,
      generate: () => {
        made.cancel('job');
        return fail('device-lost');
      },
    });
    await made.open(BUNDLE);
    expect((await made.generate(JOB, () => undefined)).ok).toBe(false);
    expect(counts().workers).toBe(1);
  });

  it('starts again on a fresh worker when the device is lost', async () => {
    const { made, notices } = client({
      open: accept,
      generate: (worker) => (worker === 1 ? fail('device-lost') : succeed(MADE)),
    });
    await made.open(BUNDLE);
    expect((await made.generate(JOB, () => undefined)).ok).toBe(true);
    expect(notices).toHaveLength(1);
  });

  it('goes to the next device when the same one fails twice, and gives up after that', async () => {
    const { made, notices, counts } = client({
      open: accept,
      generate: () => fail('worker-died', { worker: 'inference' }),
    });
    await made.open(BUNDLE);
    const outcome = await made.generate(JOB, () => undefined);
    expect(outcome.ok ? '' : outcome.failure.code).toBe('worker-died');
    expect(notices).toEqual(['work-restarted', 'work-moved']);
    expect(counts().workers).toBe(3);
  });

  it('does not repeat what the person cancelled', async () => {
    const { made, notices } = client({ open: accept, generate: () => fail('cancelled') });
    await made.open(BUNDLE);
    await made.generate(JOB, () => undefined);
    expect(notices).toEqual([]);
  });

  it('asks to wait while no device is ready', async () => {
    const { made } = client({ open: accept });
    const outcome = await made.generate(JOB, () => undefined);
    expect(outcome.ok ? '' : outcome.failure.code).toBe('device-not-ready');
  });
});

/** Which devices are tried, and in which order: WebGPU, WASM with threads, WASM without. */
import { fail, failureOf, type Failed, type Failure } from '../contracts/failure';
import type { DeviceAttempt, DeviceCandidate } from '../contracts/inference';

export interface DeviceFacts {
  readonly webgpu: boolean;
  readonly crossOriginIsolated: boolean;
  readonly cores: number;
}

export type ForcedProvider = DeviceCandidate['provider'] | null;

/** More threads than this stopped helping ONNX Runtime's WASM kernels; and the page needs a core for itself. */
const MAX_THREADS = 8;

/** The value of `?ep=` in a page address; anything else forces nothing. */
export function forcedProvider(search: string): ForcedProvider {
  const value = new URLSearchParams(search).get('ep');
  return value === 'webgpu' || value === 'wasm' ? value : null;
}

export function ladder(facts: DeviceFacts, forced: ForcedProvider): DeviceCandidate[] {
  const threads = Math.max(1, Math.min(MAX_THREADS, facts.cores));
  const wasm: DeviceCandidate[] = [{ provider: 'wasm', threads: 1 }];
  if (threads > 1) wasm.unshift({ provider: 'wasm', threads });
  const webgpu: DeviceCandidate[] = [{ provider: 'webgpu', threads: 1 }];
  if (forced === 'webgpu') return webgpu;
  return forced === 'wasm' ? wasm : [...webgpu, ...wasm];
}

/** Why a rung is left without starting a worker, or null when it has to be tried. */
export function refusedBeforehand(candidate: DeviceCandidate, facts: DeviceFacts): Failure | null {
  if (candidate.provider === 'webgpu' && !facts.webgpu) return failureOf('device-no-webgpu');
  if (candidate.provider === 'wasm' && candidate.threads > 1 && !facts.crossOriginIsolated)
    return failureOf('device-no-threads');
  return null;
}

/** What is said of all that was tried in vain. */
export function noDevice(attempts: readonly DeviceAttempt[], detail: string | undefined): Failed {
  const tried = attempts.flatMap((attempt) =>
    attempt.accepted ? [] : [leftBecause(attempt.candidate, attempt.fault)],
  );
  return fail('device-unavailable', { tried }, detail);
}

function leftBecause({ provider, threads }: DeviceCandidate, fault: Failure): Failure {
  return provider === 'webgpu'
    ? failureOf('device-left-webgpu', { fault })
    : failureOf('device-left-wasm', { fault, count: threads });
}

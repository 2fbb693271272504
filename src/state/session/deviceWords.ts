/** How devices are named on screen. */
import type { DeviceCandidate } from '../../contracts/inference';
import { t } from '../../messages';

/** "WebGPU", "WASM, 2 threads". */
export function deviceWords({ provider, threads }: Pick<DeviceCandidate, 'provider' | 'threads'>): string {
  return provider === 'webgpu' ? 'WebGPU' : t('state.wasm', { count: threads });
}

/** Whether the content policy is in force, by trying what it forbids. */
import { FORBIDDEN_ADDRESS } from '../contracts/policy';

export function bindsPage(): Promise<boolean> {
  return fetch(FORBIDDEN_ADDRESS).then(
    () => false,
    () => true,
  );
}

/** Workers have a policy of their own: that of the answer which their script came in. */
export function bindsWorkers(): Promise<boolean> {
  const worker = new Worker(new URL('../../workers/policy.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<boolean>((resolve) => {
    worker.addEventListener('message', ({ data }) => resolve(data === true));
    worker.addEventListener('error', () => resolve(false));
  }).finally(() => worker.terminate());
}

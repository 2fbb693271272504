/** A worker that may die: comlink's typed calls, and a failure for every call that was waiting when it did. */
import { releaseProxy, wrap, type Remote } from 'comlink';
import { fail, type Outcome } from '../contracts/failure';

export interface WorkerLink<Api> {
  /** Runs one call. A dead worker gives worker-died; the next call starts a fresh worker. */
  call<T>(use: (remote: Remote<Api>) => Promise<Outcome<T>>): Promise<Outcome<T>>;
  /** Ends the worker at once; waiting calls get worker-died. */
  terminate(): void;
}

/** Between two queries whether a fresh worker holds its liveness lock yet. */
const LOCK_POLL_MS = 100;

interface Live<Api> {
  readonly worker: Worker;
  readonly remote: Remote<Api>;
  /** Resolves with the reason when the worker dies. */
  readonly died: Promise<string>;
  readonly kill: (reason: string) => void;
  readonly uniqueName: string;
  /** Whether its lock is waited for. */
  watched: boolean;
}

/**
 * @param create starts a worker of the given unique name, under which it holds a liveness lock; called again
 *   after a death
 */
export function connectWorker<Api>(name: string, create: (uniqueName: string) => Worker): WorkerLink<Api> {
  let live: Live<Api> | null = null;

  function start(): Live<Api> {
    const uniqueName = `${name}-${crypto.randomUUID()}`;
    const worker = create(uniqueName);
    let report: (reason: string) => void = () => undefined;
    const died = new Promise<string>((resolve) => (report = resolve));
    const started: Live<Api> = {
      worker,
      remote: wrap<Api>(worker),
      died,
      uniqueName,
      watched: false,
      kill(reason) {
        if (live === started) live = null;
        report(reason);
        worker.terminate();
      },
    };
    worker.addEventListener('error', (event) => started.kill(event.message || 'the worker stopped'));
    worker.addEventListener('messageerror', () => started.kill('a message could not be read'));
    return started;
  }

  /** Whoever gets the worker's liveness lock after the worker held it knows that the worker is gone. */
  async function watch(current: Live<Api>): Promise<void> {
    if (current.watched) return;
    current.watched = true;
    const { uniqueName } = current;
    while (!(await navigator.locks.query()).held?.some(({ name: held }) => held === uniqueName)) {
      if (live !== current) return;
      await new Promise((resolve) => setTimeout(resolve, LOCK_POLL_MS));
    }
    await navigator.locks.request(uniqueName, () => current.kill('the worker ended'));
  }

  return {
    async call(use) {
      const current = (live ??= start());
      const death = current.died.then((reason) =>
        fail(
          'worker-died',
          `The ${name} worker stopped.`,
          'What was saved is kept; it is started again when needed.',
          reason,
        ),
      );
      try {
        const outcome = await Promise.race([use(current.remote), death]);
        void watch(current);
        return outcome;
      } catch (error) {
        return fail(
          'unexpected',
          `The ${name} worker could not answer.`,
          'Try again; your work is kept.',
          String(error),
        );
      }
    },
    terminate() {
      const current = live;
      current?.remote[releaseProxy]();
      current?.kill('terminated');
    },
  };
}

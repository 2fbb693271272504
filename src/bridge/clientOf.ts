/** The page's side of a worker that may die: typed calls through comlink, and a failure for every call that was waiting when it did. */
import { proxy, releaseProxy, wrap, type Remote } from 'comlink';
import { fail, type Outcome } from '../contracts/failure';
import { workerName } from '../contracts/workerName';

/** What a worker offers, called from the page. A dead worker gives worker-died; the next call starts a fresh one. */
export type Client<Api> = Api & {
  /** Ends the worker at once; waiting calls get worker-died. */
  end(): void;
};

/** The arguments of a method as they are sent: with comlink's `transfer` where the page gives a buffer away. */
export type Sent<Api> = {
  readonly [Method in keyof Api]?: Api[Method] extends (...args: infer Args) => unknown
    ? (...args: Args) => Args
    : never;
};

type Methods = Record<string, (...args: unknown[]) => Outcome<unknown>>;

/** Between two queries whether a fresh worker holds its liveness lock yet. */
const LOCK_POLL_MS = 100;

interface Live {
  readonly worker: Worker;
  readonly remote: Remote<Methods>;
  /** Resolves with the reason when the worker dies. */
  readonly died: Promise<string>;
  readonly kill: (reason: string) => void;
  readonly uniqueName: string;
  /** Whether its lock is waited for. */
  watched: boolean;
}

/**
 * Every method of `Api` takes plain data and callbacks and gives an `Outcome`, or nothing. Callbacks stay on the page: the worker calls them there.
 * @param project for which it works; none where it serves all of them
 * @param create starts a worker of the given unique name, under which it holds a liveness lock; called again
 *   after a death
 */
export function clientOf<Api extends object>(
  name: string,
  project: string,
  create: (uniqueName: string) => Worker,
  sent: Sent<Api> = {},
): Client<Api> {
  let live: Live | null = null;

  function start(): Live {
    const uniqueName = workerName(name, project);
    const worker = create(uniqueName);
    let report: (reason: string) => void = () => undefined;
    const died = new Promise<string>((resolve) => (report = resolve));
    const started: Live = {
      worker,
      remote: wrap<Methods>(worker),
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
  async function watch(current: Live): Promise<void> {
    if (current.watched) return;
    current.watched = true;
    const { uniqueName } = current;
    while (!(await navigator.locks.query()).held?.some(({ name: held }) => held === uniqueName)) {
      if (live !== current) return;
      await new Promise((resolve) => setTimeout(resolve, LOCK_POLL_MS));
    }
    await navigator.locks.request(uniqueName, () => current.kill('the worker ended'));
  }

  async function call(method: string, args: readonly unknown[]): Promise<Outcome<unknown>> {
    const current = (live ??= start());
    const death = current.died.then((reason) => fail('worker-died', { worker: name }, reason));
    try {
      const prepare = sent[method as keyof Api] as ((...given: readonly unknown[]) => readonly unknown[]) | undefined;
      const given = (prepare?.(...args) ?? args).map((arg) => (typeof arg === 'function' ? proxy(arg) : arg));
      const outcome = await Promise.race([current.remote[method]?.(...given) ?? death, death]);
      void watch(current);
      return outcome;
    } catch (error) {
      return fail('worker-silent', { worker: name }, String(error));
    }
  }

  function end(): void {
    const current = live;
    current?.remote[releaseProxy]();
    current?.kill('terminated');
  }

  return new Proxy({} as Client<Api>, {
    get(_, method) {
      if (method === 'end') return end;
      if (typeof method === 'symbol' || method === 'then') return undefined; // it is no promise
      return (...args: unknown[]) => call(method, args);
    },
  });
}

/** The liveness lock lets the page notice that a worker is gone: a lock is given back however its holder ends, also without an error event. */

/** Takes a lock named as the worker, for as long as the worker lives. */
export function holdLivenessLock(): void {
  void navigator.locks.request(self.name, () => new Promise<never>(() => undefined));
}

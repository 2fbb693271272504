/** What every worker does to be of service: a lock that tells that it lives, and its methods through comlink. */
import { expose } from 'comlink';
import { projectOf } from '../src/contracts/workerName';
import { placeOf, type Place } from '../src/data/place';

/** @param create makes what is offered; its methods give an `Outcome`, or nothing */
export function serve(create: () => object): void {
  holdLivenessLock();
  expose(create());
}

/** Serves the project that the worker's name says. */
export function serveProject(create: (place: Place) => object): void {
  serve(() => create(placeOf(projectOf(self.name))));
}

/**
 * The lock is named as the worker and held as long as the worker lives. So the page notices that a worker is gone: a lock is given back
 * however its holder ends, also without an error event.
 */
function holdLivenessLock(): void {
  void navigator.locks.request(self.name, () => new Promise<never>(() => undefined));
}

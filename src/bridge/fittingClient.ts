/** The page's side of the fitting worker. */
import type { FittingApi } from '../contracts/fitting';
import { connectWorker } from './connect';

export interface FittingClient extends FittingApi {
  /** Ends the worker; the next call starts another one. */
  end(): void;
}

export function createFittingClient(): FittingClient {
  const link = connectWorker<FittingApi>(
    'fitting',
    (name) => new Worker(new URL('../../workers/fitting.worker.ts', import.meta.url), { type: 'module', name }),
  );
  return {
    begin: (token, encoderSha256, images) => link.call((remote) => remote.begin(token, encoderSha256, images)),
    keep: (image, description) => link.call((remote) => remote.keep(image, description)),
    described: (images) => link.call((remote) => remote.described(images)),
    fit: (request) => link.call((remote) => remote.fit(request)),
    load: (encoderSha256) => link.call((remote) => remote.load(encoderSha256)),
    forget: () => link.call((remote) => remote.forget()),
    end: () => link.terminate(),
  };
}

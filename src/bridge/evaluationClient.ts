/** The page's side of the evaluation worker. */
import { proxy, transfer } from 'comlink';
import type { EvaluationApi } from '../contracts/evaluation';
import { succeed } from '../contracts/failure';
import { connectWorker } from './connect';

export function createEvaluationClient(): EvaluationApi {
  const link = connectWorker<EvaluationApi>(
    'evaluation',
    (name) => new Worker(new URL('../../workers/evaluation.worker.ts', import.meta.url), { type: 'module', name }),
  );
  return {
    known: (encoderSha256, ids) => link.call((remote) => remote.known(encoderSha256, ids)),
    keep: (encoderSha256, id, features) => link.call((remote) => remote.keep(encoderSha256, id, features)),
    evaluate: (request, onProgress) => {
      const { real, made } = request;
      const large = [real.deep.buffer, made.deep.buffer];
      return link.call((remote) => remote.evaluate(transfer(request, large), proxy(onProgress)));
    },
    cancel() {
      void link.call(async (remote) => {
        await remote.cancel();
        return succeed(null);
      });
    },
    last: () => link.call((remote) => remote.last()),
  };
}

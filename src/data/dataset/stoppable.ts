/** A source whose reading can be stopped: between two files, and within a long one. */
import { InlayError } from '../../contracts/failure';
import type { OpenSource } from './source';

/** What is read throws InlayError of cancelled as soon as `isStopped` says so. */
export function stoppable(source: OpenSource, isStopped: () => boolean): OpenSource {
  const check = (): void => {
    if (isStopped()) throw new InlayError('cancelled');
  };
  return {
    ...source,
    async read(path, maxBytes, start) {
      check();
      const file = await source.read(path, maxBytes, start);
      check();
      const whole = file.stream.bind(file);
      const stream = (): ReadableStream<Uint8Array<ArrayBuffer>> =>
        whole().pipeThrough(
          new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
            transform(chunk, controller) {
              check();
              controller.enqueue(chunk);
            },
          }),
        );
      return Object.assign(file, { stream });
    },
  };
}

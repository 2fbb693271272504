/** For a test in a real browser: segments that are full after a few bytes, in a worker, where files can be held open. */
import * as Comlink from 'comlink';
import { createSegments } from './segments';

class SegmentsInWorker {
  private readonly segments = createSegments('test/segments', 100);

  append(images: Uint8Array<ArrayBuffer>[]) {
    return this.segments.append(images);
  }

  read(piece: Parameters<ReturnType<typeof createSegments>['read']>[0]) {
    return this.segments.read(piece);
  }

  remove(segment: string) {
    return this.segments.remove(segment);
  }

  async hold() {
    return Comlink.proxy(await this.segments.hold());
  }
}

Comlink.expose(new SegmentsInWorker());

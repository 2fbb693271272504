/** The page's side of the dataset worker. */
import { proxy } from 'comlink';
import type { DatasetApi } from '../contracts/dataset';
import { connectWorker } from './connect';

export interface DatasetClient extends DatasetApi {
  /** Ends the worker; the next call starts another one, which has to restore the data set. */
  end(): void;
}

export function createDatasetClient(): DatasetClient {
  const link = connectWorker<DatasetApi>(
    'dataset',
    (name) => new Worker(new URL('../../workers/dataset.worker.ts', import.meta.url), { type: 'module', name }),
  );
  return {
    restore: () => link.call((remote) => remote.restore()),
    open: (source, onListed) => link.call((remote) => remote.open(source, proxy(onListed))),
    read: (reading) => link.call((remote) => remote.read(reading)),
    reconnect: () => link.call((remote) => remote.reconnect()),
    images: (from, count) => link.call((remote) => remote.images(from, count)),
    scanned: () => link.call((remote) => remote.scanned()),
    scan: (onScanned) => link.call((remote) => remote.scan(proxy(onScanned))),
    pause: () => link.call((remote) => remote.pause()),
    thumbnails: (images) => link.call((remote) => remote.thumbnails(images)),
    fingerprints: () => link.call((remote) => remote.fingerprints()),
    mask: (image) => link.call((remote) => remote.mask(image)),
    skin: (image) => link.call((remote) => remote.skin(image)),
    lesion: (image) => link.call((remote) => remote.lesion(image)),
    scene: (image) => link.call((remote) => remote.scene(image)),
    outline: (image) => link.call((remote) => remote.outline(image)),
    file: (image) => link.call((remote) => remote.file(image)),
    close: () => link.call((remote) => remote.close()),
    end: () => link.terminate(),
  };
}

/** The page's side of the storage worker. */
import { proxy, transfer } from 'comlink';
import type { StorageApi } from '../contracts/storage';
import { connectWorker } from './connect';

export function createStorageClient(): StorageApi {
  const link = connectWorker<StorageApi>(
    'storage',
    (name) => new Worker(new URL('../../workers/storage.worker.ts', import.meta.url), { type: 'module', name }),
  );
  return {
    load: (baseUrl) => link.call((remote) => remote.load(baseUrl)),
    loadSamples: (onBatch) => link.call((remote) => remote.loadSamples(proxy(onBatch))),
    loadQueue: () => link.call((remote) => remote.loadQueue()),
    saveQueue: (queue) => link.call((remote) => remote.saveQueue(queue)),
    saveDraft: (draft) => link.call((remote) => remote.saveDraft(draft)),
    saveCompose: (state, steps) => link.call((remote) => remote.saveCompose(state, steps)),
    readSteps: (id) => link.call((remote) => remote.readSteps(id)),
    saveSample: (sample, png) => link.call((remote) => remote.saveSample(sample, transfer(png, [png.buffer]))),
    saveDecisions: (decisions) => link.call((remote) => remote.saveDecisions(decisions)),
    saveSelection: (selection) => link.call((remote) => remote.saveSelection(selection)),
    lookAlikes: (ids, onProgress) => link.call((remote) => remote.lookAlikes(ids, proxy(onProgress))),
    saveStudy: (study) => link.call((remote) => remote.saveStudy(study)),
    removeSample: (id) => link.call((remote) => remote.removeSample(id)),
    readRecord: (id) => link.call((remote) => remote.readRecord(id)),
    readSamplePng: (id) => link.call((remote) => remote.readSamplePng(id)),
    importBackground: (file, name) => link.call((remote) => remote.importBackground(file, name)),
    keepBackground: (background, png) => link.call((remote) => remote.keepBackground(background, png)),
    describeBackground: (id) => link.call((remote) => remote.describeBackground(id)),
    keepShapes: (shapes) => link.call((remote) => remote.keepShapes(shapes)),
    readShapes: (file) => link.call((remote) => remote.readShapes(file)),
    readMask: (file) => link.call((remote) => remote.readMask(file)),
    removeShapes: (ids) => link.call((remote) => remote.removeShapes(ids)),
    readBackground: (id) => link.call((remote) => remote.readBackground(id)),
    readThumbnail: (id) => link.call((remote) => remote.readThumbnail(id)),
    removeBackground: (id) => link.call((remote) => remote.removeBackground(id)),
    checkBundleZip: (zip) => link.call((remote) => remote.checkBundleZip(zip)),
    checkBundleFolder: (files) => link.call((remote) => remote.checkBundleFolder(files)),
    keepBundle: (bundle) => link.call((remote) => remote.keepBundle(bundle)),
    readBundle: (id) => link.call((remote) => remote.readBundle(id)),
    readShippedBundle: (baseUrl, onProgress) =>
      link.call((remote) => remote.readShippedBundle(baseUrl, proxy(onProgress))),
    setActiveBundle: (id) => link.call((remote) => remote.setActiveBundle(id)),
    removeBundle: (id) => link.call((remote) => remote.removeBundle(id)),
    report: () => link.call((remote) => remote.report()),
  };
}

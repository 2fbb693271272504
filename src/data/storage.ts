/** The storage worker's service, for one project. A file is written before the entry that names it, so a killed tab leaves no half of anything. */
import { set, setMany } from 'idb-keyval';
import { imageSize } from 'image-size';
import { failureOf, type Failure } from '../contracts/failure';
import type { RgbaImage } from '../contracts/image';
import { THUMBNAIL_PX, type StorageApi } from '../contracts/storage';
import { shrunkTo } from '../core/image/shrink';
import { encodePng } from '../core/provenance/png';
import { decodePng } from '../core/provenance/pngPixels';
import { changeClasses } from './classes';
import { guarded } from './guard';
import {
  backgroundKey,
  backgroundPng,
  COMPOSE_KEY,
  DRAFT_KEY,
  QUEUE_KEY,
  SELECTION_KEY,
  STUDY_KEY,
  shapeKey,
} from './keys';
import { loadWork, readQueue } from './load';
import { createLookAlikes } from './lookAlikes';
import { createMasks } from './masks';
import { readFile, remove, writeFile } from './opfs';
import { forget, type Place } from './place';
import { createOwnClassFiles } from './ownClasses';
import { createSamples } from './samples';
import { factsOf } from './dataset/scene';
import { fetchSkin, readSkin, readSkinIndex, type ShippedSkin } from './shippedSkin';
import { sweep } from './sweep';

/** Samples that cross to the page at a time: short tasks, so that the page stays alive. */
const BATCH = 250;

export function createStorage(place: Place): StorageApi {
  const { database, folder } = place;
  let shipped: ShippedSkin[] = [];
  const samples = createSamples(place);
  const masks = createMasks(database);
  const lookAlikes = createLookAlikes(samples);
  const own = createOwnClassFiles(place);
  const pngOf = (id: string): string => `${folder}/${backgroundPng(id)}`;

  async function readPixels(id: string): Promise<RgbaImage> {
    const skin = shipped.find(({ background }) => background.id === id);
    return skin ? readSkin(skin) : decodePng(await readFile(pngOf(id)));
  }

  return {
    load: (baseUrl) =>
      guarded('work', async () => {
        const warnings: Failure[] = [];
        try {
          shipped = await readSkinIndex(baseUrl);
        } catch {
          warnings.push(failureOf('shipped-skin-missing'));
        }
        return loadWork(
          place,
          shipped.map(({ background }) => background),
          own,
          warnings,
        );
      }),
    loadSamples: (onBatch) =>
      guarded('samples', async () => {
        const warnings: Failure[] = [];
        const found = await samples.summaries(warnings);
        for (let from = 0; from < found.samples.length; from += BATCH)
          await onBatch(found.samples.slice(from, from + BATCH));
        return { warnings, damaged: found.damaged };
      }),
    sweep: () => guarded('work', () => sweep(place, samples)),
    loadQueue: () => guarded('queue', () => readQueue(database)),
    saveQueue: (queue) => guarded('queue', () => set(QUEUE_KEY, queue, database).then(() => null)),
    saveDraft: (draft) => guarded('plan', () => set(DRAFT_KEY, draft, database).then(() => null)),
    saveCompose: (state) => guarded('compose', () => set(COMPOSE_KEY, state, database).then(() => null)),
    openMask: (id) => guarded('strokes', () => masks.open(id)),
    addStrokes: (id, strokes) => guarded('strokes', () => masks.append(id, strokes)),
    saveStudy: (study) => guarded('study', () => set(STUDY_KEY, study, database).then(() => null)),
    saveSample: (sample, png) => guarded('sample', () => samples.save(sample, png)),
    saveSelection: (selection) => guarded('selection', () => set(SELECTION_KEY, selection, database).then(() => null)),
    changeClasses: (change) => guarded('classes', () => changeClasses(database, change)),
    saveDecisions: (decisions) =>
      guarded(decisions.length === 1 ? 'decision' : 'decisions', () => samples.decide(decisions)),
    changeTags: (changes) => guarded('tags', () => samples.changeTags(changes)),
    lookAlikes: (ids, onProgress) => guarded('samples', () => lookAlikes.groups(ids, onProgress)),
    removeSamples: (ids) => guarded('samples', () => samples.remove(ids)),
    bringBackSamples: (ids) => guarded('samples', () => samples.bringBack(ids)),
    readRecord: (id) => guarded('sample', () => samples.record(id)),
    readSamplePng: (id) => guarded('sample', () => samples.readImage(id)),
    replaceSamplePng: (id, png) => guarded('sample', () => samples.replaceImage(id, png)),
    keepBackground: (background, png) =>
      guarded('background', async () => {
        if (png) await writeFile(pngOf(background.id), png);
        await set(backgroundKey(background.id), background, database);
        return null;
      }),
    describeBackground: (id) => guarded('background', async () => factsOf(await readPixels(id))),
    keepShapes: (shapes) =>
      guarded('outlines', async () => {
        await setMany(
          shapes.map((shape) => [shapeKey(shape.id), shape]),
          database,
        );
        return null;
      }),
    removeShapes: (ids) => guarded('outlines', () => forget(database, ids.map(shapeKey)).then(() => null)),
    keepOwnClass: (file) => guarded('own-class', () => own.keep(file)),
    dropOwnClass: (code) => guarded('own-class', () => own.drop(code)),
    readOwnClass: (sha256) => guarded('own-class', () => own.file(sha256)),
    keepLesson: (code, state) => guarded('own-class', () => own.keepLesson(code, state)),
    readLesson: (code) => guarded('own-class', () => own.lesson(code)),
    readBackground: (id) => guarded('background', () => readPixels(id)),
    readThumbnail: (id) =>
      guarded('background', async () => {
        const skin = shipped.find(({ background }) => background.id === id);
        const png = skin ? await fetchSkin(skin) : await readFile(pngOf(id));
        const { width, height } = imageSize(png);
        if (Math.max(width, height) <= THUMBNAIL_PX) return png; // most are small, and decoding them takes time
        return encodePng(shrunkTo(decodePng(png), THUMBNAIL_PX));
      }),
    removeBackground: (id) =>
      guarded('background', async () => {
        await forget(database, [backgroundKey(id)]);
        await masks.remove(id);
        await remove(pngOf(id));
        return null;
      }),
  };
}

/**
 * e2e/fixtures/before/profile.json was written at commit 0b5f428, before names were changed and before there were projects, with the keys of then: what a browser
 * holds from that time becomes the first project, and opens as it is. Keys and places are written out, so that a changed one fails.
 */
import { createStore, get, keys, set } from 'idb-keyval';
import { beforeEach, expect, it } from 'vitest';
import profile from '../../e2e/fixtures/before/profile.json';
import { SCAN_STATES } from '../contracts/dataset';
import { failureOf } from '../contracts/failure';
import type { Project } from '../contracts/projects';
import { sampleIdSchema, sampleRecordSchema, summaryOf, type SampleSummary } from '../contracts/sample';
import { createDatasetClient, createEvaluationClient, createProjectsClient, createStorageClient } from './clients';
import { emptyStorage } from './emptyStorage.browser';
import { value } from './pickedDataset.browser';

const ID = 'SYN_4677a2dc805e';
const FIRST = 'first';
const PNG = Uint8Array.of(1, 2, 3, 4);
const NOW = '2026-11-30T00:00:00Z';

async function writeOpfs(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const parts = path.split('/');
  let folder = await navigator.storage.getDirectory();
  for (const part of parts.slice(0, -1)) folder = await folder.getDirectoryHandle(part, { create: true });
  const writable = await (await folder.getFileHandle(parts.at(-1) ?? '', { create: true })).createWritable();
  await writable.write(bytes);
  await writable.close();
}

async function writeProfile(): Promise<void> {
  const store = createStore('inlay', 'keyval');
  for (const [key, kept] of Object.entries(profile)) await set(key, kept, store);
  await set('steps:healed-000000000000', { past: [Uint32Array.of(3, 2)], future: [] }, store);
  await writeOpfs(`samples/${ID}.png`, PNG);
  await writeOpfs('backgrounds/healed-000000000000.png', new Uint8Array(1));
}

async function prepared(): Promise<readonly Project[]> {
  return value(await createProjectsClient().prepare(NOW, 'Mine', () => undefined));
}

async function expectWork(): Promise<void> {
  const storage = createStorageClient(FIRST);
  const samples: SampleSummary[] = [];
  expect(value(await storage.loadSamples((batch) => void samples.push(...batch)))).toEqual({
    warnings: [],
    damaged: [],
  });
  expect(samples).toEqual([summaryOf(sampleRecordSchema.parse(profile[`sample:${ID}`].record))]);
  expect(value(await storage.readSamplePng(sampleIdSchema.parse(ID)))).toEqual(PNG);
  const { masks: _, ...settings } = profile.compose;
  expect(value(await storage.load(new URL('/nowhere/', window.location.href).href))).toMatchObject({
    compose: settings,
    selection: profile.selection,
    draft: profile['plan-draft'],
    study: profile['reader-study'],
    backgrounds: [profile['background:healed-000000000000']],
    shapes: [profile['shape:outline-1']],
  });
  expect(value(await storage.loadQueue())).toEqual(profile.queue);
  expect(value(await createEvaluationClient(FIRST).last())).toEqual(profile.evaluation);
  for (const [id, rle] of Object.entries(profile.compose.masks))
    expect(value(await storage.openMask(id))).toMatchObject({ mask: { rle }, isDamaged: false });
}

beforeEach(emptyStorage);

it('a profile from before there were projects becomes the first one, unchanged', async () => {
  await writeProfile();
  expect(await prepared()).toMatchObject([{ id: FIRST, name: 'Mine' }]);
  await expectWork();
  const left = await keys<string>(createStore('inlay', 'keyval'));
  expect(left.sort()).toEqual(['active-bundle', 'project:first', 'store-version']);
  const root = await navigator.storage.getDirectory();
  const folders: string[] = [];
  for await (const name of root.keys()) folders.push(name);
  expect(folders).toEqual(['projects']);
  expect(value(await createProjectsClient().bundles()).activeBundleId).toBe('inlay-example');
  expect(await prepared()).toHaveLength(1); // nothing is moved twice
  await expectWork();
});

it('is moved without what is damaged in it, and nothing of that is thrown away', async () => {
  await writeProfile();
  const store = createStore('inlay', 'keyval');
  const masks = { ...profile.compose.masks, 'skin-99': { size: [2, 2], counts: 'none' } };
  await set('compose', { ...profile.compose, masks }, store);
  await set('sample:SYN_bbbbbbbbbbbb', { record: 'half' }, store);
  await writeOpfs('samples/SYN_bbbbbbbbbbbb.png', PNG);
  await prepared();
  const storage = createStorageClient(FIRST);
  const { warnings } = value(await storage.loadSamples(() => undefined));
  expect(warnings).toEqual([failureOf('kept-record-unreadable', { id: 'SYN_bbbbbbbbbbbb' })]);
  const kept = await get<unknown>('sample:SYN_bbbbbbbbbbbb', createStore(`inlay-project-${FIRST}`, 'keyval'));
  expect(kept).toMatchObject({ kept: { record: 'half' }, image: { length: PNG.length } });
  for (const [id, rle] of Object.entries(profile.compose.masks))
    expect(value(await storage.openMask(id))).toMatchObject({ mask: { rle }, isDamaged: false });
});

it('is moved whole however often its moving is cut short', async () => {
  await writeProfile();
  for (let cut = 0; cut < 12; cut += 1) {
    const projects = createProjectsClient();
    let pieces = 0;
    await projects.prepare(NOW, 'Mine', () => {
      if ((pieces += 1) > cut % 3) projects.end();
    });
  }
  await prepared();
  await expectWork();
});

it('what was found in the images of a data set before the names were changed is there', async () => {
  const reading = { layout: 'imagefolder', tables: [], label: { kind: 'folder' }, classes: { DF: 'DF' } };
  const image = { label: 'DF', class: 'DF', lesion: null, mask: null, ageYears: null, sex: null, site: null };
  const files = ['DF/a.jpg', 'DF/b.jpg', 'DF/c.jpg'];
  const kept = {
    schema: 1,
    summary: {
      ...{ name: 'set', token: 'earlier', reading, images: 3, labels: [], oddities: [] },
      detection: { candidates: [reading], why: 'Folders are named as classes.' },
    },
    images: files.map((path) => ({ ...image, id: path, path, skinType: null, split: 'train' })),
    files,
    token: 'earlier',
    handle: null,
  };
  await set('dataset', kept, createStore('inlay-dataset', 'keyval'));
  const records = new DataView(new ArrayBuffer(3 * 56)); // state, skin tone, place and length of the thumbnail, SHA-256
  records.setUint8(0, 1);
  records.setFloat32(4, 40, true);
  records.setFloat64(8, 2, true);
  records.setUint32(16, 3, true);
  records.setUint8(20, 0xab);
  records.setUint8(56, 2);
  await writeOpfs('dataset/earlier/looks.bin', new Uint8Array(records.buffer));
  await writeOpfs('dataset/earlier/thumbnails.bin', Uint8Array.of(1, 2, 3, 4, 5));

  await prepared();
  const dataset = createDatasetClient(FIRST);
  expect(value(await dataset.restore())?.summary).toEqual({ ...kept.summary, tables: [] });
  const { state, itaDeg } = value(await dataset.scanned());
  expect([...state].map((place) => SCAN_STATES[place])).toEqual(['scanned', 'unreadable', 'not-yet']);
  expect([...itaDeg]).toEqual([40, NaN, NaN]);
  expect(value(await dataset.fingerprints())).toEqual(['ab0000000000', '', '']);
  expect(value(await dataset.thumbnails([0]))).toEqual([Uint8Array.of(3, 4, 5)]);
});

/**
 * e2e/fixtures/before/profile.json was written at commit 0b5f428, before names were changed, with the keys of then: what a browser holds from
 * that time opens as it is. Keys and places are written out, so that a changed one fails.
 */
import { createStore, set } from 'idb-keyval';
import { beforeEach, expect, it } from 'vitest';
import profile from '../../e2e/fixtures/before/profile.json';
import { SCAN_STATES } from '../contracts/dataset';
import { sampleRecordSchema, summaryOf, type SampleSummary } from '../contracts/sample';
import { createDatasetClient, createEvaluationClient, createStorageClient } from './clients';
import { emptyStorage } from './emptyStorage.browser';
import { value } from './pickedDataset.browser';

async function writeOpfs(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const parts = path.split('/');
  let folder = await navigator.storage.getDirectory();
  for (const part of parts.slice(0, -1)) folder = await folder.getDirectoryHandle(part, { create: true });
  const writable = await (await folder.getFileHandle(parts.at(-1) ?? '', { create: true })).createWritable();
  await writable.write(bytes);
  await writable.close();
}

beforeEach(emptyStorage);

it('a profile from before the names were changed opens unchanged', async () => {
  const store = createStore('inlay', 'keyval');
  for (const [key, kept] of Object.entries(profile)) await set(key, kept, store);
  await writeOpfs('samples/SYN_4677a2dc805e.png', new Uint8Array(1));
  await writeOpfs('backgrounds/healed-000000000000.png', new Uint8Array(1));
  const storage = createStorageClient();
  const samples: SampleSummary[] = [];
  expect(value(await storage.loadSamples((batch) => void samples.push(...batch)))).toEqual([]);
  expect(samples).toEqual([summaryOf(sampleRecordSchema.parse(profile['sample:SYN_4677a2dc805e'].record))]);
  expect(value(await storage.load(new URL('/nowhere/', window.location.href).href))).toMatchObject({
    compose: profile.compose,
    selection: profile.selection,
    draft: profile['plan-draft'],
    study: profile['reader-study'],
    backgrounds: [profile['background:healed-000000000000']],
    shapes: [profile['shape:outline-1']],
    activeBundleId: 'inlay-example',
  });
  expect(value(await storage.loadQueue())).toEqual(profile.queue);
  expect(value(await createEvaluationClient().last())).toEqual(profile.evaluation);
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

  const dataset = createDatasetClient();
  expect(value(await dataset.restore())?.summary).toEqual(kept.summary);
  const { state, itaDeg } = value(await dataset.scanned());
  expect([...state].map((place) => SCAN_STATES[place])).toEqual(['scanned', 'unreadable', 'not-yet']);
  expect([...itaDeg]).toEqual([40, NaN, NaN]);
  expect(value(await dataset.fingerprints())).toEqual(['ab0000000000', '', '']);
  expect(value(await dataset.thumbnails([0]))).toEqual([Uint8Array.of(3, 4, 5)]);
});

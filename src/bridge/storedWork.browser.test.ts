/** The real storage worker, on samples and masks: what is written comes back, what is damaged is set aside, of two tabs nothing is lost. */
import { createStore, get, keys, set } from 'idb-keyval';
import { beforeEach, describe, expect, it } from 'vitest';
import { failureOf, InlayError } from '../contracts/failure';
import { createStorageClient } from './clients';
import { emptyStorage } from './emptyStorage.browser';
import type { LoadedSamples, SavedSample, StorageApi } from '../contracts/storage';
import { value } from './pickedDataset.browser';
import type { MaskChange, SavedMask, Stroke } from '../contracts/strokes';
import { decodeRle, encodeRle } from '../core/mask/rle';
import { exampleSample } from '../testing/samples';
import { pixelDigest } from '../core/provenance/digest';
import { encodePng } from '../core/provenance/png';
import { decodePng } from '../core/provenance/pngPixels';
import { sampleIdSchema, summaryOf, type SampleSummary } from '../contracts/sample';

const database = createStore('inlay-project-test', 'keyval');
const image = { width: 8, height: 6, data: new Uint8ClampedArray(8 * 6 * 4).map((_, i) => (i % 4 === 3 ? 255 : i)) };
const mask = { width: 8, height: 6, data: Uint8Array.from({ length: 48 }, (_, i) => (i % 8 > 3 ? 1 : 0)) };

async function sample(digit: string, outcome: 'accepted' | 'rejected' | null = null): Promise<SavedSample> {
  const decision = outcome && { outcome, reason: '', when: '2026-11-23T10:00:00Z' };
  const id = sampleIdSchema.parse(`SYN_${digit.repeat(12)}`);
  return exampleSample({ id, decision, mask: encodeRle(mask), pixelSha256: await pixelDigest(image) });
}

async function samplesOf(storage: StorageApi): Promise<LoadedSamples & { readonly samples: SampleSummary[] }> {
  const samples: SampleSummary[] = [];
  const loaded = await storage.loadSamples((batch) => void samples.push(...batch));
  if (!loaded.ok) throw InlayError.of(loaded.failure);
  return { samples, ...loaded.value };
}

async function folderOf(name: string): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  const projects = await root.getDirectoryHandle('projects');
  return (await projects.getDirectoryHandle('test')).getDirectoryHandle(name);
}

beforeEach(emptyStorage);

describe('samples', () => {
  it('come back in another worker with their pixels and decisions', async () => {
    const first = createStorageClient('test');
    const saved = await sample('a');
    expect((await first.saveSample(saved, encodePng(image))).ok).toBe(true);
    const decision = { outcome: 'accepted' as const, reason: 'sharp', when: '2026-11-23T11:00:00Z' };
    expect((await first.saveDecisions([{ id: saved.record.id, reader: 'first', decision }])).ok).toBe(true);

    const second = createStorageClient('test');
    expect(await samplesOf(second)).toEqual({
      samples: [{ ...summaryOf(saved.record), decision }],
      warnings: [],
      damaged: [],
    });
    const png = await second.readSamplePng(saved.record.id);
    expect(png.ok && decodePng(png.value).data).toEqual(image.data);
  });

  it('that are damaged are named when they are touched; the others stay', async () => {
    const storage = createStorageClient('test');
    const [good, cut, changed] = [await sample('a'), await sample('b'), await sample('c')];
    const png = encodePng(image);
    for (const saved of [good, changed, cut]) await storage.saveSample(saved, png.slice());
    await set('sample:SYN_dddddddddddd', { record: 'half' }, database);
    const file = await (await folderOf('samples')).getFileHandle('000000.segment');
    const bytes = new Uint8Array(await (await file.getFile()).arrayBuffer());
    bytes.set([0x5a, 0x5a], 36 + png.length + 36 + 20); // in the second image
    const writable = await file.createWritable();
    await writable.write(bytes.slice(0, -1)); // the third one is not whole
    await writable.close();

    const again = createStorageClient('test');
    const { samples, warnings, damaged } = await samplesOf(again);
    expect(samples.map(({ id }) => id).sort()).toEqual([good, cut, changed].map(({ record }) => record.id).sort());
    expect(warnings).toEqual([failureOf('kept-record-unreadable', { id: 'SYN_dddddddddddd' })]);
    expect(damaged).toEqual([cut.record.id]);
    expect((await again.readSamplePng(good.record.id)).ok).toBe(true);
    for (const { record } of [cut, changed])
      expect(await again.readSamplePng(record.id)).toMatchObject({
        ok: false,
        failure: { code: 'sample-damaged', params: { id: record.id } },
      });
    expect((await again.replaceSamplePng(cut.record.id, png.slice())).ok).toBe(true);
    expect(await again.readSamplePng(cut.record.id)).toEqual({ ok: true, value: png });
  });

  it('whose decision or tags are damaged have none, with a sentence', async () => {
    const storage = createStorageClient('test');
    const saved = await sample('a');
    await storage.saveSample(saved, encodePng(image));
    const { id } = saved.record;
    await set(`decision:${id}:first`, { outcome: 'perhaps' }, database);
    await set(`tags:${id}`, 'sharp', database);
    const { samples, warnings } = await samplesOf(createStorageClient('test'));
    expect(samples.map(({ decision, tags }) => [decision, tags])).toEqual([[null, undefined]]);
    expect(warnings).toEqual([
      failureOf('kept-decision-unreadable', { id }),
      failureOf('kept-tags-unreadable', { id }),
    ]);
  });

  it('whose record was changed are set aside', async () => {
    const storage = createStorageClient('test');
    const saved = await sample('a');
    await storage.saveSample(saved, encodePng(image));
    const key = `sample:${saved.record.id}`;
    const kept = await get<SavedSample>(key, database);
    await set(key, { ...kept, record: { ...kept?.record, seed: 8 } }, database);
    expect(await storage.readRecord(saved.record.id)).toMatchObject({ failure: { code: 'kept-record-unreadable' } });
  });

  it('are decided together or not at all', async () => {
    const storage = createStorageClient('test');
    const saved = await sample('a');
    await storage.saveSample(saved, encodePng(image));
    const decision = { outcome: 'rejected' as const, reason: '', when: '2026-11-23T11:00:00Z' };
    const unknown = (await sample('b')).record.id;
    const refused = await storage.saveDecisions([
      { id: saved.record.id, reader: 'first', decision },
      { id: unknown, reader: 'first', decision },
    ]);
    expect(refused.ok).toBe(false);
    expect((await samplesOf(storage)).samples[0]?.decision).toBeNull();
  });

  it('that are removed can be brought back until the project is opened anew; then their bytes go', async () => {
    const storage = createStorageClient('test');
    const [stays, goes] = [await sample('a'), await sample('b')];
    const png = encodePng(image);
    for (const saved of [goes, stays]) await storage.saveSample(saved, png.slice());
    expect((await storage.removeSamples([goes.record.id])).ok).toBe(true);
    expect((await samplesOf(storage)).samples.map(({ id }) => id)).toEqual([stays.record.id]);
    expect((await storage.bringBackSamples([goes.record.id])).ok).toBe(true);
    expect((await samplesOf(storage)).samples).toHaveLength(2);
    const third = await sample('c');
    await storage.saveSample(third, png.slice());
    await storage.removeSamples([goes.record.id, third.record.id]);
    storage.end();

    const anew = createStorageClient('test');
    await samplesOf(anew);
    expect((await anew.sweep()).ok).toBe(true);
    await anew.bringBackSamples([goes.record.id]);
    expect((await samplesOf(anew)).samples.map(({ id }) => id)).toEqual([stays.record.id]);
    expect(await anew.readSamplePng(stays.record.id)).toEqual({ ok: true, value: png });
    const sizes: number[] = [];
    for await (const handle of (await folderOf('samples')).values())
      if (handle instanceof FileSystemFileHandle) sizes.push((await handle.getFile()).size);
    expect(sizes).toEqual([36 + png.length]);
  });

  it('and skin that come while the sweep runs stay', async () => {
    const storage = createStorageClient('swept'); // no worker of a test before has it open
    const png = encodePng(image);
    const there = await sample('a');
    await storage.saveSample(there, png.slice());
    await samplesOf(storage);
    const come = [await sample('b'), await sample('c'), await sample('d')];
    for (const saved of come) await storage.saveSample(saved, png.slice());
    await storage.removeSamples([there.record.id]);
    const root = await navigator.storage.getDirectory();
    const project = await (await root.getDirectoryHandle('projects')).getDirectoryHandle('swept');
    const skin = await project.getDirectoryHandle('backgrounds', { create: true });
    await skin.getFileHandle('own-1.png', { create: true }); // its entry is still to come
    expect((await storage.sweep()).ok).toBe(true);
    for (const { record } of come) expect(await storage.readSamplePng(record.id)).toEqual({ ok: true, value: png });
    expect((await skin.getFileHandle('own-1.png')).name).toBe('own-1.png');
  });

  it('of two tabs that decide at once keep both decisions', async () => {
    const [left, right] = [createStorageClient('test'), createStorageClient('test')];
    const saved = await sample('a');
    const { id } = saved.record;
    await left.saveSample(saved, encodePng(image));
    const decision = (outcome: 'accepted' | 'rejected') => ({ outcome, reason: '', when: '2026-11-23T11:00:00Z' });
    await Promise.all([
      left.saveDecisions([{ id, reader: 'first', decision: decision('accepted') }]),
      right.saveDecisions([{ id, reader: 'second', decision: decision('rejected') }]),
    ]);
    const record = await left.readRecord(id);
    expect(record).toMatchObject({
      value: { decision: { outcome: 'accepted' }, secondReading: { outcome: 'rejected' } },
    });
    await left.saveDecisions([{ id, reader: 'first', decision: null }]);
    expect((await samplesOf(right)).samples[0]).toMatchObject({
      decision: null,
      secondReading: { outcome: 'rejected' },
    });
  });

  it('keep the tags of two tabs, which go with them', async () => {
    const [left, right] = [createStorageClient('tagged'), createStorageClient('tagged')];
    const [stays, goes] = [await sample('a'), await sample('b')];
    for (const saved of [stays, goes]) await left.saveSample(saved, encodePng(image));
    const both = [stays.record.id, goes.record.id];
    await Promise.all([
      left.changeTags(both.map((id) => ({ id, add: ['sharp'], remove: [] }))),
      right.changeTags(both.map((id) => ({ id, add: ['for the paper'], remove: [] }))),
    ]);
    expect((await samplesOf(right)).samples.map(({ tags }) => tags)).toEqual([
      ['for the paper', 'sharp'],
      ['for the paper', 'sharp'],
    ]);
    expect(await left.changeTags([{ id: stays.record.id, add: [], remove: ['sharp'] }])).toEqual({
      ok: true,
      value: [['for the paper']],
    });
    expect(value(await left.readRecord(stays.record.id)).tags).toEqual(['for the paper']);
    const tagged = createStore('inlay-project-tagged', 'keyval');
    await set(`tags:${stays.record.id}`, ['a, b'], tagged); // what is no list of tags leaves the sample
    expect(value(await left.readRecord(stays.record.id)).tags).toBeUndefined();
    await left.removeSamples([goes.record.id]);
    left.end();
    right.end();
    const anew = createStorageClient('tagged');
    await samplesOf(anew);
    expect((await anew.sweep()).ok).toBe(true);
    expect((await keys<string>(tagged)).filter((key) => key.startsWith('tags:'))).toEqual([`tags:${stays.record.id}`]);
  });
});

describe('masks', () => {
  const paint = (at: number, kind: MaskChange['kind'] = 'do'): Stroke => ({
    size: [6, 8],
    change: { kind, painted: Uint32Array.of(at, 1), cleared: new Uint32Array() },
  });
  const painted = async (storage: StorageApi): Promise<number[]> => {
    const opened = await storage.openMask('skin-03');
    if (!opened.ok || !opened.value.mask) throw new Error('There is no mask.');
    return Array.from(decodeRle(opened.value.mask.rle).data).flatMap((value, at) => (value ? [at] : []));
  };

  it('are put together from strokes, of two tabs too, and can be undone', async () => {
    const [left, right] = [createStorageClient('test'), createStorageClient('test')];
    expect(await left.openMask('skin-03')).toEqual({ ok: true, value: { mask: null, isDamaged: false } });
    await Promise.all([1, 3, 5].map((at) => left.addStrokes('skin-03', [paint(at)])));
    await Promise.all([2, 4].map((at) => right.addStrokes('skin-03', [paint(at)])));
    expect(await painted(createStorageClient('test'))).toEqual([1, 2, 3, 4, 5]);
    const change = { kind: 'undo' as const, painted: new Uint32Array(), cleared: Uint32Array.of(4, 1) };
    await left.addStrokes('skin-03', [{ size: [6, 8], change }]);
    expect(await painted(right)).toEqual([1, 2, 3, 5]);
    const opened = await left.openMask('skin-03');
    expect(opened.ok && [opened.value.mask?.past.length, opened.value.mask?.future.length]).toEqual([4, 1]);
  });

  it('of many strokes are written whole from time to time; a damaged stroke leaves the others', async () => {
    const storage = createStorageClient('test');
    for (let at = 0; at < 60; at += 1) await storage.addStrokes('skin-03', [paint(at % 48)]);
    await storage.addStrokes(
      'skin-03',
      Array.from({ length: 60 }, (_, i) => paint((60 + i) % 48)),
    );
    for (let at = 0; at < 3; at += 1) await storage.addStrokes('skin-03', [paint(at)]);
    const strokes = (await keys<string>(database)).filter((key) => key.startsWith('stroke:'));
    expect(strokes.length).toBeLessThan(50);
    expect(await painted(storage)).toHaveLength(48);
    const last = strokes.sort().at(-1) ?? '';
    await set(last, { size: 'none' }, database);
    expect(await painted(createStorageClient('test'))).toHaveLength(48);
    expect(await storage.openMask('skin-03')).toMatchObject({ value: { isDamaged: true } });
  });

  it('of two tabs are all kept, also when the other one has written the whole mask meanwhile', async () => {
    const [left, right] = [createStorageClient('test'), createStorageClient('test')];
    for (let at = 0; at < 30; at += 1) await left.addStrokes('skin-03', [paint(at)]);
    for (let at = 30; at < 46; at += 1) await right.addStrokes('skin-03', [paint(at), paint(at)]);
    await left.addStrokes('skin-03', [paint(46)]);
    await left.addStrokes('skin-03', [paint(47)]);
    expect(await painted(right)).toHaveLength(48);
  });

  it('that are not what was written say so, and what was painted after that is there', async () => {
    const storage = createStorageClient('test');
    for (let at = 0; at < 60; at += 1) await storage.addStrokes('skin-03', [paint(at % 48)]);
    const isDamaged = async (): Promise<boolean> => value(await storage.openMask('skin-03')).isDamaged;
    expect(await isDamaged()).toBe(false);
    const whole = await get<SavedMask>('mask:skin-03', database);
    if (!whole) throw new Error('No mask was written whole.');
    await set('mask:skin-03', { ...whole, rle: { ...whole.rle, counts: [48] } }, database); // as good a mask as any
    expect(await isDamaged()).toBe(true);
    expect((await painted(storage)).length).toBeGreaterThan(5);
    await set('mask:skin-03', whole, database);
    expect(await painted(storage)).toHaveLength(48);
    const [stroke = ''] = (await keys<string>(database)).filter((key) => key.startsWith('stroke:')).reverse();
    const kept = await get<Stroke>(stroke, database);
    await set(stroke, { ...kept, change: { ...kept?.change, painted: Uint32Array.of(0, 1) } }, database);
    expect(await isDamaged()).toBe(true);
    const { sha256: _, ...before } = whole as SavedMask & { readonly sha256: string };
    await set('mask:skin-03', before, database); // as it was kept before there were hashes
    await set(stroke, { size: kept?.size, change: kept?.change }, database);
    expect(await isDamaged()).toBe(false);
  });
});

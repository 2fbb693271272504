/** The real projects worker: projects are apart, copied, removed, saved as one file and read again. */
import { createStore, set } from 'idb-keyval';
import { beforeEach, expect, it } from 'vitest';
import type { Project } from '../contracts/projects';
import { encodePng } from '../core/provenance/png';
import { exampleSample } from '../testing/samples';
import { createProjectsClient, createStorageClient } from './clients';
import { createReadingClient } from './readingClient';
import { emptyStorage } from './emptyStorage.browser';
import { value } from './pickedDataset.browser';

const NOW = '2026-11-30T00:00:00Z';
const PNG = encodePng({ width: 8, height: 8, data: new Uint8ClampedArray(256).fill(255) });
const project = (id: string): Project => ({
  schema: 1,
  id,
  name: id,
  createdAt: NOW,
  openedAt: NOW,
  dataset: null,
  removedAt: null,
});
const none = (): void => undefined;

async function fill(id: string): Promise<string> {
  const storage = createStorageClient(id);
  const saved = exampleSample({});
  value(await storage.saveSample(saved, PNG.slice()));
  value(await storage.changeTags([{ id: saved.record.id, add: ['for the paper'], remove: [] }]));
  const change = { kind: 'do' as const, painted: Uint32Array.of(3, 4), cleared: new Uint32Array() };
  value(await storage.addStrokes('skin-03', [{ size: [8, 8], change }]));
  storage.end();
  return saved.record.id;
}

async function expectFilled(id: string): Promise<void> {
  const storage = createStorageClient(id);
  const seen: string[] = [];
  value(await storage.loadSamples((batch) => void seen.push(...batch.map((sample) => sample.id))));
  expect(seen).toHaveLength(1);
  const record = value(await storage.readRecord(exampleSample({}).record.id));
  expect(record.decision?.outcome).toBe('accepted');
  expect(record.tags).toEqual(['for the paper']);
  expect(value(await storage.readSamplePng(record.id))).toEqual(PNG);
  expect(value(await storage.openMask('skin-03')).mask?.past).toEqual([Uint32Array.of(3, 4)]);
  storage.end();
}

beforeEach(emptyStorage);

it('a new person has one project; projects hold nothing of each other', async () => {
  const projects = createProjectsClient();
  expect(value(await projects.prepare(NOW, 'Mine', none))).toMatchObject([{ id: 'first', name: 'Mine' }]);
  value(await projects.save(project('other')));
  await fill('first');
  await expectFilled('first');
  const seen: unknown[] = [];
  value(await createStorageClient('other').loadSamples((batch) => void seen.push(...batch)));
  expect(seen).toEqual([]);
});

it('a copy holds the same, and stays when the first one goes', async () => {
  const projects = createProjectsClient();
  value(await projects.prepare(NOW, 'Mine', none));
  await fill('first');
  value(await projects.duplicate('first', project('copy'), none));
  value(await projects.save({ ...project('first'), removedAt: NOW }));
  expect(value(await createProjectsClient().prepare(NOW, 'Mine', none)).map(({ id }) => id)).toEqual(['copy']);
  await expectFilled('copy');
  const seen: unknown[] = [];
  value(await createStorageClient('first').loadSamples((batch) => void seen.push(...batch)));
  expect(seen).toEqual([]);
});

it('is saved as one file and read again; a file that is none changes nothing', async () => {
  const projects = createProjectsClient();
  value(await projects.prepare(NOW, 'Mine', none));
  await fill('first');
  const file = value(await projects.exportProject('first', none));
  const reader = createReadingClient();
  const read = value(await reader.readProject(file, 'read', none));
  expect(read).toMatchObject({ name: 'Mine' });
  value(await projects.save({ ...project('read'), ...read }));
  await expectFilled('read');

  const bytes = new Uint8Array(await file.arrayBuffer());
  const damaged = bytes.slice();
  damaged.set([9, 9, 9, 9], bytes.length >> 1);
  for (const bad of [new Uint8Array([1, 2, 3]), bytes.slice(0, bytes.length >> 1), damaged]) {
    const refused = await reader.readProject(new Blob([bad]), 'bad', none);
    expect(refused).toMatchObject({ ok: false, failure: { code: 'project-not-readable' } });
  }
  expect(
    value(await projects.prepare(NOW, 'Mine', none))
      .map(({ id }) => id)
      .sort(),
  ).toEqual(['first', 'read']);
});

it('a project whose entry is damaged is in the list again, with its work', async () => {
  const projects = createProjectsClient();
  value(await projects.prepare(NOW, 'Mine', none));
  value(await projects.save(project('other')));
  await fill('other');
  await set('project:other', { damaged: true }, createStore('inlay', 'keyval'));
  const found = value(await projects.prepare(NOW, 'Mine', none));
  expect(found.map(({ id, name }) => [id, name])).toEqual([
    ['first', 'Mine'],
    ['other', 'other'],
  ]);
  await expectFilled('other');
});

/**
 * Work from before there were projects becomes the first one. It is moved a piece at a time: written in its new place, then taken from its old
 * one, so that after a kill every piece lies in one of them or in both; the next start goes on. The version of the store is written last.
 */
import { createStore, del, get, keys, set, setMany, type UseStore } from 'idb-keyval';
import * as z from 'zod/mini';
import { rleSchema } from '../contracts/recipe';
import { composeStateSchema, savedSampleSchema } from '../contracts/storage';
import { savedMaskSchema } from '../contracts/strokes';
import {
  ACTIVE_BUNDLE_KEY,
  BUNDLES,
  COMPOSE_KEY,
  DATASET_KEY,
  maskKey,
  PROJECTS,
  SAMPLES,
  STORE_VERSION_KEY,
} from './keys';
import { entriesOfSample } from './keptSample';
import { keptMask } from './keptMask';
import { copyFile, filesIn, readFile, remove } from './opfs';
import { shared, type Place } from './place';
import { createSamples } from './samples';

const STORE_VERSION = 2;

/** Where things lay: the keys of then, in the database that all projects share now. */
const BEFORE = {
  steps: 'steps:',
  sample: SAMPLES,
  samplesFolder: 'samples',
  datasetDatabase: 'inlay-dataset',
  folders: ['backgrounds', 'dataset', 'descriptions', 'fits'],
  /** Made anew by every export. */
  scratch: 'export',
} as const;

const earlierComposeSchema = z.extend(composeStateSchema, {
  masks: z.catch(z.record(z.string(), z.unknown()), {}),
});
const earlierStepsSchema = z.pick(savedMaskSchema, { past: true, future: true });

const isShared = (key: string): boolean =>
  [ACTIVE_BUNDLE_KEY, STORE_VERSION_KEY].includes(key) || [BUNDLES, PROJECTS].some((prefix) => key.startsWith(prefix));

/** Whether the store is of a version before this one and holds work. */
export async function hasEarlierWork(): Promise<boolean> {
  if ((await get<unknown>(STORE_VERSION_KEY, shared)) === STORE_VERSION) return false;
  return (
    (await keys<string>(shared)).some((key) => !isShared(key)) ||
    (await get(DATASET_KEY, earlierDataset())) !== undefined
  );
}

/** @param onMoving pieces done of all */
export async function moveEarlierWork(to: Place, onMoving: (done: number, total: number) => void): Promise<void> {
  const entries = (await keys<string>(shared)).filter((key) => !isShared(key));
  const samples = entries.filter((key) => key.startsWith(BEFORE.sample));
  const others = entries.filter((key) => !samples.includes(key));
  const files: string[] = [];
  for (const folder of BEFORE.folders) for await (const file of filesIn(folder)) files.push(`${folder}/${file}`);
  const total = entries.length + files.length;
  let done = 0;
  const moved = (): void => onMoving((done += 1), total);

  for (const file of files) {
    await copyFile(file, `${to.folder}/${file}`);
    await remove(file);
    moved();
  }
  for (const key of samples) {
    await moveSample(to, key);
    moved();
  }
  await moveMasks(to.database);
  for (const key of others) {
    if (key !== COMPOSE_KEY && !key.startsWith(BEFORE.steps)) {
      await set(key, await get<unknown>(key, shared), to.database);
      await del(key, shared);
    }
    moved();
  }
  await moveDataset(to.database);
  for (const folder of [...BEFORE.folders, BEFORE.samplesFolder, BEFORE.scratch]) await remove(folder);
}

export const markMoved = (): Promise<void> => set(STORE_VERSION_KEY, STORE_VERSION, shared);

/** A sample that cannot be read is moved all the same, and set aside when it is loaded. */
async function moveSample(to: Place, key: string): Promise<void> {
  const value = await get<unknown>(key, shared);
  const file = `${BEFORE.samplesFolder}/${key.slice(BEFORE.sample.length)}.png`;
  const sample = savedSampleSchema.safeParse(value);
  const png = await readFile(file).catch(() => null);
  if (png) {
    const samples = createSamples(to);
    await samples.inTurn(async () => {
      const [image] = await samples.segments.append([png]);
      if (!image) return;
      const unread: [string, unknown][] = [[key, { kept: value, image }]];
      await setMany(sample.success ? await entriesOfSample(sample.data, image) : unread, to.database);
    });
  } else if (value !== undefined) await set(key, value, to.database);
  await del(key, shared);
  await remove(file);
}

/** Masks lay within the state of Compose, all of them; their strokes beside it. */
async function moveMasks(to: UseStore): Promise<void> {
  const value = await get<unknown>(COMPOSE_KEY, shared);
  const compose = earlierComposeSchema.safeParse(value);
  if (compose.success) {
    const { masks, ...settings } = compose.data;
    const kept: [string, unknown][] = [[COMPOSE_KEY, settings]];
    for (const [id, mask] of Object.entries(masks)) {
      const rle = rleSchema.safeParse(mask);
      if (!rle.success) continue; // one that is damaged leaves the others
      const steps = earlierStepsSchema.safeParse(await get<unknown>(`${BEFORE.steps}${id}`, shared));
      const { past, future } = steps.success ? steps.data : { past: [], future: [] };
      kept.push([maskKey(id), keptMask({ rle: rle.data, past, future }, -1)]);
    }
    await setMany(kept, to); // in one transaction
  } else if (value !== undefined) await set(COMPOSE_KEY, value, to);
  await del(COMPOSE_KEY, shared);
  for (const key of await keys<string>(shared)) if (key.startsWith(BEFORE.steps)) await del(key, shared);
}

async function moveDataset(to: UseStore): Promise<void> {
  const kept = await get<unknown>(DATASET_KEY, earlierDataset());
  if (kept === undefined) return;
  await set(DATASET_KEY, kept, to);
  await del(DATASET_KEY, earlierDataset());
}

let openedDataset: UseStore | null = null;

function earlierDataset(): UseStore {
  openedDataset ??= createStore(BEFORE.datasetDatabase, 'keyval');
  return openedDataset;
}

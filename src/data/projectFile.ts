/**
 * A project as one file: a zip, stored, with its entries as lines of JSON and its files as they are. What was made from images of the data set and can
 * be made again from them (thumbnails, descriptions) stays here.
 */
import { makeZip } from 'client-zip';
import { set } from 'idb-keyval';
import type { Project } from '../contracts/projects';
import { DATASET_KEY, LESSONS, REMOVED_SAMPLES, SAMPLE_FEATURES } from './keys';
import { copyFile, filesIn, openFile, openSink, remove } from './opfs';
import { entriesOf, type Place } from './place';
import { ABOUT, ENTRIES, FILES, PACKED, type ProjectSink } from './readProject';
import { buffered } from './sink';

type OnProgress = (done: number, total: number) => void;

/** Folders that are not taken along. */
const MADE_AGAIN = ['dataset/', 'descriptions/', 'export/'];
/** Entries that are not taken along: what is made again, and what was removed. */
const STAYS = [SAMPLE_FEATURES, REMOVED_SAMPLES, LESSONS];
const LAST_MODIFIED = new Date(1980, 0, 1);

/** Copies all that a project holds. */
export async function copyProject(from: Place, to: Place, onProgress: OnProgress): Promise<void> {
  const files: string[] = [];
  for await (const file of filesIn(from.folder)) files.push(file);
  for (const [i, file] of files.entries()) {
    await copyFile(`${from.folder}/${file}`, `${to.folder}/${file}`);
    onProgress(i + 1, files.length);
  }
  for await (const [key, value] of entriesOf(from.database, '')) await set(key, value, to.database);
}

/** @returns a file in the project's own folder, which the next export replaces */
export async function writeProjectFile(
  { name, dataset }: Project,
  place: Place,
  onProgress: OnProgress,
): Promise<Blob> {
  const path = `${place.folder}/export/${place.project}.inlay`;
  await remove(path);
  const files: string[] = [];
  for await (const file of filesIn(place.folder))
    if (!MADE_AGAIN.some((folder) => file.startsWith(folder))) files.push(file);
  const encoder = new TextEncoder();

  async function* lines(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    for await (const [key, value] of entriesOf(place.database, ''))
      if (!STAYS.some((prefix) => key.startsWith(prefix)))
        yield encoder.encode(`${JSON.stringify([key, packed(key, value)])}\n`);
  }

  async function* parts() {
    const about = { schema: 1, project: { name, dataset } };
    yield { name: ABOUT, lastModified: LAST_MODIFIED, input: encoder.encode(JSON.stringify(about)) };
    yield { name: ENTRIES, lastModified: LAST_MODIFIED, input: lines() };
    for (const [i, file] of files.entries()) {
      yield { name: `${FILES}${file}`, lastModified: LAST_MODIFIED, input: await openFile(`${place.folder}/${file}`) };
      onProgress(i + 1, files.length);
    }
  }

  const sink = buffered(await openSink(path));
  try {
    const reader = makeZip(parts()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read())
      await sink.write(new Uint8Array(part.value));
  } finally {
    await sink.close();
  }
  return openFile(path);
}

export function intoPlace({ folder, database }: Place): ProjectSink {
  return {
    openFile: (path) => openSink(`${folder}/${path}`),
    putEntry: (key, value) => set(key, value, database),
  };
}

/** JSON knows no arrays of numbers of one kind, and a handle to the person's files is of this browser. */
function packed(key: string, value: unknown): unknown {
  const own = key === DATASET_KEY && typeof value === 'object' ? { ...value, handle: null } : value;
  return JSON.parse(
    JSON.stringify(own, (_, inner: unknown) =>
      inner instanceof Uint32Array ? { [PACKED]: Array.from(inner) } : inner,
    ),
  ) as unknown;
}
